#include "playlist/natural.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* The letters that ASCII does not have: what they are made of, and with each tone, in the order of
 * dictionaries: none, huyền, hỏi, ngã, sắc, nặng. */
static const struct {
    char base;
    unsigned char form; /* place behind `base` in the alphabet */
    uint16_t tones[6];
} letters[] = {
    {'a', 0, {'a', 0xe0, 0x1ea3, 0xe3, 0xe1, 0x1ea1}},
    {'a', 1, {0x103, 0x1eb1, 0x1eb3, 0x1eb5, 0x1eaf, 0x1eb7}},
    {'a', 2, {0xe2, 0x1ea7, 0x1ea9, 0x1eab, 0x1ea5, 0x1ead}},
    {'d', 1, {0x111}},
    {'e', 0, {'e', 0xe8, 0x1ebb, 0x1ebd, 0xe9, 0x1eb9}},
    {'e', 1, {0xea, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7}},
    {'i', 0, {'i', 0xec, 0x1ec9, 0x129, 0xed, 0x1ecb}},
    {'o', 0, {'o', 0xf2, 0x1ecf, 0xf5, 0xf3, 0x1ecd}},
    {'o', 1, {0xf4, 0x1ed3, 0x1ed5, 0x1ed7, 0x1ed1, 0x1ed9}},
    {'o', 2, {0x1a1, 0x1edd, 0x1edf, 0x1ee1, 0x1edb, 0x1ee3}},
    {'u', 0, {'u', 0xf9, 0x1ee7, 0x169, 0xfa, 0x1ee5}},
    {'u', 1, {0x1b0, 0x1eeb, 0x1eed, 0x1eef, 0x1ee9, 0x1ef1}},
    {'y', 0, {'y', 0x1ef3, 0x1ef7, 0x1ef9, 0xfd, 0x1ef5}},
};

/* Marks of normal form D: tones, and what makes another letter of one. */
static const uint16_t tone_marks[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};
static const struct {
    char base;
    unsigned char form;
    uint16_t mark;
} form_marks[] = {
    {'a', 1, 0x306}, {'a', 2, 0x302}, {'e', 1, 0x302},
    {'o', 1, 0x302}, {'o', 2, 0x31b}, {'u', 1, 0x31b},
};

/* Punctuation, then digits, then letters, then other scripts, then bytes that are no text. */
enum { FORMS = 4 };
#define WEIGHT_DIGITS UINT32_C(0x1000)
#define WEIGHT_LETTERS UINT32_C(0x2000)
#define WEIGHT_OTHERS UINT32_C(0x10000)
#define WEIGHT_BYTES UINT32_C(0x200000)

struct unit {
    uint32_t weight; /* WEIGHT_DIGITS: all of `digits` */
    unsigned tone;
    bool is_capital;
    const char *digits; /* without the zeros in front */
    size_t digit_count;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static uint32_t letter_weight(char base, unsigned form)
{
    return WEIGHT_LETTERS + (uint32_t)(base - 'a') * FORMS + form;
}

/* In small letters: of ASCII, Latin-1, and those of Vietnamese. */
static uint32_t lower(uint32_t code)
{
    if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde && code != 0xd7))
        return code + 0x20;
    if (code == 0x1af)
        return code + 1;
    bool is_pair = code == 0x102 || code == 0x110 || code == 0x128 || code == 0x168 ||
                   code == 0x1a0 || (code >= 0x1ea0 && code <= 0x1ef9);
    return is_pair ? code | 1U : code;
}

static bool find_letter(uint32_t code, struct unit *unit)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        for (unsigned tone = 0; tone < 6; tone++) {
            if (letters[i].tones[tone] != code)
                continue;
            unit->weight = letter_weight(letters[i].base, letters[i].form);
            unit->tone = tone;
            return true;
        }
    }
    return false;
}

/* A mark that stands behind its letter. False: this one is not of that letter. */
static bool add_mark(uint32_t code, struct unit *unit)
{
    for (unsigned tone = 1; tone < 6; tone++) {
        if (tone_marks[tone] == code) {
            unit->tone = tone;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof form_marks / sizeof *form_marks; i++) {
        if (form_marks[i].mark == code && letter_weight(form_marks[i].base, 0) == unit->weight) {
            unit->weight += form_marks[i].form;
            return true;
        }
    }
    return false;
}

static const char *read_digits(const char *at, struct unit *unit)
{
    while (*at == '0')
        at++;
    unit->weight = WEIGHT_DIGITS;
    unit->digits = at;
    while (is_digit(*at))
        at++;
    unit->digit_count = (size_t)(at - unit->digits);
    return at;
}

/* Reads a letter with its marks, a number, or whatever stands there. Not at the end. */
static const char *read_unit(const char *at, struct unit *unit)
{
    uint32_t code;
    *unit = (struct unit){0};
    if (is_digit(*at))
        return read_digits(at, unit);
    size_t length = utf8_decode(at, strnlen(at, 4), &code);
    if (length == 0) {
        unit->weight = WEIGHT_BYTES + (unsigned char)*at;
        return at + 1;
    }
    at += length;
    uint32_t small = lower(code);
    unit->is_capital = small != code;
    if (!find_letter(small, unit))
        unit->weight = small >= 'a' && small <= 'z' ? letter_weight((char)small, 0)
                       : small < 0x80               ? small
                                                    : WEIGHT_OTHERS + small;
    bool is_letter = unit->weight >= WEIGHT_LETTERS && unit->weight < WEIGHT_OTHERS;
    while (is_letter && (length = utf8_decode(at, strnlen(at, 4), &code)) && add_mark(code, unit))
        at += length;
    return at;
}

static int compare_digits(const struct unit *a, const struct unit *b)
{
    if (a->digit_count != b->digit_count)
        return a->digit_count < b->digit_count ? -1 : 1;
    return a->digit_count ? memcmp(a->digits, b->digits, a->digit_count) : 0;
}

int natural_compare(const char *a, const char *b)
{
    const char *at = a, *other = b;
    int by_tone = 0, by_case = 0;
    while (*at && *other) {
        struct unit one, two;
        at = read_unit(at, &one);
        other = read_unit(other, &two);
        if (one.weight != two.weight)
            return one.weight < two.weight ? -1 : 1;
        int order = compare_digits(&one, &two);
        if (order)
            return order;
        if (by_tone == 0)
            by_tone = (int)one.tone - (int)two.tone;
        if (by_case == 0)
            by_case = (int)one.is_capital - (int)two.is_capital;
    }
    if (*at || *other)
        return *at ? 1 : -1;
    return by_tone ? by_tone : by_case ? by_case : strcmp(a, b);
}

static int by_name(const void *a, const void *b)
{
    return natural_compare(*(char *const *)a, *(char *const *)b);
}

void natural_sort(char **names, size_t count)
{
    if (count > 0)
        qsort(names, count, sizeof *names, by_name);
}
