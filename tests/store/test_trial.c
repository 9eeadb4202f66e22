/* What a new generation costs: who is charged with a fall, and when one is set aside. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "store/trial.h"

#define S CLOCK_SECOND
#define START (1000 * S)

/* Puts the document of this byte on. */
static void put_on(struct current *current, const char *key, unsigned char byte)
{
    struct current_feed *feed = current_add(current, key);
    feed->previous = feed->generation;
    for (size_t i = 0; i < current->feed_count; i++) /* one count for all feeds */
        if (current->feeds[i].generation >= feed->generation)
            feed->generation = current->feeds[i].generation + 1;
    memcpy(feed->previous_sha256, feed->sha256, SHA256_SIZE);
    memset(feed->sha256, byte, SHA256_SIZE);
    feed->newest = CURRENT_IS_ON;
    feed->sequence++;
    feed->share = 1;
}

/* Takes what is on and shows it. Returns whether it is news. */
static bool take(struct trial *trial, const struct current *current, int64_t now)
{
    bool is_news = trial_take(trial, current, now);
    for (size_t i = 0; i < current->feed_count; i++)
        trial_show(trial, current->feeds[i].key, now);
    return is_news;
}

/* A process that shows what is on falls at `now`, and the next one begins. */
static void fall(struct trial *trial, int64_t now)
{
    trial->is_exposed = true;
    trial_begin(trial, now);
}

/* --- the screen falls ------------------------------------------------------------------------ */

static void three_falls_in_ten_minutes_are_too_many(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    trial_begin(&trial, START);
    assert_true(take(&trial, &current, START));
    assert_false(take(&trial, &current, START + S));
    fall(&trial, START + 10 * S);
    fall(&trial, START + 20 * S);
    assert_null(trial_guilty(&trial));
    fall(&trial, START + 599 * S);
    assert_non_null(trial_guilty(&trial));
    assert_false(trial_is_over(&trial.feeds[0], START + 700 * S));
    assert_string_equal(trial_guilty(&trial)->key, "thu");
    assert_int_equal(trial_guilty(&trial)->generation, 1);
}

static void the_ten_minutes_begin_when_it_is_shown(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    trial_begin(&trial, START);
    assert_true(trial_take(&trial, &current, START)); /* at night, while the screen is off */
    assert_false(trial_is_over(&trial.feeds[0], START + 9999 * S));
    fall(&trial, START + 5000 * S); /* over its document */
    assert_int_equal(trial.feeds[0].falls, 1);
    assert_false(trial_show(&trial, "other", START + 9999 * S));
    assert_true(trial_show(&trial, "thu", START + 9999 * S));
    assert_false(trial_show(&trial, "thu", START + 10000 * S));
    assert_int_equal(trial.feeds[0].since, START + 9999 * S);
    fall(&trial, START + 10000 * S);
    fall(&trial, START + 10001 * S);
    assert_non_null(trial_guilty(&trial));
}

static void the_third_after_ten_minutes_does_not_count(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    fall(&trial, START + 10 * S);
    fall(&trial, START + 20 * S);
    assert_false(trial_is_over(&trial.feeds[0], START + 599 * S));
    assert_true(trial_is_over(&trial.feeds[0], START + 600 * S));
    for (int i = 0; i < 9; i++)
        fall(&trial, START + (600 + i) * S);
    assert_null(trial_guilty(&trial));
}

static void an_end_in_good_order_is_no_fall(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    for (int i = 0; i < 9; i++) {
        trial_begin(&trial, START + i * S);
        take(&trial, &current, START + i * S);
        trial.is_exposed = true;
        trial_end(&trial);
    }
    assert_int_equal(trial.feeds[0].falls, 0);
    assert_int_equal(trial.falls, 0);
}

static void the_content_is_not_charged_before_it_is_at_hand(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    for (int i = 0; i < 9; i++) { /* there is no graphics driver */
        trial_begin(&trial, START + i * S);
        take(&trial, &current, START + i * S);
    }
    assert_int_equal(trial.feeds[0].falls, 0);
    assert_int_equal(trial.falls, 8);
}

static void a_start_of_the_machine_begins_a_new_count(void **state)
{
    struct current current = {0};
    struct trial trial = {0}, after = {0};
    (void)state;
    put_on(&current, "thu", 1);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    fall(&trial, START + S);
    fall(&trial, START + 2 * S);
    after = trial; /* where the run directory outlives it, its times are those of another clock */
    trial_begin(&after, 5 * S);
    assert_true(take(&after, &current, 5 * S));
    assert_int_equal(after.feeds[0].falls, 0);
    assert_int_equal(after.feeds[0].since, 5 * S);
    assert_int_equal(after.falls, 0);
}

