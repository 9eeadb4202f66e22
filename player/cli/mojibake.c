#include "cli/mojibake.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cli/legacy.h"
#include "cli/syllable.h"

/* Letters of a text that are looked at; LIMIT_STRING_BYTES are never more. */
enum { LETTERS_MAX = 4096, WORD_MAX = 16, PARAGRAPH_SIGN = 0xa7 };

/* The text as code points. Returns how many; the entry behind the last is 0. */
static size_t read_codes(const char *text, uint32_t codes[LETTERS_MAX + 1])
{
    size_t size = strlen(text), count = 0;
    for (size_t at = 0; at < size && count < LETTERS_MAX;) {
        size_t length = utf8_decode(text + at, size - at, &codes[count]);
        if (length)
            count++;
        at += length ? length : 1;
    }
    codes[count] = 0;
    return count;
}

static bool is_letter(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= 0xc0 && code <= 0xff && code != 0xd7 && code != 0xf7);
}

/* Letters that only Vietnamese (and Unicode) has: the text is what it claims to be. */
static bool has_vietnamese_letter(const uint32_t *codes)
{
    for (; *codes; codes++) {
        if ((*codes >= 0x1ea0 && *codes <= 0x1ef9) || *codes == 0x103 || *codes == 0x111 ||
            *codes == 0x1a1 || *codes == 0x1b0 || *codes == 0x102 || *codes == 0x110 ||
            *codes == 0x1a0 || *codes == 0x1af)
            return true;
    }
    return false;
}

static bool is_small(uint32_t code)
{
    return code >= 'a' && code <= 'z';
}

static bool is_capital(uint32_t code)
{
    return code >= 'A' && code <= 'Z';
}

/* Letters in both readings tell by their case: nobody writes "ViÖt" or "CéNG". */
static int letter_weight(uint32_t before, uint32_t code, uint32_t next)
{
    if (code >= 0xc0 && code <= 0xde)
        return is_small(before) && !is_capital(next) ? 2 : 0;
    if (code >= 0xdf)
        return is_capital(before) && is_capital(next) ? 2 : 0;
    return 0;
}

/* How surely the sign at `at` stands for a letter: 0 not at all, 1 perhaps, 2 for sure. */
static int tcvn3_weight(const struct legacy_sign *sign, const uint32_t *codes, size_t at)
{
    uint32_t previous = at > 0 ? codes[at - 1] : 0, next = codes[at + 1];
    bool before = previous && (is_letter(previous) || legacy_tcvn3(previous));
    bool after = next && (is_letter(next) || legacy_tcvn3(next));
    switch (sign->place) {
    case LEGACY_LETTER:
        return letter_weight(previous, codes[at], next);
    case LEGACY_WITHIN:
        return before && after ? 2 : before ? 1 : 0;
    case LEGACY_BEHIND:
        return before ? 1 : 0;
    case LEGACY_BETWEEN:
        return before && after ? 2 : 0;
    case LEGACY_AHEAD:
        if (before && codes[at] == PARAGRAPH_SIGN)
            return 2; /* "Q§-UBND" */
        return after && !is_capital(next) ? 1 + before : 0;
    }
    return 0;
}

static bool is_tcvn3(const uint32_t *codes, size_t count)
{
    int score = 0;
    bool is_sure = false, has_two_kinds = false;
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        const struct legacy_sign *sign = legacy_tcvn3(codes[i]);
        int weight = sign ? tcvn3_weight(sign, codes, i) : 0;
        if (!weight)
            continue;
        score += weight;
        is_sure |= weight == 2;
        has_two_kinds |= last && last != codes[i];
        last = codes[i];
    }
    return is_sure || (score >= 2 && has_two_kinds);
}

/* Pairs that other languages have too: "naïve" (but no "ïi"), "Noël", "aérien", and the whole word
 * "où". */
static bool is_foreign_pair(const uint32_t *codes, size_t at)
{
    uint32_t mark = codes[at + 1], next = codes[at + 2];
    bool is_word = (at == 0 || !is_letter(codes[at - 1])) && !is_letter(next);
    return (mark == 0xef && next != 'i') || mark == 0xeb || mark == 0xe9 || mark == 0xe8 ||
           (mark == 0xf9 && codes[at] == 'o' && is_word);
}

/* ñ, ö, æ, î and their capitals: letters of VNI's alone that Vietnamese does not have. */
static bool is_vni_only(uint32_t code)
{
    uint32_t small = code | 0x20;
    return small == 0xf1 || small == 0xf6 || small == 0xe6 || small == 0xee;
}

