/* Rows that wait to be written: how many there may be, and what the next process is told of plays
 * that go on. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "sync/sync.h"

static struct plays_entry *make(enum play_message_kind kind, int64_t n, int64_t count)
{
    struct play_message message = {.kind = kind,
                                   .run = UINT64_C(0xfedcba9876543210),
                                   .n = n,
                                   .count = count,
                                   .feed = "tinh",
                                   .item = "bao",
                                   .version = "9f",
                                   .language = "vi",
                                   .title = "Bão số 4 \"gần bờ\"",
                                   .type = "notice",
                                   .audience = "người dân",
                                   .start = INT64_C(1795000000000),
                                   .clock = CLOCK_SERVER,
                                   .site = "xa",
                                   .screen = "1920x1080",
                                   .event = "lost"};
    struct plays_entry *entry = plays_entry_create(&message);
    assert_non_null(entry);
    return entry;
}

static struct plays empty(void)
{
    struct plays plays = PLAYS_CLOSED;
    plays.batch = PLAYS_BATCH;
    plays.commit_at = INT64_MAX;
    return plays;
}

static void finish(struct plays *plays)
{
    for (size_t i = 0; i < plays->row_count; i++)
        plays_entry_destroy(plays->rows[i]);
    for (size_t i = 0; i < plays->open_count; i++)
        plays_entry_destroy(plays->open[i].entry);
    free(plays->rows);
}

static void the_first_row_says_when_the_batch_is_written(void **state)
{
    struct plays plays = empty();
    plays_append(&plays, make(PLAY_BEGIN, 1, 0), 7 * CLOCK_SECOND);
    plays_append(&plays, make(PLAY_BEGIN, 2, 0), 90 * CLOCK_SECOND);
    assert_int_equal(plays.commit_at, 7 * CLOCK_SECOND + PLAYS_BATCH);
    finish(&plays);
}

static void beyond_the_bound_the_oldest_go_and_are_counted(void **state)
{
    struct plays plays = empty();
    struct plays_entry *before = make(PLAY_EVENT, 1, 40); /* that the screen has lost */
    before->thumbnail = malloc(1);
    plays.pictures = 3;
    plays_append(&plays, before, 0);
    for (int64_t n = 2; n <= PLAYS_PENDING + 11; n++)
        plays_append(&plays, make(PLAY_BEGIN, n, 0), 0);
    assert_int_equal(plays.row_count, PLAYS_PENDING);
    assert_int_equal(plays.rows[0]->row.n, 12);
    assert_int_equal(plays.lost, 40 + 10);
    assert_int_equal(plays.pictures, 2);
    finish(&plays);
}

static void what_goes_on_is_gone_on_with(void **state)
{
    struct plays plays = empty(), next = empty();
    plays.open[plays.open_count++] =
        (struct plays_open){.entry = make(PLAY_BEGIN, 12, 0), .began = 5 * CLOCK_SECOND};
    char *note = plays_note_compose(&plays, 65 * CLOCK_SECOND);
    plays_note_read(&next, note, 1000 * CLOCK_SECOND);
    assert_int_equal(next.open_count, 1);
    const struct plays_open *open = &next.open[0];
    assert_int_equal(open->entry->row.n, 12);
    assert_true(open->entry->row.run == UINT64_C(0xfedcba9876543210));
    assert_string_equal(open->entry->item.title, "Bão số 4 \"gần bờ\"");
    assert_string_equal(open->entry->item.feed, "tinh");
    assert_string_equal(open->entry->item.item, "bao");
    assert_string_equal(open->entry->item.version, "9f");
    assert_string_equal(open->entry->item.language, "vi");
    assert_string_equal(open->entry->item.type, "notice");
    assert_string_equal(open->entry->item.audience, "người dân");
    assert_null(open->entry->item.topic);
    assert_string_equal(open->entry->place.site, "xa");
    assert_string_equal(open->entry->place.screen, "1920x1080");
    assert_int_equal(open->entry->row.clock, CLOCK_SERVER);
    /* Nobody knows what was shown since. */
    assert_int_equal(plays_shown(open, 2000 * CLOCK_SECOND), 60000);
    free(note);
    finish(&plays);
    finish(&next);
}

static void what_was_told_anew_before_the_note_could_be_read_is_there_once(void **state)
{
    struct plays plays = empty(), next = empty();
    plays.open[plays.open_count++] =
        (struct plays_open){.entry = make(PLAY_BEGIN, 12, 0), .began = 5 * CLOCK_SECOND};
    next.open[next.open_count++] =
        (struct plays_open){.entry = make(PLAY_BEGIN, 12, 0), .began = 900 * CLOCK_SECOND};
    char *note = plays_note_compose(&plays, 65 * CLOCK_SECOND);
    plays_note_read(&next, note, 1000 * CLOCK_SECOND);
    assert_int_equal(next.open_count, 1);
    assert_int_equal(next.open[0].left_at, 0);
    free(note);
    finish(&plays);
    finish(&next);
}