static void the_same_document_written_again_is_not_new(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    fall(&trial, START + S);
    current.feeds[0].generation = 7; /* it was repaired */
    assert_false(take(&trial, &current, START + 2 * S));
    assert_int_equal(trial.feeds[0].generation, 7);
    assert_int_equal(trial.feeds[0].falls, 1);
    assert_int_equal(trial.feeds[0].since, START);
}

static void what_is_on_again_is_not_on_trial(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    put_on(&current, "thu", 2);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    current_revert(&current.feeds[0], CURRENT_ASIDE);
    assert_true(take(&trial, &current, START + S));
    assert_int_equal(trial.feed_count, 0);
    for (int i = 0; i < 9; i++)
        fall(&trial, START + (2 + i) * S);
    assert_null(trial_guilty(&trial));
    put_on(&current, "thu", 3);
    assert_true(take(&trial, &current, START + 20 * S));
    assert_int_equal(trial.feeds[0].falls, 0);
}

static void what_has_proven_itself_is_not_charged(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    current.feeds[0].is_proven = true;
    trial_begin(&trial, START); /* the machine has just been started */
    assert_false(take(&trial, &current, START));
    for (int i = 0; i < 9; i++)
        fall(&trial, START + i * S);
    assert_int_equal(trial.feed_count, 0);
    assert_null(trial_guilty(&trial));
}

static void of_two_new_ones_the_newest_goes_and_the_other_is_acquitted(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "tinh", 1);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    put_on(&current, "xa", 2);
    take(&trial, &current, START + S);
    for (int i = 0; i < 3; i++)
        fall(&trial, START + (2 + i) * S);
    assert_string_equal(trial_guilty(&trial)->key, "xa");
    current_revert(&current.feeds[1], CURRENT_ASIDE);
    take(&trial, &current, START + 6 * S);
    assert_null(trial_guilty(&trial));
    assert_int_equal(trial.feed_count, 1);
    assert_int_equal(trial.feeds[0].falls, 0);
    assert_int_equal(trial.feeds[0].since, START);
}

static void what_is_not_shown_is_not_charged(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    current.feeds[0].share = 0;
    trial_begin(&trial, START);
    assert_false(take(&trial, &current, START));
    assert_int_equal(trial.feed_count, 0);
}

/* --- a worker falls -------------------------------------------------------------------------- */

static void a_worker_is_charged_to_its_feed_alone(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "tinh", 1);
    put_on(&current, "xa", 2);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    assert_false(trial_lose(&trial, "", START)); /* the built-in content */
    for (int i = 0; i < 3; i++) {
        assert_null(trial_guilty(&trial));
        assert_true(trial_lose(&trial, "tinh", START + i * S));
    }
    assert_string_equal(trial_guilty(&trial)->key, "tinh");
    assert_false(trial_lose(&trial, "xa", START + 600 * S));
}

static void a_screen_and_workers_are_counted_together(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    trial_lose(&trial, "thu", START + S);
    fall(&trial, START + 2 * S);
    trial_lose(&trial, "thu", START + 3 * S);
    assert_non_null(trial_guilty(&trial));
}

/* --- the pause ------------------------------------------------------------------------------- */

static void the_pause_grows_after_three_starts(void **state)
{
    static const int64_t seconds[] = {0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60};
    struct trial trial = {0};
    int64_t now = START;
    (void)state;
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        trial_begin(&trial, now);
        assert_int_equal(trial_pause(&trial), seconds[i] * S);
        now += seconds[i] * S + S;
    }
    trial_begin(&trial, now + 600 * S); /* it has lived */
    assert_int_equal(trial.falls, 1);
    assert_int_equal(trial_pause(&trial), 0);
}

static void news_end_the_pause(void **state)
{
    struct current current = {0};
    struct trial trial = {0};
    (void)state;
    put_on(&current, "thu", 1);
    put_on(&current, "thu", 2);
    trial_begin(&trial, START);
    take(&trial, &current, START);
    for (int i = 0; i < 6; i++)
        fall(&trial, START + i * S);
    assert_true(trial_pause(&trial) > 0);
    assert_false(take(&trial, &current, START + 6 * S));
    assert_true(trial_pause(&trial) > 0);
    current_revert(&current.feeds[0], CURRENT_ASIDE);
    assert_true(take(&trial, &current, START + 6 * S));
    assert_int_equal(trial_pause(&trial), 0);
}

/* --- the file -------------------------------------------------------------------------------- */