static bool is_vni(const uint32_t *codes, size_t count)
{
    int pairs = 0, foreign = 0;
    bool word_has_single = false, word_has_pair = false, is_sure = false;
    for (size_t i = 0; i < count; i++) {
        if (!is_letter(codes[i])) {
            word_has_single = word_has_pair = false;
            continue;
        }
        bool is_pair = legacy_vni_pair(codes[i], codes[i + 1]) &&
                       !legacy_is_vietnamese_pair(codes[i], codes[i + 1]);
        if (is_pair && is_foreign_pair(codes, i))
            foreign++;
        else if (is_pair)
            pairs++;
        word_has_pair |= is_pair;
        word_has_single |= is_vni_only(codes[i]);
        is_sure |= word_has_pair && word_has_single; /* "nöôùc" */
        i += is_pair;
    }
    return is_sure || (pairs > 0 && pairs + foreign >= 2);
}

/* The letter that UTF-8 bytes at `codes`, each read as Windows-1252, stood for; 0 for none. */
static uint32_t twice_encoded(const uint32_t *codes, size_t count, size_t *ret_length)
{
    char bytes[4];
    size_t size = 0;
    while (size < count && size < 3) {
        int byte = legacy_windows_1252_byte(codes[size]);
        if (byte < 0x80)
            break;
        bytes[size++] = (char)byte;
    }
    uint32_t code;
    size_t length = utf8_decode(bytes, size, &code);
    if (length < 2)
        return 0;
    bool is_likely = (code >= 0xc0 && code <= 0xfd) || code == 0x102 || code == 0x103 ||
                     code == 0x110 || code == 0x111 || code == 0x128 || code == 0x129 ||
                     code == 0x168 || code == 0x169 || code == 0x1a0 || code == 0x1a1 ||
                     code == 0x1af || code == 0x1b0 || (code >= 0x1ea0 && code <= 0x1ef9) ||
                     (code >= 0x2010 && code <= 0x2026);
    *ret_length = length;
    return is_likely ? code : 0;
}

static bool is_utf8_twice(const uint32_t *codes, size_t count)
{
    size_t length;
    for (size_t i = 0; i < count; i++) {
        if (twice_encoded(codes + i, count - i, &length))
            return true;
    }
    return false;
}

/* The page writes a tone as a mark of its own behind the vowel; â, ê, ô are letters there. */
static bool is_windows_1258(const uint32_t *codes, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        bool is_vowel = codes[i] == 0xe2 || codes[i] == 0xea || codes[i] == 0xf4;
        uint32_t mark = codes[i + 1];
        if (is_vowel &&
            (mark == 0xec || mark == 0xf2 || mark == 0xcc || mark == 0xd2 || mark == 0xde))
            return true;
    }
    return false;
}

/* One letter of the repaired text; *ret_length codes were read for it. */
static uint32_t repair_at(enum mojibake kind, const uint32_t *codes, size_t count,
                          size_t *ret_length)
{
    uint32_t code = 0;
    *ret_length = 1;
    if (kind == MOJIBAKE_UTF8) {
        code = twice_encoded(codes, count, ret_length);
        if (!code)
            *ret_length = 1;
    } else if (kind == MOJIBAKE_TCVN3) {
        const struct legacy_sign *sign = legacy_tcvn3(codes[0]);
        code = sign ? sign->meant : 0;
    } else {
        code = count > 1 ? legacy_vni_pair(codes[0], codes[1]) : 0;
        if (code)
            *ret_length = 2;
        else
            code = legacy_vni_single(codes[0]);
    }
    return code ? code : codes[0];
}

/* What a text would be if it were in the page `kind`, word by word. */
struct guess {
    size_t mended; /* words that become Vietnamese */
    size_t good;   /* words that are Vietnamese as they stand */
    size_t others; /* words without a mark, or good ones, that are not Vietnamese */
    bool is_wrong; /* a damaged word would not become Vietnamese */
};

static bool is_in_word(uint32_t code)
{
    return is_letter(code) || legacy_tcvn3(code);
}

static void guess_word(enum mojibake kind, const uint32_t *codes, size_t from, size_t to,
                       struct guess *guess)
{
    uint32_t mended[WORD_MAX];
    size_t count = 0;
    bool is_ascii = true, is_placed = true;
    bool has_capital_n = false; /* "QÑ-UBND" */
    for (size_t at = from; at < to; at++) {
        is_ascii &= codes[at] < 0x80;
        has_capital_n |= codes[at] == 0xd1 && kind == MOJIBAKE_VNI &&
                         (is_capital(codes[at + 1]) || (at > from && is_capital(codes[at - 1])));
    }
    if (to - from > WORD_MAX) {
        guess->is_wrong = true;
        return;
    }
    for (size_t at = from, length; at < to; at += length) {
        const struct legacy_sign *sign = legacy_tcvn3(codes[at]);
        if (sign && sign->place != LEGACY_LETTER)
            is_placed &= kind == MOJIBAKE_TCVN3 && tcvn3_weight(sign, codes, at) > 0;
        mended[count++] = repair_at(kind, codes + at, to - at, &length);
    }
    bool is_good = syllable_is_vietnamese(codes + from, to - from);
    guess->good += is_good;
    if (is_ascii || is_good)
        guess->others += !is_good;
    else if (is_placed && syllable_is_vietnamese(mended, count))
        guess->mended +=
            has_capital_n ? 2 : to - from > 1; /* a letter alone tells nothing: "3×4" */
    else
        guess->is_wrong = true;
}

