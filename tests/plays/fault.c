/* Each call that changes the log's files fails once, and from then on for ever, as on a full disk:
 * what was said to be written is there, nothing is there twice, and the chain holds. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "lab.h"
#include "plays/history.h"
#include "plays/ledger.h"

enum { BATCHES = 3, BATCH = 12 };

static struct {
    int calls, fail_at; /* the call that fails, from 1; 0: none does */
    bool is_for_ever;
    int error;
} disk;

static bool is_failing(void)
{
    disk.calls++;
    if (disk.fail_at == 0 ||
        (disk.is_for_ever ? disk.calls < disk.fail_at : disk.calls != disk.fail_at))
        return false;
    errno = disk.error;
    return true;
}

static ssize_t failing_pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return is_failing() ? -1 : pwrite(fd, bytes, size, at);
}

static int failing_ftruncate(int fd, off_t size)
{
    return is_failing() ? -1 : ftruncate(fd, size);
}

static void inject(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)failing_pwrite);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)failing_pwrite);
    vfs->xSetSystemCall(vfs, "ftruncate", (sqlite3_syscall_ptr)failing_ftruncate);
}

static struct lab lab;

/* As bangtin-sync does it: what fails is tried once more. Returns how many rows are on the disk by
 * what was said. */
static int64_t run(void)
{
    int64_t kept = 0;
    for (int64_t batch = 0; batch < BATCHES; batch++) {
        for (int attempt = 0; attempt < 2 && kept < (batch + 1) * BATCH; attempt++) {
            if (!lab.ledger && ledger_open(lab.path, &lab.ledger) < 0)
                continue;
            if (lab_try(&lab, kept + 1, (size_t)((batch + 1) * BATCH - kept)) == 0)
                kept = (batch + 1) * BATCH;
        }
    }
    return kept;
}

static void check(int64_t kept, int64_t least)
{
    struct history *history;
    struct history_verdict verdict = {.fault = HISTORY_SOUND};
    lab_pause(&lab);
    if (kept < least)
        fail_msg("call %d: only %d rows were kept", disk.fail_at, (int)kept);
    disk.fail_at = 0;
    lab_go_on(&lab);
    assert_int_equal(history_open(lab.path, &history), 0);
    assert_int_equal(history_verify(history, &verdict), 0);
    history_close(history);
    if (verdict.fault != HISTORY_SOUND || verdict.rows < kept)
        fail_msg("%d rows of %d are sound", (int)verdict.rows, (int)kept);
    /* What the screen process holds is told again. */
    lab_write(&lab, 1, BATCHES * BATCH);
    assert_int_equal(lab_read(lab.path, INT64_MIN, INT64_MAX).count, BATCHES * BATCH);
}

static void begin(int fail_at, bool is_for_ever, int error)
{
    lab_empty(&lab);
    disk.calls = 0;
    disk.fail_at = fail_at;
    disk.is_for_ever = is_for_ever;
    disk.error = error;
}

static void test_no_failure_of_the_disk_breaks_the_log(void **state)
{
    inject();
    assert_int_equal(lab_open(&lab), 0);
    begin(0, false, 0);
    assert_int_equal(run(), BATCHES * BATCH);
    int calls = disk.calls;
    assert_true(calls > BATCHES);
    for (int at = 1; at <= calls; at++) {
        begin(at, false, EIO);
        check(run(), BATCHES * BATCH);
        begin(at, true, ENOSPC);
        check(run(), 0);
    }
    lab_close(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_failure_of_the_disk_breaks_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
