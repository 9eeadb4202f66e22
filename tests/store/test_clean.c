/* Cleaning takes what nothing names and leaves what something needs; room is counted. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "place.h"

static const struct lab_edition FIRST = {"a", 1, {1, 2, 3}, 3}, SECOND = {"a", 2, {2, 3, 4}, 3};

enum { FEEDS = 3, NUMBERS = 12, HISTORIES = 40, STEPS = 8 };

static void add_numbers(const struct place *place, uint64_t generation, bool needed[NUMBERS])
{
    char *text, *end;
    size_t size;
    if (generation == 0)
        return;
    assert_int_equal(
        store_generation_read(&place->store, generation, "playlist.json", 1024, &text, &size), 0);
    strtoll(strchr(text, ' '), &end, 10);
    while (*end)
        needed[strtol(end, &end, 10)] = true;
    free(text);
}

/* Exactly what is needed is there: no less, and no more. */
static void assert_clean(const struct place *place)
{
    struct current current;
    bool needed[NUMBERS] = {false};
    int generations = 0;
    assert_int_equal(store_read_current(&place->store, &current), 0);
    assert_null(lab_fault(&place->store, &current));
    for (size_t i = 0; i < current.feed_count; i++) {
        add_numbers(place, current.feeds[i].generation, needed);
        add_numbers(place, current.feeds[i].previous, needed);
        generations += (current.feeds[i].generation != 0) + (current.feeds[i].previous != 0);
    }
    for (int i = 0; i < NUMBERS; i++) {
        struct store_need need = lab_need(i);
        int fd = store_object_open(&place->store, need.sha256, need.size);
        assert_int_equal(fd >= 0, needed[i]);
        if (fd >= 0)
            close(fd);
    }
    assert_int_equal(lab_count(place->root, "generations"), generations);
    assert_int_equal(lab_count(place->root, "tmp"), 0);
}

static void drop_feed(const struct place *place, uint64_t *seed)
{
    struct current current;
    assert_int_equal(store_read_current(&place->store, &current), 0);
    if (current.feed_count == 0)
        return;
    struct current_feed *feed = &current.feeds[lab_random(seed, (uint32_t)current.feed_count)];
    feed->generation = feed->previous = 0;
    feed->root_version = 0;
    assert_int_equal(store_commit(&place->store, &current), 0);
    assert_int_equal(store_clean(&place->store, &current, NULL, 0, NULL), 0);
}

static void take_a_step(const struct place *place, int64_t sequence, uint64_t *seed)
{
    static const char *const feeds[FEEDS] = {"a", "b", "@0123456789abcdef"};
    struct lab_edition edition = {.feed = feeds[lab_random(seed, FEEDS)], .sequence = sequence};
    edition.count = lab_random(seed, 6);
    for (size_t i = 0; i < edition.count; i++)
        edition.objects[i] = (int)lab_random(seed, NUMBERS);
    assert_int_equal(lab_publish(&place->store, &edition, NULL), 0);
}

static bool all_have_roots(const struct place *place)
{
    struct current current;
    assert_int_equal(store_read_current(&place->store, &current), 0);
    for (size_t i = 0; i < current.feed_count; i++)
        if (current.feeds[i].generation == 0)
            return false;
    return true;
}

static void cleaning_keeps_what_is_needed_and_nothing_else(void **state)
{
    struct place *place = *state;
    const char *more = getenv("STORE_HISTORIES");
    int histories = more ? (int)strtol(more, NULL, 10) : HISTORIES;
    uint64_t seed = 20261122;
    for (int history = 0; history < histories; history++) {
        for (int64_t step = 1; step <= STEPS; step++) {
            take_a_step(place, step, &seed);
            if (all_have_roots(place))
                assert_clean(place);
        }
        if (lab_random(&seed, 2) == 0)
            drop_feed(place, &seed);
        if (lab_random(&seed, 4) == 0)
            place_reopen(place);
    }
}

