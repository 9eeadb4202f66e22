/* The log of plays: what was written is read again, in its chain, and what was done to it shows. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "fixture.h"
#include "plays/history.h"
#include "plays/ledger.h"
#include "plays/sql.h"

static struct history_verdict verify(const char *path)
{
    struct history *history;
    struct history_verdict verdict;
    assert_int_equal(history_open(path, &history), 0);
    assert_int_equal(history_verify(history, &verdict), 0);
    history_close(history);
    return verdict;
}

static void test_what_is_written_is_read_again(void **state)
{
    lab_write(&lab, 1, 300);
    struct history_verdict verdict = verify(lab.path);
    assert_int_equal(verdict.fault, HISTORY_SOUND);
    assert_int_equal(verdict.rows, 300);
    struct lab_rows rows = lab_read(lab.path, INT64_MIN, INT64_MAX);
    assert_int_equal(rows.count, 300);
    assert_int_equal(rows.first.seq, 1);
    assert_int_equal(rows.last.n, 300);
    assert_int_equal(rows.shown, 300 * LAB_SHOWN);
}

static void test_a_range_of_time_is_read_from_and_not_to(void **state)
{
    lab_write(&lab, 1, 300);
    struct lab_rows rows = lab_read(lab.path, LAB_START + 10 * LAB_STEP, LAB_START + 20 * LAB_STEP);
    assert_int_equal(rows.count, 10);
    assert_int_equal(rows.first.n, 10);
    assert_int_equal(rows.last.n, 19);
}

static void test_a_repeated_row_is_recognised(void **state)
{
    lab_write(&lab, 1, 20);
    lab_write(&lab, 11, 20);
    assert_int_equal(lab_read(lab.path, INT64_MIN, INT64_MAX).count, 30);
    assert_int_equal(verify(lab.path).fault, HISTORY_SOUND);
    assert_int_equal(ledger_log(lab.ledger)->head_seq, 30);
}

static void test_the_log_is_read_while_it_is_written(void **state)
{
    struct history *history;
    struct history_verdict verdict;
    lab_write(&lab, 1, 50);
    assert_int_equal(history_open(lab.path, &history), 0);
    lab_write(&lab, 51, 50);
    assert_int_equal(history_verify(history, &verdict), 0);
    assert_int_equal(verdict.rows, 50); /* as it was when it was opened */
    history_close(history);
    assert_int_equal(verify(lab.path).rows, 100);
}