static void what_is_written_is_read_again(void **state)
{
    struct current current = {0};
    struct trial trial = {0}, again;
    char key[LIMIT_ID_BYTES + 1], *text, *same;
    (void)state;
    for (int i = 0; i <= LIMIT_FEEDS; i++) {
        snprintf(key, sizeof key, "%064d", i);
        put_on(&current, key, (unsigned char)i);
        current.feeds[i].generation = CURRENT_GENERATION_MAX;
    }
    trial_begin(&trial, INT64_MAX / 2);
    take(&trial, &current, INT64_MAX / 2);
    assert_int_equal(trial.feed_count, LIMIT_FEEDS);
    for (size_t i = 0; i < trial.feed_count; i++)
        trial.feeds[i].falls = TRIAL_COUNT_MAX;
    trial.falls = TRIAL_COUNT_MAX;
    trial.is_exposed = true;
    assert_int_equal(trial_format(&trial, &text), 0);
    assert_true(strlen(text) <= TRIAL_BYTES_MAX);
    assert_int_equal(trial_parse(text, strlen(text), &again), 0);
    assert_int_equal(trial_format(&again, &same), 0);
    assert_string_equal(text, same);
    free(same);
    for (size_t cut = 0; cut + 2 < strlen(text); cut++)
        assert_int_equal(trial_parse(text, cut, &again), -EBADMSG);
    fall(&again, INT64_MAX / 2); /* no count runs over */
    assert_int_equal(again.feeds[0].falls, TRIAL_COUNT_MAX);
    free(text);
}

#define DIGEST "0101010101010101010101010101010101010101010101010101010101010101"
#define FEED(key, falls)                                                                           \
    "{\"key\": \"" key "\", \"generation\": 1, \"sha256\": \"" DIGEST                              \
    "\", \"since\": 1, \"falls\": " falls "}"
#define FILE_OF(started, falls, feeds)                                                             \
    "{\"running\": true, \"exposed\": false, \"started\": " started ", \"falls\": " falls          \
    ", \"feeds\": [" feeds "]}"

static void anything_else_is_no_trial(void **state)
{
    static const struct {
        const char *name, *text;
        int result;
    } cases[] = {
        {"a good one", FILE_OF("1", "0", FEED("a", "3")), 0},
        {"without feeds", FILE_OF("1", "0", ""), 0},
        {"nothing", "", -EBADMSG},
        {"a list", "[]", -EBADMSG},
        {"no members", "{}", -EBADMSG},
        {"two of them", FILE_OF("1", "0", "") FILE_OF("1", "0", ""), -EBADMSG},
        {"a feed twice", FILE_OF("1", "0", FEED("a", "3") "," FEED("a", "3")), -EBADMSG},
        {"a feed that is a number", FILE_OF("1", "0", "7"), -EBADMSG},
        {"a key that leads out", FILE_OF("1", "0", FEED("../a", "3")), -EBADMSG},
        {"negative falls", FILE_OF("1", "-1", ""), -EBADMSG},
        {"more falls than can be", FILE_OF("1", "1000001", ""), -EBADMSG},
        {"falls that are no number", FILE_OF("1", "0", FEED("a", "\"3\"")), -EBADMSG},
        {"a time of 2^63", FILE_OF("9223372036854775808", "0", ""), -EBADMSG},
        {"running by number",
         "{\"running\": 1, \"exposed\": false, \"started\": 1, \"falls\": 0, \"feeds\": []}",
         -EBADMSG},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trial trial = {.feed_count = 99};
        int result = trial_parse(cases[i].text, strlen(cases[i].text), &trial);
        if (result != cases[i].result || (result < 0 && trial.feed_count != 99))
            fail_msg("%s: %d", cases[i].name, result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_falls_in_ten_minutes_are_too_many),
        cmocka_unit_test(the_ten_minutes_begin_when_it_is_shown),
        cmocka_unit_test(the_third_after_ten_minutes_does_not_count),
        cmocka_unit_test(an_end_in_good_order_is_no_fall),
        cmocka_unit_test(the_content_is_not_charged_before_it_is_at_hand),
        cmocka_unit_test(a_start_of_the_machine_begins_a_new_count),
        cmocka_unit_test(the_same_document_written_again_is_not_new),
        cmocka_unit_test(what_is_on_again_is_not_on_trial),
        cmocka_unit_test(what_has_proven_itself_is_not_charged),
        cmocka_unit_test(of_two_new_ones_the_newest_goes_and_the_other_is_acquitted),
        cmocka_unit_test(what_is_not_shown_is_not_charged),
        cmocka_unit_test(a_worker_is_charged_to_its_feed_alone),
        cmocka_unit_test(a_screen_and_workers_are_counted_together),
        cmocka_unit_test(the_pause_grows_after_three_starts),
        cmocka_unit_test(news_end_the_pause),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(anything_else_is_no_trial),
    };
    return cmocka_run_group_tests_name("store: trial", tests, NULL, NULL);
}