static void what_is_wanted_stays(void **state)
{
    struct place *place = *state;
    struct current current = {0};
    struct store_need wanted[2] = {lab_need(1), lab_need(5)};
    struct store_part part = STORE_PART_NONE;
    int64_t freed = -1;
    struct store_usage usage;
    assert_int_equal(lab_fetch(&place->store, 1), 0);
    assert_int_equal(lab_fetch(&place->store, 2), 0);
    for (int number = 5; number <= 6; number++) {
        struct store_need need = lab_need(number);
        assert_int_equal(store_part_open(&place->store, need.sha256, need.size, &part), 0);
        assert_int_equal(store_part_set_tag(&place->store, &part, "\"t\""), 0);
        assert_int_equal(store_part_write(&part, "abc", 3), 0);
        store_part_close(&part);
    }
    assert_int_equal(lab_count(place->root, "tmp"), 6);
    assert_int_equal(store_clean(&place->store, &current, wanted, 2, &freed), 0);
    assert_int_equal(freed, lab_need(2).size + 3 + 3);
    assert_int_equal(lab_count(place->root, "tmp"), 3);
    assert_int_equal(store_object_check(&place->store, wanted[0].sha256, wanted[0].size), 0);
    assert_int_equal(store_usage(&place->store, &usage), 0);
    assert_int_equal(usage.objects, 2);
    assert_int_equal(usage.bytes, wanted[0].size + 3);
    assert_int_equal(store_clean(&place->store, &current, NULL, 0, &freed), 0);
    assert_int_equal(freed, wanted[0].size + 3 + 3);
    assert_int_equal(lab_count(place->root, "tmp"), 0);
    assert_int_equal(store_clean(&place->store, &current, NULL, 0, &freed), 0);
    assert_int_equal(freed, 0);
}

static void without_a_sound_list_nothing_is_removed(void **state)
{
    struct place *place = *state;
    struct current current;
    size_t size;
    int64_t freed = -1;
    char path[2 * LAB_PATH_MAX];
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    assert_int_equal(lab_publish(&place->store, &SECOND, NULL), 0);
    assert_int_equal(lab_fetch(&place->store, 9), 0);
    assert_int_equal(store_stage(&place->store, NULL, 0, NULL, 0, &(uint64_t){0}), 0);
    assert_int_equal(store_read_current(&place->store, &current), 0);
    char *list = lab_read(place->root, "generations/1/objects", &size);
    for (size_t cut = 0; cut < size; cut++) {
        lab_write(place->root, "generations/1/objects", list, cut);
        assert_int_equal(store_clean(&place->store, &current, NULL, 0, &freed), -EBADMSG);
        assert_int_equal(freed, 0);
    }
    for (size_t bit = 0; bit < size * 8; bit++) {
        list[bit / 8] = (char)(list[bit / 8] ^ 1 << bit % 8);
        lab_write(place->root, "generations/1/objects", list, size);
        list[bit / 8] = (char)(list[bit / 8] ^ 1 << bit % 8);
        int result = store_clean(&place->store, &current, NULL, 0, NULL);
        /* The digest's own digits may be in capitals. */
        if (result != -EBADMSG && bit < (size - SHA256_HEX_SIZE) * 8)
            fail_msg("bit %zu: %d", bit, result);
        if (result == 0)
            assert_int_equal(lab_fetch(&place->store, 9), 0);
    }
    snprintf(path, sizeof path, "%s/generations/1/objects", place->root);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(store_clean(&place->store, &current, NULL, 0, &freed), -ENOENT);
    assert_int_equal(freed, 0);
    for (int number = 1; number <= 4; number++)
        assert_int_equal(
            store_object_check(&place->store, lab_need(number).sha256, lab_need(number).size), 0);
    lab_write(place->root, "generations/1/objects", list, size);
    assert_int_equal(store_clean(&place->store, &current, NULL, 0, &freed), 0);
    free(list);
}