static void no_more_go_on_than_there_is_room_for(void **state)
{
    struct plays plays = empty(), next = empty();
    for (int64_t n = 1; n <= PLAYS_OPEN; n++)
        plays.open[plays.open_count++] = (struct plays_open){.entry = make(PLAY_BEGIN, n, 0)};
    next.open[next.open_count++] = (struct plays_open){.entry = make(PLAY_BEGIN, 99, 0)};
    char *note = plays_note_compose(&plays, 0);
    plays_note_read(&next, note, 0);
    assert_int_equal(next.open_count, PLAYS_OPEN);
    assert_int_equal(next.open[PLAYS_OPEN - 1].entry->row.n, PLAYS_OPEN - 1);
    free(note);
    finish(&plays);
    finish(&next);
}

static void of_several_plays_each_ends_by_itself(void **state)
{
    static const int64_t left[] = {1, 3, 4};
    struct plays plays = empty();
    for (int64_t n = 1; n <= 4; n++)
        plays.open[plays.open_count++] = (struct plays_open){.entry = make(PLAY_BEGIN, n, 0)};
    uint64_t run = plays.open[0].entry->row.run;
    assert_null(plays_find_open(&plays, run + 1, 2));
    assert_null(plays_find_open(&plays, run, 5));
    struct plays_open *second = plays_find_open(&plays, run, 2);
    assert_ptr_equal(second, &plays.open[1]);
    plays_close_open(&plays, 1, 5000, 0);
    assert_int_equal(plays.rows[0]->row.n, 2);
    assert_int_equal(plays.rows[0]->row.shown, 5000);
    assert_int_equal(plays.open_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(plays.open[i].entry->row.n, left[i]);
    finish(&plays);
}

static void a_screen_process_goes_once_whatever_it_showed(void **state)
{
    static struct sync sync;
    struct plays *plays = &sync.plays;
    *plays = empty();
    plays->is_on = true;
    plays->upload.at = INT64_MAX;
    for (int64_t n = 1; n <= 2; n++) /* an item, and an alert over it */
        plays->open[plays->open_count++] =
            (struct plays_open){.entry = make(PLAY_BEGIN, n, 0), .began = 1, .left_at = 7000001};
    plays_move(&sync, PLAYS_PATIENCE + 8 * CLOCK_SECOND);
    assert_int_equal(plays->open_count, 0);
    assert_int_equal(plays->row_count, 3);
    for (size_t i = 0, gone = 0; i < plays->row_count; i++) {
        const struct play_row *row = &plays->rows[i]->row;
        gone += row->event != NULL;
        assert_int_equal(gone <= 1, true);
        assert_int_equal(row->shown, row->event ? 0 : 7000);
    }
    finish(plays);
}

static void a_note_that_is_none_says_nothing(void **state)
{
    static const char *const notes[] = {"",
                                        "[]",
                                        "{}",
                                        "[1,2]",
                                        "[{},{}]",
                                        "[null]",
                                        "rubbish",
                                        ("[{\"play\":\"kept\",\"run\":\"0123456789abcdef\","
                                         "\"n\":1},{\"play\":\"kept\"}]")};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        struct plays plays = empty();
        plays_note_read(&plays, notes[i], 0);
        assert_int_equal(plays.open_count, 0);
        finish(&plays);
    }
}

static void what_we_tell_bears_the_time_that_is_believed(void **state)
{
    struct plays plays = empty();
    struct plays_entry *shown = make(PLAY_BEGIN, 1, 0);
    plays.ahead = INT64_C(1795000000) * CLOCK_SECOND;
    plays.clock = CLOCK_FLOOR;
    plays_tell(&plays, "gone", shown, 40 * CLOCK_SECOND);
    assert_int_equal(plays.rows[0]->row.start, INT64_C(1795000040000));
    assert_int_equal(plays.rows[0]->row.clock, CLOCK_FLOOR); /* that of now, not of the play */
    assert_string_equal(plays.rows[0]->place.site, "xa");
    plays_entry_destroy(shown);
    finish(&plays);
}

