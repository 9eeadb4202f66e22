/* How much is written: flash cards wear out by it. With STORE_MEASURE=DIRECTORY the same updates go
 * to that disk, fsync and all, and what the system says of it is printed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "lab.h"

enum { OBJECTS = 40, OBJECT_BYTES = 50000 };

struct place {
    char root[LAB_PATH_MAX];
    struct store store;
    struct store_need needs[OBJECTS];
    struct current current;
    size_t document_bytes;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    const char *disk = getenv("STORE_MEASURE");
    assert_non_null(place);
    if (disk)
        assert_int_equal(setenv("TMPDIR", disk, 1), 0);
    calls_sync(disk != NULL);
    lab_make(place->root);
    assert_int_equal(store_open_writer(place->root, &place->store), 0);
    assert_non_null(current_add(&place->current, "a"));
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    store_close(&place->store);
    lab_remove(place->root);
    free(place);
    return 0;
}

static void fetch(struct place *place, size_t index, unsigned version)
{
    static unsigned char bytes[OBJECT_BYTES];
    struct store_part part = STORE_PART_NONE;
    uint64_t seed = index * 1000 + version;
    for (size_t i = 0; i < OBJECT_BYTES; i++)
        bytes[i] = (unsigned char)lab_random(&seed, 256);
    struct store_need *need = &place->needs[index];
    need->size = OBJECT_BYTES;
    sha256_bytes(bytes, OBJECT_BYTES, need->sha256);
    assert_int_equal(store_part_open(&place->store, need->sha256, need->size, &part), 0);
    assert_int_equal(store_part_set_tag(&place->store, &part, "\"5f3c-61a2\""), 0);
    for (size_t at = 0; at < OBJECT_BYTES; at += 10000) /* as they come from the network */
        assert_int_equal(store_part_write(&part, bytes + at, 10000), 0);
    assert_int_equal(store_part_finish(&place->store, &part), 0);
}

/* A document is about 250 bytes for each picture. */
static void put_on(struct place *place)
{
    static const char document[OBJECTS * 250];
    struct store_file files[] = {{"playlist.json", document, sizeof document},
                                 {"playlist.json.minisig", document, 300}};
    struct current_feed *feed = &place->current.feeds[0];
    uint64_t generation;
    place->document_bytes = sizeof document + 300;
    assert_int_equal(store_stage(&place->store, files, 2, place->needs, OBJECTS, &generation), 0);
    feed->previous = feed->generation;
    feed->generation = generation;
    feed->sequence++;
    assert_int_equal(store_commit(&place->store, &place->current), 0);
    assert_int_equal(store_clean(&place->store, &place->current, NULL, 0, NULL), 0);
}

/* What has gone to the disk so far: of its statistics (STORE_DEVICE=/sys/block/NAME/stat, journal
 * and all, other processes' too), or what the system counts for this process (proc(5), "io"). */
static int64_t device_bytes(void)
{
    const char *device = getenv("STORE_DEVICE");
    FILE *file = fopen(device ? device : "/proc/self/io", "r");
    long long bytes = 0;
    char line[256];
    while (file && fgets(line, sizeof line, file)) {
        if (device && sscanf(line, "%*s %*s %*s %*s %*s %*s %lld", &bytes) == 1)
            bytes *= 512;
        else
            sscanf(line, "write_bytes: %lld", &bytes);
    }
    if (file)
        fclose(file);
    return bytes;
}

static void update(struct place *place, size_t changed, unsigned version, int64_t most)
{
    int64_t device = device_bytes();
    calls_reset();
    for (size_t i = 0; i < changed; i++)
        fetch(place, i, version);
    put_on(place);
    const struct calls *seen = calls_seen();
    int64_t fresh = (int64_t)(changed * OBJECT_BYTES + place->document_bytes);
    print_message("# %zu of %d objects new: %" PRId64 " bytes, %" PRId64 " written (%.3f), %" PRId64
                  " fsyncs",
                  changed, OBJECTS, fresh, seen->written, (double)seen->written / (double)fresh,
                  seen->syncs);
    if (getenv("STORE_MEASURE"))
        print_message("; to the device: %" PRId64 " (%.3f)", device_bytes() - device,
                      (double)(device_bytes() - device) / (double)fresh);
    print_message("\n");
    if (seen->written > most)
        fail_msg("%" PRId64 " bytes written, %" PRId64 " are allowed", seen->written, most);
}

static void an_update_writes_little_more_than_its_news(void **state)
{
    struct place *place = *state;
    int64_t document = OBJECTS * 250 + 300;
    update(place, OBJECTS, 1, (OBJECTS * (int64_t)OBJECT_BYTES + document) * 13 / 10);
    update(place, OBJECTS, 2, (OBJECTS * (int64_t)OBJECT_BYTES + document) * 13 / 10);
    update(place, 1, 3, (OBJECT_BYTES + document) * 13 / 10);
    update(place, 0, 4, document + 10000);
}

static void without_news_nothing_is_written(void **state)
{
    struct place *place = *state;
    struct store reader = STORE_CLOSED;
    struct current current;
    struct store_usage usage;
    update(place, OBJECTS, 1, INT64_MAX);
    store_close(&place->store);
    calls_reset();
    assert_int_equal(store_open_writer(place->root, &place->store), 0);
    assert_int_equal(store_open(place->root, &reader), 0);
    assert_int_equal(store_read_current(&reader, &current), 0);
    assert_int_equal(store_usage(&reader, &usage), 0);
    assert_int_equal(usage.objects, OBJECTS);
    assert_int_equal(store_object_check(&reader, place->needs[0].sha256, OBJECT_BYTES), 0);
    store_close(&reader);
    assert_int_equal(calls_seen()->written, 0);
    assert_int_equal(calls_seen()->syncs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(an_update_writes_little_more_than_its_news),
        TEST(without_news_nothing_is_written),
    };
    return cmocka_run_group_tests_name("store: writes", tests, NULL, NULL);
}
