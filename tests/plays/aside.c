/* What stands where the log should be: damaged, cut off, of another program, nothing yet. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture.h"
#include "plays/history.h"
#include "plays/ledger.h"
#include "plays/sql.h"

static void test_a_damaged_log_is_set_aside(void **state)
{
    struct ledger *ledger;
    char aside[LAB_PATH + 16];
    struct stat status;
    lab_write(&lab, 1, 500);
    lab_pause(&lab);
    FILE *file = fopen(lab.path, "r+");
    for (long at = 0; at < 8192; at++)
        fputc('x', file);
    fclose(file);
    assert_int_equal(ledger_open(lab.path, &ledger), -EBADMSG);
    assert_int_equal(ledger_set_aside(lab.path), 0);
    snprintf(aside, sizeof aside, "%s.damaged", lab.path);
    assert_int_equal(stat(aside, &status), 0);
    lab_go_on(&lab);
    assert_int_equal(ledger_log(lab.ledger)->head_seq, 0);
    assert_int_equal(stat(lab.path, &status), 0);
}

static void test_an_empty_file_is_a_log_that_begins(void **state)
{
    char aside[LAB_PATH + 16];
    struct stat status;
    lab_write(&lab, 1, 5);
    lab_pause(&lab);
    assert_int_equal(truncate(lab.path, 0), 0);
    lab_go_on(&lab);
    assert_int_equal(ledger_log(lab.ledger)->head_seq, 0);
    lab_write(&lab, 1, 5);
    assert_int_equal(lab_read(lab.path, INT64_MIN, INT64_MAX).count, 5);
    snprintf(aside, sizeof aside, "%s.damaged", lab.path);
    assert_int_equal(stat(aside, &status), -1);
}

/* The newest rows stand in the file beside it until they are moved over. */
static void test_an_empty_file_with_rows_beside_it_is_a_damaged_log(void **state)
{
    char wal[LAB_PATH + 16], kept[LAB_PATH + 32];
    struct ledger *ledger;
    struct stat status;
    snprintf(wal, sizeof wal, "%s-wal", lab.path);
    snprintf(kept, sizeof kept, "%s-kept", lab.path);
    lab_write(&lab, 1, 50);
    assert_int_equal(link(wal, kept), 0);
    assert_int_equal(stat(kept, &status), 0);
    off_t size = status.st_size;
    lab_pause(&lab); /* which moves them */
    assert_int_equal(truncate(lab.path, 0), 0);
    assert_int_equal(truncate(kept, size), 0);
    assert_int_equal(rename(kept, wal), 0);
    assert_int_equal(ledger_open(lab.path, &ledger), -EBADMSG);
    assert_int_equal(ledger_set_aside(lab.path), 0);
    snprintf(kept, sizeof kept, "%s.damaged-wal", lab.path);
    assert_int_equal(stat(kept, &status), 0);
    assert_int_equal(status.st_size, size);
    lab_go_on(&lab);
    assert_int_equal(ledger_log(lab.ledger)->head_seq, 0);
    unlink(kept);
}

static void test_what_is_no_log_is_refused(void **state)
{
    static const struct {
        const char *name, *statement;
        int result;
    } cases[] = {
        {"another program's database", "PRAGMA application_id=7", -EBADMSG},
        {"of a newer program", "PRAGMA user_version=2", -EPROTONOSUPPORT},
        {"without its head", "DELETE FROM meta WHERE key='head_seq'", -EBADMSG},
        {"a device that is none", "UPDATE meta SET value='x' WHERE key='device'", -EBADMSG},
        {"a base behind the head", "UPDATE meta SET value=99 WHERE key='base_seq'", -EBADMSG},
        {"without its table", "DROP TABLE meta", -EBADMSG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sql *sql;
        struct ledger *ledger;
        struct history *history;
        lab_begin(&lab);
        lab_write(&lab, 1, 3);
        lab_pause(&lab);
        assert_int_equal(sql_open(lab.path, SQL_WRITE, &sql), 0);
        assert_int_equal(sql_run(sql, cases[i].statement), 0);
        sql_close(sql);
        assert_int_equal(ledger_open(lab.path, &ledger), cases[i].result);
        assert_int_equal(history_open(lab.path, &history), cases[i].result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_damaged_log_is_set_aside, lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_an_empty_file_is_a_log_that_begins, lab_set_up,
                                        lab_tear_down),
        cmocka_unit_test_setup_teardown(test_an_empty_file_with_rows_beside_it_is_a_damaged_log,
                                        lab_set_up, lab_tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_no_log_is_refused, lab_set_up, lab_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
