/* Starting and ending a worker: whoever does it waits for nothing that may never come. */
#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "ipc/worker.h"

enum { PATIENCE = 30 };

static void a_worker_is_started_and_ended(void **state)
{
    struct worker_process worker = WORKER_PROCESS_NONE;
    assert_int_equal(worker_start(&worker, &(uint64_t){0}), 0);
    pid_t pid = worker.pid;
    assert_int_equal(kill(pid, 0), 0);
    worker_stop(&worker);
    assert_int_equal(kill(pid, 0), -1); /* reaped */
    assert_int_equal(worker.channel, -1);
    worker_stop(&worker);
}

static int oom_score_of(pid_t pid)
{
    char path[64];
    int score = -1;
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", (int)pid);
    FILE *file = fopen(path, "re");
    if (file && fscanf(file, "%d", &score) != 1)
        score = -1;
    if (file)
        fclose(file);
    return score;
}

static void where_memory_runs_out_a_worker_goes_first(void **state)
{
    struct worker_process worker = WORKER_PROCESS_NONE;
    assert_int_equal(worker_start(&worker, &(uint64_t){0}), 0);
    alarm(PATIENCE);
    while (oom_score_of(worker.pid) != 500) /* it says so itself */
        sched_yield();
    alarm(0);
    assert_true(oom_score_of(getpid()) < 500);
    worker_stop(&worker);
}

/* Traces `pid` and does not look at it any more: when it dies, its parent will not hear of it. A
 * process that waits for a dead disk does the same, but cannot be had on order. */
static pid_t hold_back(pid_t pid)
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    pid_t tracer = fork();
    if (tracer == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        byte = ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0;
        if (write(ready[1], &byte, 1) == 1)
            pause();
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    if (byte)
        return tracer;
    kill(tracer, SIGKILL);
    waitpid(tracer, NULL, 0);
    return 0;
}

static void a_worker_that_does_not_die_is_left_behind(void **state)
{
    struct worker_process worker = WORKER_PROCESS_NONE;
    assert_int_equal(worker_start(&worker, &(uint64_t){0}), 0);
    pid_t pid = worker.pid;
    pid_t tracer = hold_back(pid);
    if (!tracer) {
        worker_stop(&worker);
        skip(); /* tracing is not allowed here */
    }
    alarm(PATIENCE); /* instead of waiting for ever */
    worker_stop(&worker);
    assert_int_equal(worker.pid, 0);
    assert_int_equal(kill(pid, 0), 0);                          /* dead, but not gone */
    assert_int_equal(worker_start(&worker, &(uint64_t){0}), 0); /* another one takes its place */
    worker_stop(&worker);
    kill(tracer, SIGKILL);
    waitpid(tracer, NULL, 0);
    while (kill(pid, 0) == 0) { /* it is reaped when the next one is started */
        assert_int_equal(worker_start(&worker, &(uint64_t){0}), 0);
        worker_stop(&worker);
    }
    alarm(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worker_is_started_and_ended),
        cmocka_unit_test(where_memory_runs_out_a_worker_goes_first),
        cmocka_unit_test(a_worker_that_does_not_die_is_left_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
