#include "render/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

struct unicode_breaker {
    UBreakIterator *lines, *clusters;
};

/* UTF-8 → UTF-16, faults as U+FFFD. Returns a fresh buffer of *ret_length units. */
static UChar *to_utf16(const char *text, int32_t *ret_length)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = (int32_t)strlen(text), length = 0;
    UChar *out = malloc(((size_t)size + 1) * sizeof *out); /* never more units than bytes */
    if (out)
        u_strFromUTF8WithSub(out, size + 1, &length, text, size, 0xFFFD, NULL, &status);
    if (out && U_FAILURE(status)) {
        free(out);
        return NULL;
    }
    *ret_length = length;
    return out;
}

/* NFC of `length` units, at most three times as many (UAX #15, "Maximum Expansion Factor"). */
static UChar *compose(const UChar *text, int32_t length, int32_t *ret_length)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    int32_t capacity = length * 3 + 1;
    UChar *out = malloc((size_t)capacity * sizeof *out);
    if (out)
        *ret_length = unorm2_normalize(nfc, text, length, out, capacity, &status);
    if (out && U_FAILURE(status)) {
        free(out);
        return NULL;
    }
    return out;
}

static bool is_blank(UChar32 code)
{
    /* No-break spaces stay: an author has put them there. */
    return code == ' ' || code == '\t' || code == 0x3000 ||
           (code >= 0x2000 && code <= 0x200A && code != 0x2007) ||
           (code != '\n' && u_iscntrl(code)) || code == 0x2028 || code == 0x2029;
}

/* Copies `text` as UTF-8, blanks put together. `out` has room for 3 bytes a unit and a NUL. */
static void squeeze(const UChar *text, int32_t length, char *out)
{
    int32_t used = 0;
    bool space = false;
    for (int32_t i = 0; i < length;) {
        UChar32 code;
        U16_NEXT(text, i, length, code);
        if (U_IS_SURROGATE(code))
            code = 0xFFFD;
        if (is_blank(code)) {
            space = true;
            continue;
        }
        if (space && used > 0 && code != '\n' && out[used - 1] != '\n')
            out[used++] = ' ';
        space = false;
        if (code == '\n' && used == 0)
            continue;
        U8_APPEND_UNSAFE(out, used, code);
    }
    while (used > 0 && out[used - 1] == '\n')
        used--;
    out[used] = '\0';
}

char *unicode_normalise(const char *text)
{
    int32_t length = 0, composed_length = 0;
    char *out = NULL;
    UChar *wide = to_utf16(text, &length);
    UChar *composed = wide ? compose(wide, length, &composed_length) : NULL;
    if (composed)
        out = malloc((size_t)composed_length * 3 + 1);
    if (out)
        squeeze(composed, composed_length, out);
    free(composed);
    free(wide);
    return out;
}

static bool joins_neighbour(UScriptCode script)
{
    return script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN;
}

static UScriptCode script_of(UChar32 code)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(code, &status);
    return U_FAILURE(status) ? USCRIPT_UNKNOWN : script;
}

static const char *name_of(UScriptCode script)
{
    return joins_neighbour(script) ? "" : uscript_getShortName(script);
}

static void fill(char (*scripts)[5], size_t from, size_t to, UScriptCode script)
{
    const char *name = name_of(script);
    for (size_t i = from; i < to; i++) {
        strncpy(scripts[i], name, 4);
        scripts[i][4] = '\0';
    }
}

void unicode_scripts(const char *text, size_t size, char (*scripts)[5])
{
    const uint8_t *bytes = (const uint8_t *)text;
    UScriptCode current = USCRIPT_COMMON;
    size_t leading = 0; /* end of what has no script yet */
    for (int32_t i = 0; i < (int32_t)size;) {
        size_t start = (size_t)i;
        UChar32 code;
        U8_NEXT_OR_FFFD(bytes, i, (int32_t)size, code);
        UScriptCode script = script_of(code);
        if (!joins_neighbour(script)) {
            if (joins_neighbour(current))
                fill(scripts, 0, leading, script);
            current = script;
        }
        if (joins_neighbour(current))
            leading = (size_t)i;
        fill(scripts, start, (size_t)i, current);
    }
}

bool unicode_is_letter(uint32_t code)
{
    uint32_t category = U_GET_GC_MASK((UChar32)code);
    bool is_mark = (category & U_GC_M_MASK) && !joins_neighbour(script_of((UChar32)code));
    return is_mark || (category & (U_GC_L_MASK | U_GC_N_MASK));
}

const char *unicode_script(uint32_t code)
{
    return name_of(script_of((UChar32)code));
}

bool unicode_is_invisible(uint32_t code)
{
    return u_hasBinaryProperty((UChar32)code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

struct unicode_breaker *unicode_breaker_create(const char *language)
{
    struct unicode_breaker *breaker = calloc(1, sizeof *breaker);
    if (!breaker)
        return NULL;
    UErrorCode status = U_ZERO_ERROR;
    breaker->lines = ubrk_open(UBRK_LINE, language, NULL, 0, &status);
    breaker->clusters = ubrk_open(UBRK_CHARACTER, language, NULL, 0, &status);
    if (U_FAILURE(status)) {
        unicode_breaker_destroy(breaker);
        return NULL;
    }
    return breaker;
}

void unicode_breaker_destroy(struct unicode_breaker *breaker)
{
    if (!breaker)
        return;
    if (breaker->lines)
        ubrk_close(breaker->lines);
    if (breaker->clusters)
        ubrk_close(breaker->clusters);
    free(breaker);
}

/* Through UText, so that ICU's offsets are those of the bytes. */
static bool set_text(UBreakIterator *iterator, UText *storage, const char *text, size_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(storage, text, (int64_t)size, &status);
    if (U_SUCCESS(status))
        ubrk_setUText(iterator, storage, &status);
    return U_SUCCESS(status);
}

void unicode_breaks(struct unicode_breaker *breaker, const char *text, size_t size, uint8_t *marks)
{
    UText storage = UTEXT_INITIALIZER;
    if (set_text(breaker->lines, &storage, text, size)) {
        ubrk_first(breaker->lines);
        int32_t at;
        while ((at = ubrk_next(breaker->lines)) != UBRK_DONE && (size_t)at < size) {
            int32_t rule = ubrk_getRuleStatus(breaker->lines);
            marks[at] = rule >= UBRK_LINE_HARD ? UNICODE_BREAK_MUST : UNICODE_BREAK_MAY;
        }
    }
    utext_close(&storage);
}

/* UAX #29 parts a Khmer stack behind its coeng, which has the combining class of viramas. */
static bool ends_in_joiner(const char *text, int32_t end)
{
    int32_t at = end;
    UChar32 code;
    U8_PREV_OR_FFFD((const uint8_t *)text, 0, at, code);
    return u_getCombiningClass(code) == 9;
}

size_t unicode_cluster(struct unicode_breaker *breaker, const char *text, size_t size)
{
    UText storage = UTEXT_INITIALIZER;
    int32_t at = UBRK_DONE;
    if (set_text(breaker->clusters, &storage, text, size)) {
        ubrk_first(breaker->clusters);
        do
            at = ubrk_next(breaker->clusters);
        while (at != UBRK_DONE && (size_t)at < size && ends_in_joiner(text, at));
    }
    utext_close(&storage);
    return at == UBRK_DONE || at < 1 ? (size > 0) : (size_t)at;
}
