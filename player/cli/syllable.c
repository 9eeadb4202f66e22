#include "cli/syllable.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { LETTERS_MAX = 7, PLAIN_BYTES = 2 * LETTERS_MAX + 1 }; /* "nghiêng" is the longest */

enum tone { TONE_NONE, TONE_HUYEN, TONE_HOI, TONE_NGA, TONE_SAC, TONE_NANG, TONES };

static const uint16_t vowels[][TONES] = {
    {'a', 0xe0, 0x1ea3, 0xe3, 0xe1, 0x1ea1},
    {0x103, 0x1eb1, 0x1eb3, 0x1eb5, 0x1eaf, 0x1eb7},
    {0xe2, 0x1ea7, 0x1ea9, 0x1eab, 0x1ea5, 0x1ead},
    {'e', 0xe8, 0x1ebb, 0x1ebd, 0xe9, 0x1eb9},
    {0xea, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7},
    {'i', 0xec, 0x1ec9, 0x129, 0xed, 0x1ecb},
    {'o', 0xf2, 0x1ecf, 0xf5, 0xf3, 0x1ecd},
    {0xf4, 0x1ed3, 0x1ed5, 0x1ed7, 0x1ed1, 0x1ed9},
    {0x1a1, 0x1edd, 0x1edf, 0x1ee1, 0x1edb, 0x1ee3},
    {'u', 0xf9, 0x1ee7, 0x169, 0xfa, 0x1ee5},
    {0x1b0, 0x1eeb, 0x1eed, 0x1eef, 0x1ee9, 0x1ef1},
    {'y', 0x1ef3, 0x1ef7, 0x1ef9, 0xfd, 0x1ef5},
};

/* Longer ones first where one begins with another. */
static const char *const onsets[] = {
    "ngh", "ng", "nh", "n", "gh", "gi", "g", "kh", "k", "ch", "c", "ph", "p", "th",
    "tr",  "t",  "qu", "b", "d",  "đ",  "h", "l",  "m", "r",  "s", "v",  "x", "",
};

static const char rhymes[] =
    " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây"
    " e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu"
    " i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu"
    " o oa oac oach oai oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om"
    " on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt"
    " u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya"
    " uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu"
    " y ych yêm yên yêng yêt yêu ynh yt ";

static uint32_t lower(uint32_t code)
{
    if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde))
        return code | 0x20;
    if (code == 0x1a0 || code == 0x1af)
        return code + 1;
    /* In Latin Extended-A and -Additional a capital is even, its small letter the next. */
    if ((code >= 0x100 && code <= 0x17f) || (code >= 0x1ea0 && code <= 0x1ef9))
        return code | 1;
    return code;
}

/* The letter without its tone; *ret_tone is set where it has one. 0: no letter of Vietnamese. */
static uint32_t strip(uint32_t code, enum tone *ret_tone)
{
    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++) {
        for (int tone = 0; tone < TONES; tone++) {
            if (vowels[i][tone] != code)
                continue;
            if (tone != TONE_NONE)
                *ret_tone = (enum tone)tone;
            return vowels[i][TONE_NONE];
        }
    }
    bool is_foreign = code == 'f' || code == 'j' || code == 'w' || code == 'z';
    return code == 0x111 || (code >= 'a' && code <= 'z' && !is_foreign) ? code : 0;
}

/* Syllables that end in a stop have one of two tones. */
static bool has_stop(const char *rhyme)
{
    const char *end = rhyme + strlen(rhyme) - 1;
    return strchr("cpt", *end) || (*end == 'h' && end > rhyme && end[-1] == 'c');
}

/* The vowels that close a rhyme ("ai", "au", "eo", "uôi") never carry its tone; the last one of
 * "uy" and "oa" may. */
static bool is_closing(const char *rhyme)
{
    size_t length = strlen(rhyme);
    char last = length > 1 ? rhyme[length - 1] : '\0';
    return last == 'i' || last == 'o' || last == 'u' || (last == 'y' && strcmp(rhyme, "uy") != 0);
}

/* `is_late`: the tone stands on the last letter. */
static bool is_rhyme(const char *text, enum tone tone, bool is_late)
{
    char wanted[PLAIN_BYTES + 2];
    if (!*text || (is_late && is_closing(text)))
        return false;
    snprintf(wanted, sizeof wanted, " %s ", text);
    return strstr(rhymes, wanted) && (!has_stop(text) || tone == TONE_SAC || tone == TONE_NANG);
}

/* "HĐND", "QĐ": Đ among capitals without a vowel. */
static bool is_abbreviation(const uint32_t *codes, size_t count)
{
    bool has_d = false;
    for (size_t i = 0; i < count; i++) {
        if (codes[i] != 0x110 &&
            (codes[i] < 'A' || codes[i] > 'Z' || strchr("AEIOUY", (int)codes[i])))
            return false;
        has_d |= codes[i] == 0x110;
    }
    return has_d && count > 1;
}

bool syllable_is_vietnamese(const uint32_t *codes, size_t count)
{
    char plain[PLAIN_BYTES];
    size_t used = 0;
    enum tone tone = TONE_NONE;
    bool is_late = false;
    if (count == 0 || count > LETTERS_MAX)
        return false;
    if (is_abbreviation(codes, count))
        return true;
    for (size_t i = 0; i < count; i++) {
        enum tone before = tone;
        tone = TONE_NONE;
        uint32_t letter = strip(lower(codes[i]), &tone);
        if (!letter || (before != TONE_NONE && tone != TONE_NONE))
            return false;
        is_late = tone != TONE_NONE;
        tone = tone != TONE_NONE ? tone : before;
        used += utf8_encode(letter, plain + used);
    }
    plain[used] = '\0';
    for (size_t i = 0; i < sizeof onsets / sizeof *onsets; i++) {
        size_t length = strlen(onsets[i]);
        if (strncmp(plain, onsets[i], length) == 0 && is_rhyme(plain + length, tone, is_late))
            return true;
    }
    return false;
}
