/* How an item's time is shared among its pages. */
#include "ipc/pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define S INT64_C(1000000)
#define NO_END INT64_MAX

/* Shows an item whose pages all begin as planned; lengths in milliseconds. */
static void pages_share_the_time(void **state)
{
    static const struct {
        unsigned count;
        int64_t duration, left;
        unsigned shown;
        int64_t lengths[9];
    } cases[] = {
        /* one page: its own time, or what is left of it */
        {1, 12 * S, NO_END, 1, {12000}},
        {1, S / 10, NO_END, 1, {100}},
        {1, 12 * S, 5 * S, 1, {5000}},
        {0, 12 * S, NO_END, 1, {12000}},
        /* equal parts of an item that is long enough */
        {2, 12 * S, NO_END, 2, {6000, 6000}},
        {3, 15 * S, NO_END, 3, {5000, 5000, 5000}},
        {3, 12 * S, NO_END, 3, {4000, 4000, 4000}},
        /* four seconds each of one that is not */
        {2, 5 * S, NO_END, 2, {4000, 4000}},
        {3, S, NO_END, 3, {4000, 4000, 4000}},
        {9, 15 * S, NO_END, 9, {4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000}},
        /* what ends meanwhile shows what can be read until then; the last page fills the rest */
        {3, 15 * S, 15 * S, 3, {5000, 5000, 5000}},
        {3, 15 * S, 14 * S, 2, {5000, 9000}},
        {3, 12 * S, 12 * S, 3, {4000, 4000, 4000}},
        {3, 12 * S, 12 * S - 1000, 2, {4000, 7999}},
        {3, 12 * S, 7 * S, 1, {7000}},
        {3, 12 * S, 3 * S, 1, {3000}},
        {2, 5 * S, 1, 1, {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pages pages = pages_plan(cases[i].count, cases[i].duration, cases[i].left);
        int64_t left = cases[i].left;
        assert_int_equal(pages.count, cases[i].shown);
        for (pages.at = 0;; pages.at++) {
            int64_t length = pages_length(&pages, pages.at, 0, left);
            if (length / 1000 != cases[i].lengths[pages.at] || length < 1)
                fail_msg("case %zu, page %u: %lld ms", i, pages.at, (long long)length / 1000);
            left -= left == NO_END ? 0 : length;
            if (!pages_has_more(&pages))
                break;
        }
        assert_int_equal(pages.at + 1, cases[i].shown);
    }
}

static void a_page_needs_time_for_its_words_and_for_its_code(void **state)
{
    static const struct {
        size_t words;
        bool is_scan;
        int64_t need; /* milliseconds */
    } cases[] = {
        {0, false, 4000},   {10, false, 4000},  {11, false, 4300},        {20, false, 7000},
        {30, false, 10000}, {31, false, 10000}, {SIZE_MAX, false, 10000}, {4, true, 16000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(pages_need(cases[i].words, cases[i].is_scan) / 1000, cases[i].need);
}

static void a_page_stands_for_as_long_as_it_needs(void **state)
{
    static const struct {
        unsigned count, page;
        int64_t duration, need, left, length; /* length in milliseconds */
    } cases[] = {
        {4, 3, 12 * S, 16 * S, NO_END, 16000},
        {4, 3, 100 * S, 16 * S, NO_END, 25000},
        {4, 3, 12 * S, 16 * S, 10 * S, 10000},
        {4, 3, 12 * S, 16 * S, 3 * S, 0},
        {4, 0, 12 * S, 7 * S, NO_END, 7000},
        {1, 0, 2 * S, 7 * S, NO_END, 2000}, /* one page alone has what its author gave it */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct pages pages = pages_plan(cases[i].count, cases[i].duration, NO_END);
        int64_t length = pages_length(&pages, cases[i].page, cases[i].need, cases[i].left);
        assert_int_equal(length / 1000, cases[i].length);
    }
}

static void what_is_told_in_advance_is_the_sum_of_the_pages(void **state)
{
    static const int64_t needs[] = {4 * S, 7 * S, 4 * S, 16 * S};
    static const struct {
        unsigned count;
        const int64_t *needs;
        int64_t duration, left, sum;
    } cases[] = {
        {1, needs, 2 * S, NO_END, 2 * S},     {2, NULL, 2 * S, NO_END, 8 * S},
        {3, needs, 2 * S, NO_END, 15 * S},    {4, needs, 2 * S, NO_END, 31 * S},
        {4, needs, 100 * S, NO_END, 100 * S}, {4, needs, 2 * S, 20 * S, 20 * S},
        {4, needs, 2 * S, 17 * S, 15 * S}, /* nobody could scan within the rest */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t sum = pages_sum(cases[i].count, cases[i].needs, cases[i].duration, cases[i].left);
        if (sum != cases[i].sum)
            fail_msg("case %zu: %lld", i, (long long)sum);
    }
}

static void nothing_is_lost_by_rounding(void **state)
{
    for (unsigned count = 1; count <= 9; count++) {
        struct pages pages = pages_plan(count, 40 * S + 7, NO_END);
        int64_t sum = 0;
        for (unsigned page = 0; page < count; page++)
            sum += pages_length(&pages, page, 0, NO_END);
        assert_int_equal(sum, 40 * S + 7);
    }
}

/* `left` is what is left when the page begins. */
static void a_late_page_has_its_whole_time_or_none(void **state)
{
    static const struct {
        unsigned page;
        int64_t left, length;
    } cases[] = {
        {1, 11 * S, 5 * S}, /* two seconds late, and one of the item's end is lost */
        {1, 5 * S, 5 * S},
        {1, 45 * S / 10, 45 * S / 10},
        {1, 4 * S, 4 * S},
        {1, 4 * S - 1, 0}, /* nobody could read it */
        {2, 0, 0},
        {2, -S, 0},
        /* there is no page before the first one */
        {0, 2 * S, 2 * S},
        {0, -S, 1},
    };
    const struct pages pages = pages_plan(3, 15 * S, 15 * S);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t length = pages_length(&pages, cases[i].page, 0, cases[i].left);
        if (length != cases[i].length)
            fail_msg("case %zu: %lld", i, (long long)length);
    }
}

static void nothing_follows_where_nothing_is_on(void **state)
{
    const struct pages none = {0};
    assert_false(pages_has_more(&none));
}

static void a_page_comes_by_a_cut_or_a_short_crossfade(void **state)
{
    static const struct {
        struct transition item, page;
    } cases[] = {
        {{TRANSITION_CUT, 0}, {TRANSITION_CUT, 0}},
        {{TRANSITION_CROSSFADE, S / 2}, {TRANSITION_CROSSFADE, S / 2}},
        {{TRANSITION_CROSSFADE, S}, {TRANSITION_CROSSFADE, S}},
        {{TRANSITION_CROSSFADE, S + 1}, {TRANSITION_CUT, 0}},
        {{TRANSITION_PUSH_LEFT, S / 2}, {TRANSITION_CUT, 0}},
        {{TRANSITION_PUSH_UP, S / 2}, {TRANSITION_CUT, 0}},
        {{TRANSITION_WIPE_LEFT, S / 2}, {TRANSITION_CUT, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct transition page = pages_transition(cases[i].item);
        assert_int_equal(page.type, cases[i].page.type);
        assert_int_equal(page.duration, cases[i].page.duration);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_share_the_time),
        cmocka_unit_test(a_page_needs_time_for_its_words_and_for_its_code),
        cmocka_unit_test(a_page_stands_for_as_long_as_it_needs),
        cmocka_unit_test(what_is_told_in_advance_is_the_sum_of_the_pages),
        cmocka_unit_test(nothing_is_lost_by_rounding),
        cmocka_unit_test(a_late_page_has_its_whole_time_or_none),
        cmocka_unit_test(nothing_follows_where_nothing_is_on),
        cmocka_unit_test(a_page_comes_by_a_cut_or_a_short_crossfade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