static void roots_stay_from_the_trusted_one_on(void **state)
{
    struct place *place = *state;
    struct current current = {0};
    char *data;
    size_t size;
    current_add(&current, "a")->root_version = 10;
    for (uint32_t version = 8; version <= 11; version++)
        assert_int_equal(store_root_write(&place->store, "a", version, "root", 4), 0);
    assert_int_equal(store_root_write(&place->store, "b", 1, "other", 5), 0);
    assert_int_equal(store_root_write(&place->store, "a", 10, "again", 5), 0);
    assert_int_equal(store_root_write(&place->store, "../a", 1, "", 0), -EINVAL);
    assert_int_equal(store_root_write(&place->store, "..", 1, "", 0), -EINVAL);
    assert_int_equal(store_root_read(&place->store, "../a", 1, 9, &data, &size), -EINVAL);
    assert_int_equal(store_clean(&place->store, &current, NULL, 0, NULL), 0);
    assert_int_equal(lab_count(place->root, "roots/a"), 2);
    assert_int_equal(store_root_read(&place->store, "a", 9, 9, &data, &size), -ENOENT);
    assert_int_equal(store_root_read(&place->store, "a", 10, 4, &data, &size), -EFBIG);
    assert_int_equal(store_root_read(&place->store, "a", 10, 9, &data, &size), 0);
    assert_string_equal(data, "again");
    free(data);
    assert_int_equal(store_root_read(&place->store, "b", 1, 9, &data, &size), 0);
    free(data);
}

static void what_is_missing_is_counted(void **state)
{
    const int64_t million = 1000000;
    static const struct {
        const char *name;
        int64_t bytes, free_bytes, total, max, more;
        unsigned percent;
        int64_t missing;
    } cases[] = {
        {"plenty", 0, 1000, 1000, 1000, 100, 5, 0},
        {"the quota to the byte", 900, 10000, 10000, 1000, 100, 0, 0},
        {"one above the quota", 900, 10000, 10000, 1000, 101, 0, 1},
        {"already above the quota", 2000, 10000, 10000, 1000, 0, 0, 1000},
        {"the disk to the byte", 0, 100, 1000, 10000, 100, 0, 0},
        {"one above the disk", 0, 100, 1000, 10000, 101, 0, 1},
        {"the floor to the byte", 0, 150, 1000, 10000, 100, 5, 0},
        {"one below the floor", 0, 149, 1000, 10000, 100, 5, 1},
        {"nothing more, below the floor", 0, 20, 1000, 10000, 0, 5, 30},
        {"the worse of both", 990, 10, 1000, 1000, 50, 0, 40},
        {"a large disk asks for 200 MB", 0, 200, 100000, 200000, 0, 50, 0},
        {"a large disk, one short", 0, 199, 100000, 200000, 0, 50, 1},
        {"more than all", 0, 50, 100, 1000, 0, 4000000000u, 50},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is_large = strncmp(cases[i].name, "a large", 7) == 0;
        int64_t unit = is_large ? million : 1;
        struct store_usage usage = {cases[i].bytes * unit, 1, cases[i].free_bytes * unit,
                                    cases[i].total * unit};
        struct store_limits limits = {cases[i].max * unit, cases[i].percent};
        int64_t missing = store_missing(&usage, &limits, cases[i].more * unit);
        if (missing != cases[i].missing * unit)
            fail_msg("%s: %" PRId64, cases[i].name, missing);
    }
    struct store_usage usage = {INT64_MAX, 1, 0, INT64_MAX};
    assert_true(store_missing(&usage, &(struct store_limits){0, 100}, INT64_MAX) > 0);
    usage = (struct store_usage){0, 0, INT64_MAX, INT64_MAX};
    assert_int_equal(store_missing(&usage, &(struct store_limits){INT64_MAX, 5}, INT64_MAX),
                     200 * million);
}

static void usage_counts_what_is_ours(void **state)
{
    struct place *place = *state;
    struct store_usage usage;
    assert_int_equal(lab_fetch(&place->store, 1), 0);
    assert_int_equal(lab_fetch(&place->store, 5), 0);
    lab_write(place->root, "objects/readme", "mine", 4);
    lab_write(place->root, "tmp/notes", "mine", 4);
    assert_int_equal(store_usage(&place->store, &usage), 0);
    assert_int_equal(usage.objects, 2);
    assert_int_equal(usage.bytes, lab_need(1).size + lab_need(5).size);
    assert_in_range(usage.free_bytes, 1, usage.total_bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(cleaning_keeps_what_is_needed_and_nothing_else),
        PLACE_TEST(what_is_wanted_stays),
        PLACE_TEST(without_a_sound_list_nothing_is_removed),
        PLACE_TEST(roots_stay_from_the_trusted_one_on),
        PLACE_TEST(what_is_missing_is_counted),
        PLACE_TEST(usage_counts_what_is_ours),
    };
    return cmocka_run_group_tests_name("store: cleaning", tests, NULL, NULL);
}
