/* Every allocation and every I/O call of an update made to fail, once and for ever: nothing
 * crashes, nothing leaks, what is on is the whole old or the whole new edition, and the update
 * completes as soon as it can. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calls.h"
#include "lab.h"
#include "torture.h"

/* The old edition leaves a part behind that the new one goes on with. */
static const struct lab_edition OLD = {"a", 1, {1, 2, 5}, 3}, OTHER = {"b", 1, {2, 3}, 2},
                                NEW = {"a", 2, {2, 10, 6}, 3};

struct place {
    char base[LAB_PATH_MAX]; /* the old edition, never changed */
    char root[LAB_PATH_MAX]; /* a copy of it for each try */
};

static void leave_a_part(const char *root, int number, size_t size)
{
    struct store store = STORE_CLOSED;
    struct store_part part = STORE_PART_NONE;
    struct store_need need = lab_need(number);
    unsigned char bytes[LAB_OBJECT_BYTES];
    lab_object(number, bytes);
    assert_int_equal(store_open_writer(root, &store), 0);
    assert_int_equal(store_part_open(&store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_set_tag(&store, &part, "\"v1\""), 0);
    assert_int_equal(store_part_write(&part, bytes, size), 0);
    store_part_close(&part);
    store_close(&store);
}

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    lab_make(place->base);
    assert_int_equal(lab_update(place->base, &OTHER, NULL), 0);
    assert_int_equal(lab_update(place->base, &OLD, NULL), 0);
    leave_a_part(place->base, 10, 40000);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    lab_remove(place->base);
    free(place);
    return 0;
}

static void begin(struct place *place)
{
    lab_make(place->root);
    lab_copy(place->base, place->root);
}

/* After whatever happened: old or new, whole; the update completes; the other feed never moved. */
static void finish(struct place *place, bool is_committed, bool is_strict, const char *what)
{
    int64_t sequence = lab_sequence(place->root, "a", what);
    if (sequence < 1 || sequence > 2 || (is_committed && sequence != 2) ||
        (is_strict && !is_committed && sequence != 1))
        fail_msg("%s: sequence %d", what, (int)sequence);
    int result = lab_update(place->root, &NEW, NULL);
    if (result < 0)
        fail_msg("%s: then: %s", what, strerror(-result));
    assert_int_equal(lab_sequence(place->root, "a", what), 2);
    assert_int_equal(lab_sequence(place->root, "b", what), 1);
    if (lab_count(place->root, "tmp") != 0)
        fail_msg("%s: something is left in tmp/", what);
    lab_remove(place->root);
}

static void fail_each_call(struct place *place, int error, bool for_ever)
{
    char what[64];
    bool is_committed, failed = true;
    for (size_t at = 1; failed; at++) {
        snprintf(what, sizeof what, "%s at call %zu%s", strerror(error), at,
                 for_ever ? " for ever" : "");
        begin(place);
        calls_reset();
        calls_fail(at, for_ever, error);
        int result = lab_update(place->root, &NEW, &is_committed);
        failed = calls_seen()->failed;
        calls_fail(0, false, 0);
        if (calls_seen()->opened != 0)
            fail_msg("%s: a descriptor is left open", what);
        if (!failed)
            assert_int_equal(result, 0);
        /* Where also the way back fails, only "old or new" can hold. */
        finish(place, is_committed, !for_ever, what);
        assert_true(at < 10000);
    }
}

static void an_update_with_calls_that_fail(void **state)
{
    static const int errors[] = {EIO, ENOSPC, ENOMEM};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        fail_each_call(*state, errors[i], false);
    fail_each_call(*state, EIO, true);
}

static void update_without_memory(void *context)
{
    struct place *place = context;
    bool is_committed;
    torture_pause(true);
    begin(place);
    calls_reset();
    torture_pause(false);
    int result = lab_update(place->root, &NEW, &is_committed);
    torture_pause(true);
    assert_int_equal(calls_seen()->opened, 0);
    assert_int_equal(result, torture_has_failed() ? -ENOMEM : 0);
    finish(place, is_committed, true, "without memory");
    torture_pause(false);
}

static void an_update_without_memory(void **state)
{
    torture(update_without_memory, *state);
}

static void an_update_in_small_steps(void **state)
{
    struct place *place = *state;
    bool is_committed;
    begin(place);
    calls_stutter(true);
    assert_int_equal(lab_update(place->root, &NEW, &is_committed), 0);
    calls_stutter(false);
    finish(place, is_committed, true, "small steps");
}

/* Killed at a call, from a fixed series of them; then once more, in what follows. */
static void an_update_that_is_killed(void **state)
{
    struct place *place = *state;
    const char *more = getenv("STORE_KILLS");
    int kills = more ? (int)strtol(more, NULL, 10) : 100;
    uint64_t seed = 7;
    char what[64];
    begin(place);
    calls_fail(0, false, 0);
    assert_int_equal(lab_update(place->root, &NEW, NULL), 0);
    uint32_t calls = (uint32_t)calls_seen()->count;
    assert_true(calls > 100);
    lab_remove(place->root);
    int killed = 0;
    for (int i = 0; i < kills; i++) {
        begin(place);
        for (int twice = 0; twice < 2; twice++) {
            uint32_t at = 1 + lab_random(&seed, calls);
            int status;
            pid_t child = fork();
            if (child == 0) {
                calls_kill(at);
                _exit(lab_update(place->root, &NEW, NULL) == 0 ? 0 : 1);
            }
            assert_int_equal(waitpid(child, &status, 0), child);
            snprintf(what, sizeof what, "killed at call %u", at);
            assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
            killed += WIFSIGNALED(status);
            assert_in_range(lab_sequence(place->root, "a", what), 1, 2);
        }
        finish(place, false, false, what);
    }
    assert_true(killed > kills);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(an_update_with_calls_that_fail),
        TEST(an_update_without_memory),
        TEST(an_update_in_small_steps),
        TEST(an_update_that_is_killed),
    };
    return cmocka_run_group_tests_name("store: torture", tests, NULL, NULL);
}
