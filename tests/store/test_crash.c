/* The power goes at every point of a series of updates: what is found afterwards is whole, nothing
 * that was acknowledged is lost, and the next update completes. The same for a power cut in what
 * follows the first one. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "journal.h"
#include "lab.h"

/* After the nth of them, feed "a" has the sequence SEQUENCES[n][0], feed "b" SEQUENCES[n][1]. */
static const struct lab_edition EDITIONS[] = {
    {"a", 1, {1, 2, 10}, 3},
    {"a", 2, {2, 3, 10, 11}, 4},
    {"b", 1, {3, 5}, 2},
    {"a", 3, {11, 6}, 2},
};
enum { COUNT = sizeof EDITIONS / sizeof *EDITIONS };
static const int64_t SEQUENCES[COUNT + 1][2] = {{0, 0}, {1, 0}, {2, 0}, {2, 1}, {3, 1}};

/* How many editions are on; less than 0: what is on is not whole, or no state there ever was. */
static int editions_on(const char *root, const char **ret_fault)
{
    struct store store = STORE_CLOSED;
    struct current current = {0};
    int64_t sequences[2] = {0, 0};
    assert_int_equal(store_open(root, &store), 0);
    int result = store_read_current(&store, &current);
    *ret_fault =
        result < 0 && result != -ENODATA ? "current is damaged" : lab_fault(&store, &current);
    store_close(&store);
    if (*ret_fault)
        return -1;
    for (int i = 0; i < 2; i++) {
        const struct current_feed *feed = current_find(&current, i ? "b" : "a");
        sequences[i] = feed ? feed->sequence : 0;
    }
    for (int i = 0; i <= COUNT; i++)
        if (memcmp(SEQUENCES[i], sequences, sizeof sequences) == 0)
            return i;
    *ret_fault = "the feeds are of different times";
    return -1;
}

/* Opens, and publishes from edition number `from` on. */
static int publish_from(const char *root, int from, bool is_recorded)
{
    struct store store = STORE_CLOSED;
    int result = store_open_writer(root, &store);
    for (int i = from; result == 0 && i < COUNT; i++) {
        result = lab_commit(&store, &EDITIONS[i]);
        if (result == 0 && is_recorded)
            journal_acknowledge(i + 1);
        if (result == 0)
            result = lab_clean(&store);
    }
    store_close(&store);
    return result;
}

/* What is wrong after a power cut, or NULL; *ret_on: how many editions were on. */
static const char *fault_after(const char *root, int64_t acknowledged, int *ret_on)
{
    const char *fault;
    int on = editions_on(root, &fault);
    *ret_on = on;
    if (on < 0)
        return fault;
    if (on < acknowledged)
        return "an acknowledged edition is lost";
    if (on > acknowledged + 1)
        return "an edition is on that was never begun";
    return NULL;
}

static const char *fault_of_recovery(const char *root, int on)
{
    const char *fault;
    if (publish_from(root, on < COUNT ? on : COUNT - 1, false) < 0)
        return "the next update fails";
    if (editions_on(root, &fault) != COUNT)
        return fault ? fault : "the next update is not on";
    return lab_count(root, "tmp") ? "something is left in tmp/" : NULL;
}

static void make_series(char root[LAB_PATH_MAX])
{
    struct store store = STORE_CLOSED;
    struct store_part part = STORE_PART_NONE;
    struct store_need need = lab_need(10);
    unsigned char bytes[LAB_OBJECT_BYTES];
    lab_make(root);
    lab_object(10, bytes);
    journal_start(root);
    /* A first run that is interrupted within a download. */
    assert_int_equal(store_open_writer(root, &store), 0);
    assert_int_equal(store_part_open(&store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_set_tag(&store, &part, "\"v1\""), 0);
    assert_int_equal(store_part_write(&part, bytes, 40000), 0);
    store_part_close(&part);
    store_close(&store);
    assert_int_equal(publish_from(root, 0, true), 0);
    journal_stop();
}

static const char *const LOSSES[] = {"all kept", "all lost", "names kept", "zeros"};

static void complain(size_t point, int loss, const char *after, const char *fault)
{
    fail_msg("%s before operation %zu of %zu, %s: %s", after, point, journal_length(),
             loss < JOURNAL_RANDOM ? LOSSES[loss] : "by chance", fault);
}

static void a_power_cut_at_each_point(void **state)
{
    char root[LAB_PATH_MAX], crashed[LAB_PATH_MAX];
    (void)state;
    make_series(root);
    for (size_t point = 0; point <= journal_length(); point++) {
        for (int loss = 0; loss < JOURNAL_LOSSES; loss++) {
            int on;
            lab_make(crashed);
            journal_replay(point, (enum journal_loss)loss, point * 64 + (unsigned)loss, false,
                           crashed);
            const char *fault = fault_after(crashed, journal_acknowledged(point), &on);
            if (!fault)
                fault = fault_of_recovery(crashed, on);
            if (fault)
                complain(point, loss, "cut", fault);
            lab_remove(crashed);
        }
    }
    journal_finish();
    lab_remove(root);
}

/* The store as a first cut has left it; the record is then of what follows. */
static int cut_once(uint64_t *seed, char crashed[LAB_PATH_MAX])
{
    char root[LAB_PATH_MAX];
    const char *fault;
    make_series(root);
    lab_make(crashed);
    journal_replay(lab_random(seed, (uint32_t)journal_length()), JOURNAL_RANDOM, *seed, false,
                   crashed);
    lab_remove(root);
    int on = editions_on(crashed, &fault);
    assert_null(fault);
    journal_start(crashed);
    journal_acknowledge(on);
    assert_int_equal(publish_from(crashed, on, true), 0);
    journal_stop();
    lab_remove(crashed);
    return on;
}

static void a_power_cut_after_a_power_cut(void **state)
{
    enum { FIRST = 12, SECOND = 30 };
    uint64_t seed = 42;
    char crashed[LAB_PATH_MAX], again[LAB_PATH_MAX];
    (void)state;
    for (int i = 0; i < FIRST; i++) {
        cut_once(&seed, crashed);
        for (int j = 0; j < SECOND; j++) {
            size_t point = 1 + lab_random(&seed, (uint32_t)journal_length());
            int on;
            lab_make(again);
            journal_replay(point, JOURNAL_RANDOM, seed, false, again);
            const char *fault = fault_after(again, journal_acknowledged(point), &on);
            if (!fault)
                fault = fault_of_recovery(again, on);
            if (fault)
                complain(point, JOURNAL_RANDOM, "cut again", fault);
            lab_remove(again);
        }
    }
    journal_finish();
}

/* The model finds what it is there to find: without any fsync, much is lost. */
static void without_fsync_it_would_not_hold(void **state)
{
    char root[LAB_PATH_MAX], crashed[LAB_PATH_MAX];
    int faults = 0;
    (void)state;
    make_series(root);
    for (size_t point = 0; point <= journal_length(); point += 5) {
        int on;
        lab_make(crashed);
        journal_replay(point, JOURNAL_NAMES, 0, true, crashed);
        faults += fault_after(crashed, journal_acknowledged(point), &on) != NULL;
        lab_remove(crashed);
    }
    assert_true(faults > 20);
    journal_finish();
    lab_remove(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_power_cut_at_each_point),
        cmocka_unit_test(a_power_cut_after_a_power_cut),
        cmocka_unit_test(without_fsync_it_would_not_hold),
    };
    return cmocka_run_group_tests_name("store: power cuts", tests, NULL, NULL);
}