static void test_what_is_done_to_it_shows(void **state)
{
    static const struct {
        const char *name, *statement;
        enum history_fault fault;
        int64_t seq;
    } cases[] = {
        {"a row's time", "UPDATE row SET shown=shown+1 WHERE seq=7", HISTORY_ALTERED, 7},
        {"a row's item", "UPDATE row SET item=item%3+1 WHERE seq=9", HISTORY_ALTERED, 9},
        {"a row's clock", "UPDATE row SET clock=0 WHERE seq=9", HISTORY_ALTERED, 9},
        {"an item's title", "UPDATE item SET title='khác' WHERE id=2", HISTORY_ALTERED, 2},
        {"an item is gone", "DELETE FROM item WHERE id=3", HISTORY_ALTERED, 3},
        {"a place", "UPDATE place SET site='elsewhere'", HISTORY_ALTERED, 1},
        {"a screen", "UPDATE place SET screen='elsewhere'", HISTORY_ALTERED, 1},
        {"an empty topic where there was none", "UPDATE item SET topic='' WHERE id=1",
         HISTORY_ALTERED, 1},
        {"the head's number is put back", "UPDATE meta SET value=39 WHERE key='head_seq'",
         HISTORY_HEAD, 39},
        {"a row is gone", "DELETE FROM row WHERE seq=12", HISTORY_MISSING, 12},
        {"the first is gone", "DELETE FROM row WHERE seq=1", HISTORY_MISSING, 1},
        {"the newest are gone", "DELETE FROM row WHERE seq>35", HISTORY_HEAD, 36},
        {"two are swapped",
         "UPDATE row SET seq=-5 WHERE seq=5; UPDATE row SET seq=5 WHERE seq=6;"
         "UPDATE row SET seq=6 WHERE seq=-5",
         HISTORY_ALTERED, 5},
        {"one is put in",
         "UPDATE row SET seq=-seq WHERE seq>20; UPDATE row SET seq=1-seq"
         " WHERE seq<0; INSERT INTO row SELECT 21, 9, 9, kind, item, event, start,"
         " shown, clock, place, hash FROM row WHERE seq=20",
         HISTORY_ALTERED, 21},
        {"another name of the device",
         "UPDATE meta SET value='ffffffffffffffffffffffffffffffff' WHERE key='device'",
         HISTORY_ALTERED, 1},
        {"another device",
         "UPDATE meta SET value='ffffffffffffffffffffffffffffffff' WHERE"
         " key='device'; UPDATE meta SET value=zeroblob(32) WHERE key='base_hash'",
         HISTORY_ALTERED, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sql *sql;
        lab_begin(&lab);
        lab_write(&lab, 1, 40);
        lab_pause(&lab);
        assert_int_equal(sql_open(lab.path, SQL_WRITE, &sql), 0);
        assert_int_equal(sql_run(sql, cases[i].statement), 0);
        sql_close(sql);
        struct history_verdict verdict = verify(lab.path);
        if (verdict.fault != cases[i].fault || verdict.seq != cases[i].seq)
            fail_msg("%s: fault %d at %d", cases[i].name, (int)verdict.fault, (int)verdict.seq);
    }
}

static void test_pruning_keeps_the_chain(void **state)
{
    lab_write(&lab, 1, LEDGER_WITNESS_ROWS + 2 * LEDGER_PRUNE_ROWS);
    /* What the clock is believed: the newest rows are of that time. */
    lab.later = LEDGER_AGE;
    lab_write(&lab, lab.next, LEDGER_WITNESS_ROWS + 1);
    const struct play_log *log = ledger_log(lab.ledger);
    int64_t head = log->head_seq;
    int64_t now = LAB_START + LEDGER_AGE + (LEDGER_PRUNE_ROWS + 10) * LAB_STEP;
    assert_int_equal(ledger_prune(lab.ledger, now, LEDGER_BYTES), LEDGER_PRUNE_ROWS);
    assert_int_equal(ledger_prune(lab.ledger, now, LEDGER_BYTES), 0);
    assert_int_equal(log->base_seq, LEDGER_PRUNE_ROWS);
    struct history_verdict verdict = verify(lab.path);
    assert_int_equal(verdict.fault, HISTORY_SOUND);
    assert_int_equal(verdict.rows, head - LEDGER_PRUNE_ROWS);
    /* By size: until it fits, and always with something left. */
    while (ledger_prune(lab.ledger, 0, 1) == LEDGER_PRUNE_ROWS)
        continue;
    assert_in_range(log->base_seq, head - LEDGER_PRUNE_ROWS, head - 1);
    lab_write(&lab, lab.next, 5);
    verdict = verify(lab.path);
    assert_int_equal(verdict.fault, HISTORY_SOUND);
    assert_int_equal(verdict.rows, head + 5 - log->base_seq);
}

static void test_a_clock_that_leaps_years_ahead_removes_nothing(void **state)
{
    int64_t now = LAB_START + 3 * LEDGER_AGE;
    lab_write(&lab, 1, LEDGER_WITNESS_ROWS + 2 * LEDGER_PRUNE_ROWS);
    assert_int_equal(ledger_prune(lab.ledger, now, LEDGER_BYTES), 0);
    /* Nor when what is shown meanwhile bears that time, too: it is set right after two days. */
    lab.later = 3 * LEDGER_AGE;
    lab_write(&lab, lab.next, LEDGER_WITNESS_ROWS * 2 / 3);
    assert_int_equal(ledger_prune(lab.ledger, now, LEDGER_BYTES), 0);
    lab.later = 0;
    lab_write(&lab, lab.next, LEDGER_WITNESS_ROWS);
    assert_int_equal(ledger_prune(lab.ledger, LAB_START + 40000 * LAB_STEP, LEDGER_BYTES), 0);
    assert_int_equal(ledger_log(lab.ledger)->base_seq, 0);
}

static void test_a_row_is_not_old_because_its_clock_was_wrong(void **state)
{
    /* Three weeks without a network, by a clock that began with the system's release. */
    lab.later = -2 * LEDGER_AGE;
    lab.clock = CLOCK_FLOOR;
    lab_write(&lab, 1, 3 * LEDGER_PRUNE_ROWS);
    lab.later = 0;
    lab.clock = CLOCK_TRUSTED;
    lab_write(&lab, lab.next, 2 * LEDGER_WITNESS_ROWS);
    int64_t now = LAB_START + 50000 * LAB_STEP;
    assert_int_equal(ledger_prune(lab.ledger, now, LEDGER_BYTES), 0);
    /* They go with what came after them. */
    lab.later = LEDGER_AGE + 5 * LEDGER_PRUNE_ROWS * LAB_STEP;
    lab_write(&lab, lab.next, LEDGER_WITNESS_ROWS + 1);
    now += LEDGER_AGE;
    assert_int_equal(ledger_prune(lab.ledger, now, LEDGER_BYTES), LEDGER_PRUNE_ROWS);
}

static bool count_item(void *context, const struct play_item *item)
{
    *(unsigned *)context += 1;
    return true;
}

static void test_an_item_goes_with_its_last_row(void **state)
{
    unsigned items = 0;
    struct history *history;
    lab.prefix = "old";
    lab_write(&lab, 1, 100);
    lab.prefix = "item";
    lab_write(&lab, 101, 2 * LEDGER_PRUNE_ROWS);
    assert_int_equal(ledger_prune(lab.ledger, 0, 1), LEDGER_PRUNE_ROWS);
    assert_int_equal(history_open(lab.path, &history), 0);
    assert_int_equal(history_items(history, count_item, &items), 0);
    history_close(history);
    assert_int_equal(items, LAB_ITEMS);
    assert_int_equal(verify(lab.path).fault, HISTORY_SOUND);
}

/* Five minutes of plays: a card wears with each byte. */
static void test_a_batch_writes_little(void **state)
{
    char wal[LAB_PATH + 8];
    struct stat status;
    lab_write(&lab, 1, 5000);
    lab_pause(&lab);
    lab_go_on(&lab);
    lab_write(&lab, 5001, 20);
    snprintf(wal, sizeof wal, "%s-wal", lab.path);
    assert_int_equal(stat(wal, &status), 0);
    assert_in_range(status.st_size, 1, 16000);
}

static void test_the_note_and_the_acknowledgement_stay(void **state)
{
    lab.note = "open: Trường học";
    lab_write(&lab, 1, 5);
    ledger_acknowledge(lab.ledger, 99); /* more than there is: a server's mistake */
    ledger_acknowledge(lab.ledger, 4);
    ledger_acknowledge(lab.ledger, 3);
    lab_write(&lab, 6, 1);
    lab_pause(&lab);
    lab_go_on(&lab);
    assert_string_equal(ledger_note(lab.ledger), "open: Trường học");
    assert_int_equal(ledger_log(lab.ledger)->acknowledged, 4);
    assert_int_equal(ledger_log(lab.ledger)->head_seq, 6);
}

static void test_an_acknowledgement_ahead_of_the_log_is_none(void **state)
{
    struct sql *sql;
    lab_write(&lab, 1, 5);
    lab_pause(&lab);
    assert_int_equal(sql_open(lab.path, SQL_WRITE, &sql), 0);
    assert_int_equal(sql_run(sql, "UPDATE meta SET value=6 WHERE key='acknowledged'"), 0);
    sql_close(sql);
    lab_go_on(&lab);
    assert_int_equal(ledger_log(lab.ledger)->acknowledged, 0);
    lab_write(&lab, 6, 1);
    lab_pause(&lab);
    lab_go_on(&lab);
    assert_int_equal(ledger_log(lab.ledger)->acknowledged, 0);
}

static void test_a_thumbnail_is_kept_once(void **state)
{
    unsigned width, height;
    unsigned char *bytes;
    struct history *history;
    lab.has_thumbnails = true;
    lab_write(&lab, 1, 5);
    struct play_item item = lab_item(&lab, 1);
    assert_true(ledger_has_thumbnail(lab.ledger, &item));
    assert_int_equal(history_open(lab.path, &history), 0);
    assert_int_equal(history_thumbnail(history, 1, &width, &height, &bytes), 0);
    assert_int_equal(width, LAB_WIDTH);
    assert_memory_equal(bytes, lab.thumbnail, LAB_WIDTH * LAB_HEIGHT * 3);
    free(bytes);
    assert_int_equal(history_thumbnail(history, 4711, &width, &height, &bytes), -ENOENT);
    history_close(history);
}

static void test_a_thumbnail_of_another_size_is_none(void **state)
{
    unsigned width, height;
    unsigned char *bytes;
    struct sql *sql;
    struct history *history;
    lab.has_thumbnails = true;
    lab_write(&lab, 1, 5);
    lab_pause(&lab);
    assert_int_equal(sql_open(lab.path, SQL_WRITE, &sql), 0);
    assert_int_equal(sql_run(sql, "UPDATE item SET thumbnail=zeroblob(5) WHERE id=1"), 0);
    sql_close(sql);
    assert_int_equal(history_open(lab.path, &history), 0);
    assert_int_equal(history_thumbnail(history, 1, &width, &height, &bytes), -ENOENT);
    history_close(history);
    lab_go_on(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_written_is_read_again, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_range_of_time_is_read_from_and_not_to, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_repeated_row_is_recognised, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_the_log_is_read_while_it_is_written, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_done_to_it_shows, lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_pruning_keeps_the_chain, lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_clock_that_leaps_years_ahead_removes_nothing,
                                        lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_row_is_not_old_because_its_clock_was_wrong,
                                        lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_an_item_goes_with_its_last_row, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_batch_writes_little, lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_the_note_and_the_acknowledgement_stay, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_an_acknowledgement_ahead_of_the_log_is_none,
                                        lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_thumbnail_is_kept_once, lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_a_thumbnail_of_another_size_is_none, lab_set_up,
                                        lab_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
