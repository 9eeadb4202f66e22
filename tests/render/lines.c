/* The choice of lines, on widths made up: a piece is "word width", letters are its width. */
#include "render/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PIECES_MAX = 8 };

static const struct {
    const char *behaviour;
    double widths[PIECES_MAX]; /* ends with 0; blanks are 1 wide */
    enum glue after[PIECES_MAX];
    double width;
    unsigned lines_max, letters_max;
    bool balance;
    size_t lines;
    size_t ends[4];
} cases[] = {
    {"what fits on a line stays on it", {3, 3}, {0}, 7, 3, 0, true, 1, {2}},
    {"a blank at the end of a line needs no room", {3, 3}, {0}, 6.5, 3, 0, true, 2, {1, 2}},
    {"lines of a headline are about as long", {4, 4, 4, 4}, {0}, 14, 3, 0, true, 2, {2, 4}},
    {"the last line of a sentence is not one lonely word",
     {4, 4, 4, 4},
     {0},
     14,
     3,
     0,
     false,
     2,
     {2, 4}},
    {"a last line of one piece is lonely only where that is short",
     {5, 5, 12},
     {GLUE_NONE, GLUE_CLAUSE},
     20,
     3,
     0,
     true,
     2,
     {2, 3}},
    {"what must not part goes to the next line together",
     {6, 2, 2, 2},
     {GLUE_NONE, GLUE_NEVER, GLUE_NONE},
     9,
     3,
     0,
     true,
     2,
     {1, 4}},
    {"a word of two syllables is not parted where another place is as good",
     {5, 4, 4, 5},
     {GLUE_NONE, GLUE_WORD, GLUE_NONE},
     15,
     3,
     0,
     true,
     2,
     {1, 4}},
    {"a first line is not one lonely word where another place is as good",
     {7, 5, 4, 1},
     {GLUE_CLAUSE, GLUE_CLAUSE, GLUE_WORD},
     14,
     3,
     0,
     true,
     2,
     {2, 4}},
    {"a lonely first word is better than a word cut in two",
     {3, 6, 4},
     {GLUE_NONE, GLUE_WORD},
     12,
     3,
     0,
     true,
     2,
     {1, 3}},
    {"the author's line ends stand", {2, 2, 2}, {GLUE_MUST, GLUE_NONE}, 20, 3, 0, true, 2, {1, 3}},
    {"too much for the lines is refused", {5, 5, 5, 5}, {0}, 6, 3, 0, true, 0, {0}},
    {"a word wider than the line is refused", {2, 9}, {0}, 6, 3, 0, true, 0, {0}},
    {"letters a line have a limit", {5, 5, 5}, {0}, 100, 3, 11, true, 2, {1, 3}},
    {"a single word may be longer than that limit", {15, 2}, {0}, 100, 3, 10, true, 2, {1, 2}},
};

static size_t make(size_t which, struct line_piece pieces[PIECES_MAX])
{
    size_t count = 0;
    for (; count < PIECES_MAX && cases[which].widths[count] > 0; count++)
        pieces[count] = (struct line_piece){
            .width = cases[which].widths[count],
            .blank = 1,
            .letters = (unsigned)cases[which].widths[count] + 1,
            .after = cases[which].after[count] ? cases[which].after[count] : GLUE_NONE,
        };
    return count;
}

static void lines_are_chosen(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line_piece pieces[PIECES_MAX];
        size_t ends[LINES_MAX], count = make(i, pieces);
        const struct lines_wish wish = {cases[i].width, cases[i].lines_max, cases[i].letters_max,
                                        cases[i].balance};
        size_t lines = lines_choose(pieces, count, &wish, ends, NULL);
        bool same = lines == cases[i].lines;
        for (size_t line = 0; same && line < lines; line++)
            same = ends[line] == cases[i].ends[line];
        if (!same)
            fail_msg("%s: %zu lines, ends %zu %zu", cases[i].behaviour, lines, ends[0], ends[1]);
    }
}

static void filling_stops_where_the_place_ends(void **state)
{
    const struct line_piece pieces[] = {
        {4, 1, 5, GLUE_NONE}, {4, 1, 5, GLUE_NEVER}, {4, 1, 5, GLUE_NONE}, {9, 0, 9, GLUE_MUST}};
    const struct lines_wish wish = {.width = 9.5, .lines_max = 5};
    size_t ends[LINES_MAX], used = 99;
    assert_int_equal(lines_fill(pieces, 4, &wish, ends, &used), 3);
    assert_int_equal(used, 4);
    assert_int_equal(ends[0], 1); /* the second and third stay together */
    assert_int_equal(ends[1], 3);
    const struct lines_wish narrow = {.width = 5, .lines_max = 5};
    assert_int_equal(lines_fill(pieces, 4, &narrow, ends, &used), 1);
    assert_int_equal(used, 1);
}

/* The chooser against all 2^(n-1) ways to part up to ten pieces. */
static double price_of(const struct line_piece *pieces, size_t count, unsigned mask, double width)
{
    double total = lines_width(pieces, 0, count), price = 0;
    size_t lines = 1, from = 0;
    for (size_t i = 0; i + 1 < count; i++)
        lines += mask >> i & 1;
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && !(mask >> i & 1))
            continue;
        double line = lines_width(pieces, from, i + 1), aim = total / (double)lines;
        if (line > width)
            return 1e9;
        price += (aim - line) / aim * ((aim - line) / aim);
        if (i + 1 == count && i == from && from > 0)
            price += 1.5;
        price += i == 0 && i + 1 < count ? 0.3 : 0;
        price += i + 1 < count ? 0.1 : 0;
        from = i + 1;
    }
    return price + (double)lines * 0.6;
}

static void no_better_lines_exist(void **state)
{
    uint32_t seed = 12345;
    for (int round = 0; round < 300; round++) {
        struct line_piece pieces[10];
        size_t count = 2 + (seed >> 8) % 9;
        for (size_t i = 0; i < count; i++) {
            seed = seed * 1664525 + 1013904223;
            pieces[i] = (struct line_piece){1 + (seed >> 16) % 9, 1, 1, GLUE_NONE};
        }
        const struct lines_wish wish = {.width = 14, .lines_max = LINES_MAX, .balance = true};
        size_t ends[LINES_MAX];
        double best = 1e9, price = 0;
        for (unsigned mask = 0; mask < 1U << (count - 1); mask++) {
            double candidate = price_of(pieces, count, mask, 14);
            best = candidate < best ? candidate : best;
        }
        size_t lines = lines_choose(pieces, count, &wish, ends, &price);
        assert_true(lines > 0);
        /* The search stops at the first number of lines that is worse than the one before. */
        assert_true(price + (double)lines * 0.6 < best + 0.6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_chosen),
        cmocka_unit_test(filling_stops_where_the_place_ends),
        cmocka_unit_test(no_better_lines_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