static void what_began_before_the_time_was_known_gets_its_right_one(void **state)
{
    static const struct {
        int64_t at;
        enum clock_rung clock, now;
        bool is_right;
    } cases[] = {{50000, CLOCK_FLOOR, CLOCK_TRUSTED, true},
                 {50000, CLOCK_SERVER, CLOCK_TRUSTED, true},
                 {50000, CLOCK_FLOOR, CLOCK_SERVER, true},
                 {50000, CLOCK_FLOOR, CLOCK_FLOOR, false},
                 {50000, CLOCK_TRUSTED, CLOCK_TRUSTED, false}, /* as it was told */
                 {50000, CLOCK_TRUSTED, CLOCK_FLOOR, false},
                 {0, CLOCK_FLOOR, CLOCK_TRUSTED, false}}; /* of a life before this one */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct plays plays = empty();
        struct plays_entry *entry = make(PLAY_BEGIN, 1, 0);
        int64_t told = entry->row.start;
        entry->at = cases[i].at;
        entry->row.clock = cases[i].clock;
        plays.clock = cases[i].now;
        plays.ahead = INT64_C(1796000000) * CLOCK_SECOND;
        plays_append(&plays, entry, 0);
        plays_set_right(&plays);
        assert_int_equal(entry->row.start, cases[i].is_right ? INT64_C(1796000050000) : told);
        assert_int_equal(entry->row.clock, cases[i].is_right ? cases[i].now : cases[i].clock);
        finish(&plays);
    }
}

/* A single picture may stand from the start until the power is cut. */
static void what_still_goes_on_gets_its_right_time_too(void **state)
{
    struct plays plays = empty(), next = empty();
    struct plays_entry *entry = make(PLAY_BEGIN, 1, 0);
    entry->at = 50000;
    entry->row.clock = CLOCK_FLOOR;
    plays.open[plays.open_count++] = (struct plays_open){.entry = entry};
    plays.clock = CLOCK_TRUSTED;
    plays.ahead = INT64_C(1796000000) * CLOCK_SECOND;
    plays_set_right(&plays);
    char *note = plays_note_compose(&plays, 0);
    plays_note_read(&next, note, 0);
    assert_int_equal(next.open_count, 1);
    assert_int_equal(next.open[0].entry->row.start, INT64_C(1796000050000));
    assert_int_equal(next.open[0].entry->row.clock, CLOCK_TRUSTED);
    free(note);
    finish(&plays);
    finish(&next);
}

static void what_is_wrong_with_the_log_is_said_in_words(void **state)
{
    assert_string_equal(plays_error(EPROTONOSUPPORT), "a newer bangtin has written it");
    assert_string_equal(plays_error(EBADMSG), "it is damaged");
    assert_string_equal(plays_error(ENOSPC), "No space left on device");
}

/* Eight titles of nothing but what JSON escapes, in six letters each. */
static void the_longest_note_fits(void **state)
{
    struct plays plays = empty();
    struct play_message message = {.kind = PLAY_BEGIN, .run = 1};
    char *const words[] = {message.feed, message.item, message.version, message.language,
                           message.type, message.site, message.screen};
    char *const notes[] = {message.title, message.topic, message.audience};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        memset(words[i], 1, PLAY_WORD_BYTES);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        memset(notes[i], 1, PLAY_TITLE_BYTES);
    for (message.n = 1; message.n <= PLAYS_OPEN; message.n++) {
        struct plays_entry *entry = plays_entry_create(&message);
        assert_non_null(entry);
        plays.open[plays.open_count++] = (struct plays_open){.entry = entry};
    }
    char *note = plays_note_compose(&plays, 0);
    assert_in_range(strlen(note), 1, LEDGER_NOTE_MAX);
    free(note);
    finish(&plays);
}

static void what_went_away_was_shown_until_then(void **state)
{
    struct plays plays = empty();
    plays.open[plays.open_count++] = (struct plays_open){
        .entry = make(PLAY_BEGIN, 1, 0), .began = 10 * CLOCK_SECOND, .left_at = 13 * CLOCK_SECOND};
    plays_close_open(&plays, 0, plays_shown(&plays.open[0], 99 * CLOCK_SECOND), 99 * CLOCK_SECOND);
    assert_int_equal(plays.open_count, 0);
    assert_int_equal(plays.row_count, 1);
    assert_int_equal(plays.rows[0]->row.shown, 3000);
    finish(&plays);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_row_says_when_the_batch_is_written),
        cmocka_unit_test(beyond_the_bound_the_oldest_go_and_are_counted),
        cmocka_unit_test(what_goes_on_is_gone_on_with),
        cmocka_unit_test(what_was_told_anew_before_the_note_could_be_read_is_there_once),
        cmocka_unit_test(no_more_go_on_than_there_is_room_for),
        cmocka_unit_test(of_several_plays_each_ends_by_itself),
        cmocka_unit_test(a_screen_process_goes_once_whatever_it_showed),
        cmocka_unit_test(what_began_before_the_time_was_known_gets_its_right_one),
        cmocka_unit_test(what_still_goes_on_gets_its_right_time_too),
        cmocka_unit_test(what_is_wrong_with_the_log_is_said_in_words),
        cmocka_unit_test(the_longest_note_fits),
        cmocka_unit_test(a_note_that_is_none_says_nothing),
        cmocka_unit_test(what_we_tell_bears_the_time_that_is_believed),
        cmocka_unit_test(what_went_away_was_shown_until_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
