/* When a feed is asked next: a table of what it does, and a thousand players whose server is down.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sync/pace.h"

#define MINUTE (60 * CLOCK_SECOND)

static void a_plain_server_is_asked_after_the_interval_more_or_less(void **state)
{
    struct pace pace = {.interval = MINUTE, .random = 1};
    int64_t lowest = INT64_MAX, highest = 0;
    (void)state;
    for (int i = 0; i < 10000; i++) {
        int64_t delay = pace_success(&pace, CLOCK_SECOND / 20, false, false);
        lowest = delay < lowest ? delay : lowest;
        highest = delay > highest ? delay : highest;
    }
    assert_in_range(lowest, MINUTE * 4 / 5, MINUTE * 4 / 5 + CLOCK_SECOND);
    assert_in_range(highest, MINUTE * 6 / 5 - CLOCK_SECOND, MINUTE * 6 / 5);
}

static void a_server_that_waits_is_asked_again_at_once(void **state)
{
    struct pace pace = {.interval = MINUTE, .random = 1};
    (void)state;
    assert_int_equal(pace_success(&pace, 55 * CLOCK_SECOND, false, true), 0);
    assert_int_equal(pace_success(&pace, 2 * CLOCK_SECOND, true, true), 0);
    /* one that does not say so, but holds its answers */
    assert_int_equal(pace_success(&pace, 55 * CLOCK_SECOND, false, false), 0);
}

static void a_server_that_only_claims_to_wait_is_not_asked_without_end(void **state)
{
    struct pace pace = {.interval = MINUTE, .random = 1};
    int64_t total = 0;
    (void)state;
    for (int i = 0; i < 10; i++)
        total += pace_success(&pace, CLOCK_SECOND / 100, false, true);
    assert_true(total > 7 * MINUTE * 4 / 5);
}

static void after_a_change_it_is_soon_seen_whether_the_server_waits(void **state)
{
    struct pace pace = {.interval = MINUTE, .random = 1};
    (void)state;
    assert_int_equal(pace_success(&pace, CLOCK_SECOND / 20, true, false), PACE_SOON);
}

static void failures_back_off_up_to_ten_minutes_and_one_answer_ends_it(void **state)
{
    struct pace pace = {.interval = MINUTE, .random = 7};
    int64_t highest[16] = {0};
    (void)state;
    for (int run = 0; run < 500; run++) {
        pace.failures = 0;
        for (size_t i = 0; i < 16; i++) {
            int64_t delay = pace_failure(&pace, 0);
            assert_true(delay >= PACE_SOON);
            highest[i] = delay > highest[i] ? delay : highest[i];
        }
    }
    for (size_t i = 0; i < 16; i++) {
        int64_t range = i < 4 ? MINUTE << i : PACE_BACKOFF_MAX;
        assert_in_range(highest[i], range * 9 / 10, range);
    }
    pace_success(&pace, 0, false, false);
    assert_int_equal(pace.failures, 0);
}

static void a_server_that_asks_for_patience_gets_it(void **state)
{
    struct pace pace = {.interval = MINUTE, .random = 3};
    (void)state;
    for (int i = 0; i < 100; i++) {
        pace.failures = 0;
        assert_in_range(pace_failure(&pace, 3600), 3600 * CLOCK_SECOND, 3960 * CLOCK_SECOND);
    }
}

static void a_screen_with_content_takes_its_time_at_the_start(void **state)
{
    struct pace pace = {.interval = MINUTE, .random = 3};
    (void)state;
    assert_int_equal(pace_start(&pace, false), 0);
    int64_t highest = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t delay = pace_start(&pace, true);
        assert_in_range(delay, 0, PACE_START_MAX);
        highest = delay > highest ? delay : highest;
    }
    assert_true(highest > PACE_START_MAX / 2);
    pace.interval = 5 * CLOCK_SECOND;
    for (int i = 0; i < 100; i++)
        assert_in_range(pace_start(&pace, true), 0, 5 * CLOCK_SECOND);
}

/* --- the herd -------------------------------------------------------------------------------- */

enum { PLAYERS = 1000, SECONDS = 600, AFTER = 60 };

struct rates {
    unsigned requests[SECONDS];
    double mean, mean_after; /* requests a second: of the ten minutes, of the last nine */
    unsigned peak;           /* of any second after the first minute */
};

/* PLAYERS empty players start within one second; the server answers 503 for ten minutes. */
static struct rates run_herd(uint64_t seed)
{
    struct rates rates = {0};
    unsigned all = 0, after = 0;
    for (unsigned player = 0; player < PLAYERS; player++) {
        struct pace pace = {.interval = MINUTE, .random = seed * PLAYERS + player};
        int64_t now = CLOCK_SECOND * player / PLAYERS + pace_start(&pace, false);
        while (now < SECONDS * CLOCK_SECOND) {
            rates.requests[now / CLOCK_SECOND]++;
            now += pace_failure(&pace, 0);
        }
    }
    for (unsigned second = 0; second < SECONDS; second++) {
        all += rates.requests[second];
        if (second < AFTER)
            continue;
        after += rates.requests[second];
        rates.peak = rates.requests[second] > rates.peak ? rates.requests[second] : rates.peak;
    }
    rates.mean = (double)all / SECONDS;
    rates.mean_after = (double)after / (SECONDS - AFTER);
    return rates;
}

static void a_thousand_players_do_not_come_back_together(void **state)
{
    enum { RUNS = 20 };
    double worst = 0, sum = 0, sum_after = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        struct rates rates = run_herd(seed);
        double ratio = rates.peak / rates.mean;
        worst = ratio > worst ? ratio : worst;
        sum += ratio;
        sum_after += rates.peak / rates.mean_after;
    }
    printf("# busiest second after the first minute: %.2f x the mean of the ten minutes "
           "(worst of %d: %.2f), %.2f x that of the last nine\n",
           sum / RUNS, RUNS, worst, sum_after / RUNS);
    assert_true(sum / RUNS <= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_server_is_asked_after_the_interval_more_or_less),
        cmocka_unit_test(a_server_that_waits_is_asked_again_at_once),
        cmocka_unit_test(a_server_that_only_claims_to_wait_is_not_asked_without_end),
        cmocka_unit_test(after_a_change_it_is_soon_seen_whether_the_server_waits),
        cmocka_unit_test(failures_back_off_up_to_ten_minutes_and_one_answer_ends_it),
        cmocka_unit_test(a_server_that_asks_for_patience_gets_it),
        cmocka_unit_test(a_screen_with_content_takes_its_time_at_the_start),
        cmocka_unit_test(a_thousand_players_do_not_come_back_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
