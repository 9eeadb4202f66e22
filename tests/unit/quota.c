/* What a process tells the next one of the plays of the last hour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "playlist/quota.h"

#define NOW INT64_C(1795340171000000)
#define MINUTE (60 * CLOCK_SECOND)
#define KEY UINT64_C(0xfedcba9876543210)

static void what_was_played_is_known_to_the_next_one_until_its_hour_is_over(void **state)
{
    struct quota quota = {0}, next = {0};
    int64_t free_at = 0;
    quota_note(&quota, KEY, NOW - 70 * MINUTE);
    quota_note(&quota, KEY, NOW - 30 * MINUTE);
    quota_note(&quota, KEY + 1, NOW - 10 * MINUTE);
    char *text = quota_compose(&quota, NOW);
    assert_non_null(text);
    quota_recall(&next, text, NOW + MINUTE);
    assert_int_equal(next.count, 2);
    assert_false(quota_allows(&next, KEY, 1, NOW + MINUTE, &free_at));
    assert_int_equal(free_at, NOW + 30 * MINUTE);
    assert_true(quota_allows(&next, KEY, 1, NOW + 30 * MINUTE, NULL));
    assert_true(quota_allows(&next, KEY + 1, 2, NOW + MINUTE, NULL));
    assert_true(quota_allows(&next, KEY + 2, 1, NOW + MINUTE, NULL));
    free(text);
    quota_finish(&quota);
    quota_finish(&next);
}

static void where_nothing_counts_nothing_is_told(void **state)
{
    struct quota quota = {0};
    assert_null(quota_compose(&quota, NOW));
    quota_note(&quota, KEY, NOW - 61 * MINUTE);
    assert_null(quota_compose(&quota, NOW));
    quota_finish(&quota);
}

/* Whatever stands there, in an hour it is over. */
static void no_text_bars_an_item_for_longer_than_an_hour(void **state)
{
    static const struct {
        const char *name, *text;
        size_t count;
    } cases[] = {
        {"nothing", "", 0},
        {"a play", "fedcba9876543210 1795340000000000\n", 1},
        {"two plays", "fedcba9876543210 1795340000000000\nfedcba9876543210 1795340001000000\n", 2},
        {"one of long ago", "fedcba9876543210 1\n", 0},
        {"one that is still to come", "fedcba9876543210 1895340000000000\n", 1},
        {"the end of time", "fedcba9876543210 999999999999999999\n", 1},
        {"beyond it", "fedcba9876543210 9999999999999999999\n", 0},
        {"before the beginning", "fedcba9876543210 -1795340000000000\n", 0},
        {"another hand", "FEDCBA9876543210 1795340000000000\n", 0},
        {"a key that is too short", "fedcba987654321 1795340000000000\n", 0},
        {"a key that is too long", "0fedcba9876543210 1795340000000000\n", 0},
        {"no time", "fedcba9876543210 \n", 0},
        {"a time of words", "fedcba9876543210 1e15\n", 0},
        {"cut short", "fedcba9876543210 1795340000000000\nfedcba9876543210 17953", 1},
        {"nothing behind what is none",
         "fedcba9876543210 1795340000000000\nx\nfedcba9876543210 1795340000000000\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct quota quota = {0};
        quota_recall(&quota, cases[i].text, NOW);
        if (quota.count != cases[i].count)
            fail_msg("%s: %zu", cases[i].name, quota.count);
        quota_settle(&quota, NOW - MINUTE); /* nor if the clock is put back meanwhile */
        if (!quota_allows(&quota, KEY, 1, NOW + 60 * MINUTE, NULL))
            fail_msg("%s: barred for ever", cases[i].name);
        quota_finish(&quota);
    }
}

static void no_more_is_told_or_taken_than_fits(void **state)
{
    enum { LINE = 34, LINES = QUOTA_NOTED_MAX + 100 };
    struct quota quota = {0};
    char *text = malloc((size_t)LINES * LINE + 1);
    assert_non_null(text);
    for (int i = 0; i < LINES; i++)
        snprintf(text + (size_t)i * LINE, LINE + 1, "%016x 1795340000000000\n", (unsigned)i);
    quota_recall(&quota, text, NOW);
    assert_int_equal(quota.count, QUOTA_NOTED_MAX);
    for (unsigned i = 0; i < 100; i++)
        quota_note(&quota, KEY + i, NOW);
    free(text);
    text = quota_compose(&quota, NOW);
    assert_non_null(text);
    assert_int_equal(strlen(text), (size_t)QUOTA_NOTED_MAX * LINE);
    free(text);
    quota_finish(&quota);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_played_is_known_to_the_next_one_until_its_hour_is_over),
        cmocka_unit_test(where_nothing_counts_nothing_is_told),
        cmocka_unit_test(no_text_bars_an_item_for_longer_than_an_hour),
        cmocka_unit_test(no_more_is_told_or_taken_than_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
