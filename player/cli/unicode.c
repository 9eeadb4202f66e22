#include "cli/unicode.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

enum { NAME_UNITS_MAX = 1024 }; /* UTF-16 units of a file name, 255 bytes at most */

/* The text as UTF-16, a fresh buffer, or NULL. */
static UChar *to_utf16(const char *text, int32_t *ret_length)
{
    size_t size = strlen(text);
    if (size > INT32_MAX / 4)
        return NULL;
    UChar *units = malloc((size + 1) * sizeof *units); /* never more units than bytes */
    UErrorCode error = U_ZERO_ERROR;
    if (units)
        u_strFromUTF8(units, (int32_t)size + 1, ret_length, text, (int32_t)size, &error);
    if (U_FAILURE(error)) {
        free(units);
        return NULL;
    }
    return units;
}

static char *to_utf8(const UChar *units, int32_t length)
{
    size_t size = (size_t)length * 3 + 1;
    char *text = malloc(size);
    UErrorCode error = U_ZERO_ERROR;
    if (text)
        u_strToUTF8(text, (int32_t)size, NULL, units, length, &error);
    if (U_FAILURE(error)) {
        free(text);
        return NULL;
    }
    return text;
}

bool unicode_is_nfc(const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    int32_t length;
    UChar *units = to_utf16(text, &length);
    bool result = units && unorm2_isNormalized(nfc, units, length, &error) && U_SUCCESS(error);
    free(units);
    return result;
}

char *unicode_nfc(const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    int32_t length, needed = 0;
    char *result = NULL;
    UChar *units = to_utf16(text, &length), *normal = NULL;
    if (!units)
        return NULL;
    /* One letter of NFC never takes more than three units for one (TR 15, stability). */
    int32_t capacity = 3 * length + 1;
    normal = malloc((size_t)capacity * sizeof *normal);
    if (normal)
        needed = unorm2_normalize(nfc, units, length, normal, capacity, &error);
    if (normal && U_SUCCESS(error))
        result = to_utf8(normal, needed);
    free(normal);
    free(units);
    return result;
}

char *unicode_capitals(const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t length, needed = 0;
    char *result = NULL;
    UChar *units = to_utf16(text, &length), *large = NULL;
    if (!units)
        return NULL;
    /* One letter becomes three at most (SpecialCasing.txt). */
    int32_t capacity = 3 * length + 1;
    large = malloc((size_t)capacity * sizeof *large);
    if (large)
        needed = u_strToUpper(large, capacity, units, length, "vi", &error);
    if (large && U_SUCCESS(error))
        result = to_utf8(large, needed);
    free(large);
    free(units);
    return result;
}

/* Normal form D, case folded. Returns its length, or -1. */
static int32_t fold_name(const char *name, UChar folded[NAME_UNITS_MAX])
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&error);
    UChar plain[NAME_UNITS_MAX], normal[NAME_UNITS_MAX];
    int32_t length;
    u_strFromUTF8(plain, NAME_UNITS_MAX, &length, name, -1, &error);
    length = unorm2_normalize(nfd, plain, length, normal, NAME_UNITS_MAX, &error);
    length = u_strFoldCase(folded, NAME_UNITS_MAX, normal, length, U_FOLD_CASE_DEFAULT, &error);
    return U_SUCCESS(error) ? length : -1;
}

bool unicode_same_name(const char *a, const char *b)
{
    UChar folded_a[NAME_UNITS_MAX], folded_b[NAME_UNITS_MAX];
    int32_t length_a = fold_name(a, folded_a), length_b = fold_name(b, folded_b);
    return length_a >= 0 && length_a == length_b && u_memcmp(folded_a, folded_b, length_a) == 0;
}

size_t unicode_words(const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t length;
    size_t words = 0;
    UChar *units = to_utf16(text, &length);
    UBreakIterator *breaks = units ? ubrk_open(UBRK_WORD, "vi", units, length, &error) : NULL;
    if (breaks && U_SUCCESS(error)) {
        ubrk_first(breaks);
        while (ubrk_next(breaks) != UBRK_DONE)
            words += ubrk_getRuleStatus(breaks) >= UBRK_WORD_NONE_LIMIT;
    }
    if (breaks)
        ubrk_close(breaks);
    free(units);
    return words;
}

bool unicode_script(uint32_t code, char iso_15924[5], char name[UNICODE_SCRIPT_BYTES])
{
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)code, &error);
    if (U_FAILURE(error) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED ||
        script == USCRIPT_UNKNOWN)
        return false;
    snprintf(iso_15924, 5, "%s", uscript_getShortName(script));
    snprintf(name, UNICODE_SCRIPT_BYTES, "%s", uscript_getName(script));
    for (char *blank = name; (blank = strchr(blank, '_')) != NULL;)
        *blank = ' ';
    return true;
}

bool unicode_is_printable(uint32_t code)
{
    return u_isgraph((UChar32)code) && u_getCombiningClass((UChar32)code) == 0 &&
           (U_GET_GC_MASK((UChar32)code) & U_GC_M_MASK) == 0;
}

void unicode_make_id(const char *name, char *id, size_t size)
{
    UChar folded[NAME_UNITS_MAX];
    int32_t length = fold_name(name, folded);
    size_t used = 0;
    bool wants_hyphen = false;
    for (int32_t i = 0; i < length && used + 2 < size; i++) {
        UChar unit = folded[i] == 0x111 ? 'd' : folded[i]; /* đ does not decompose */
        if (unit >= 0x300 && unit <= 0x36f)
            continue; /* a mark */
        if (!((unit >= 'a' && unit <= 'z') || (unit >= '0' && unit <= '9'))) {
            wants_hyphen = used > 0;
            continue;
        }
        if (wants_hyphen)
            id[used++] = '-';
        wants_hyphen = false;
        id[used++] = (char)unit;
    }
    if (used == 0 && size > 4) {
        memcpy(id, "item", 4);
        used = 4;
    }
    id[used] = '\0';
}

const char *unicode_language_name(const char *language, char *name, size_t size)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar units[64];
    int32_t most = (int32_t)(sizeof units / sizeof *units);
    int32_t length = uloc_getDisplayLanguage(language, language, units, most, &error);
    if (U_SUCCESS(error) && length < most)
        u_strToUTF8(name, (int32_t)size, NULL, units, length, &error);
    if (U_FAILURE(error) || error == U_STRING_NOT_TERMINATED_WARNING || length >= most ||
        error == U_USING_DEFAULT_WARNING)
        snprintf(name, size, "%s", language);
    return name;
}

static size_t columns_of(uint32_t code)
{
    int8_t type = u_charType((UChar32)code);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
        return 0;
    int width = u_getIntPropertyValue((UChar32)code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t unicode_columns(const char *text, size_t most, size_t *ret_columns)
{
    size_t size = strlen(text), at = 0, columns = 0;
    while (at < size) {
        uint32_t code = 0xfffd;
        size_t length = utf8_decode(text + at, size - at, &code);
        size_t more = columns_of(code);
        if (columns + more > most)
            break;
        columns += more;
        at += length ? length : 1;
    }
    *ret_columns = columns;
    return at;
}