/* For short texts, without the sure signs of is_tcvn3 and is_vni: all that is damaged must become
 * Vietnamese words. "Cæng 1022" can be nothing but "Cổng 1022". Returns how many words do. */
static size_t guess_page(enum mojibake kind, const uint32_t *codes, size_t count)
{
    struct guess guess = {0};
    bool is_foreign = false, is_doubtful = false; /* "Loïc"; "Thaï", but not "Danh baï" */
    for (size_t from = 0, to; from < count; from = to + 1) {
        for (to = from; to < count && is_in_word(codes[to]); to++) {
            bool is_pair = kind == MOJIBAKE_VNI && legacy_vni_pair(codes[to], codes[to + 1]) &&
                           is_foreign_pair(codes, to);
            bool is_end = codes[to + 1] == 0xef && !is_letter(codes[to + 2]);
            is_foreign |= is_pair && !is_end;
            is_doubtful |= is_pair && is_end;
        }
        if (to > from)
            guess_word(kind, codes, from, to, &guess);
    }
    is_foreign |= is_doubtful && guess.good == 0;
    bool is_enough =
        guess.mended > 1 ? guess.others <= guess.mended : guess.others == 0 && !is_foreign;
    return guess.is_wrong || !is_enough ? 0 : guess.mended;
}

/* What is as good in both pages is rather VNI where a letter has its mark behind it. */
static bool has_pair(const uint32_t *codes, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (legacy_vni_pair(codes[i], codes[i + 1]))
            return true;
    return false;
}

/* Letters of one byte each that another page meant otherwise. */
static enum mojibake find_page(const uint32_t *codes, size_t count)
{
    if (is_windows_1258(codes, count))
        return MOJIBAKE_WINDOWS_1258;
    /* First, because text in VNI has none of TCVN3's signs, but TCVN3 some of VNI's pairs. */
    if (is_tcvn3(codes, count))
        return MOJIBAKE_TCVN3;
    if (is_vni(codes, count))
        return MOJIBAKE_VNI;
    size_t tcvn3 = guess_page(MOJIBAKE_TCVN3, codes, count);
    size_t vni = guess_page(MOJIBAKE_VNI, codes, count);
    if (tcvn3 + vni == 0)
        return MOJIBAKE_NONE;
    return vni > tcvn3 || (vni == tcvn3 && has_pair(codes, count)) ? MOJIBAKE_VNI : MOJIBAKE_TCVN3;
}

enum mojibake mojibake_find(const char *text)
{
    uint32_t codes[LETTERS_MAX + 1];
    size_t count = read_codes(text, codes);
    if (is_utf8_twice(codes, count))
        return MOJIBAKE_UTF8;
    return has_vietnamese_letter(codes) ? MOJIBAKE_NONE : find_page(codes, count);
}

char *mojibake_repair(enum mojibake kind, const char *text)
{
    if (kind == MOJIBAKE_NONE || kind == MOJIBAKE_WINDOWS_1258)
        return NULL;
    uint32_t codes[LETTERS_MAX + 1];
    size_t count = read_codes(text, codes), used = 0;
    char *repaired = malloc(4 * count + 1);
    if (!repaired)
        return NULL;
    for (size_t i = 0; i < count;) {
        size_t length;
        used += utf8_encode(repair_at(kind, codes + i, count - i, &length), repaired + used);
        i += length;
    }
    repaired[used] = '\0';
    return repaired;
}

const char *mojibake_name(enum mojibake kind)
{
    switch (kind) {
    case MOJIBAKE_TCVN3:
        return _("the old code page TCVN3 (fonts .VnTime, .VnArial, …)");
    case MOJIBAKE_VNI:
        return _("the old code page VNI (fonts VNI-Times, …)");
    case MOJIBAKE_UTF8:
        return _("UTF-8 that was opened as Windows-1252 and saved again");
    case MOJIBAKE_WINDOWS_1258:
        return _("the code page Windows-1258 that was opened as Windows-1252");
    case MOJIBAKE_NONE:
        break;
    }
    return NULL;
}
