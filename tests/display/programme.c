/* What is on, from a store that its own code has written. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "display/programme.h"

#define NOW INT64_C(1790000000000000) /* in 2026 */

struct room {
    char path[64];
    struct store store; /* its writer */
    struct current current;
    struct programme programme;
    bool is_open;
};

static int open_room(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    strcpy(room->path, "/tmp/bangtin-programme-XXXXXX");
    *state = room;
    return mkdtemp(room->path) && store_open_writer(room->path, &room->store) == 0 ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static int close_room(void **state)
{
    struct room *room = *state;
    if (room->is_open)
        programme_close(&room->programme);
    store_close(&room->store);
    int result = nftw(room->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(room);
    return result;
}

/* Stores the bytes of an asset. */
static struct store_need put(struct room *room, const char *bytes)
{
    struct store_part part;
    struct store_need need = {.size = (int64_t)strlen(bytes)};
    sha256_bytes(bytes, strlen(bytes), need.sha256);
    assert_int_equal(store_part_open(&room->store, need.sha256, need.size, &part), 0);
    assert_int_equal(store_part_write(&part, bytes, strlen(bytes)), 0);
    assert_int_equal(store_part_finish(&room->store, &part), 0);
    return need;
}

/* Activates a document whose items are these letters, each of one picture, "picture". */
static void activate_as(struct room *room, const char *key, const char *feed_id, unsigned share,
                        const char *letters)
{
    char text[4096], hex[SHA256_HEX_SIZE];
    struct store_need need = put(room, "picture");
    sha256_to_hex(need.sha256, hex);
    int used = snprintf(text, sizeof text,
                        "{\"formatVersion\":1,\"feedId\":\"%s\",\"sequence\":1,\"languages\":["
                        "\"vi\"],\"assets\":{\"p\":{\"href\":\"p.jpg\",\"size\":%lld,\"sha256\":"
                        "\"%s\",\"alt\":\"p\"}},\"playlists\":[{\"id\":\"m\",\"items\":[",
                        feed_id, (long long)need.size, hex);
    for (const char *letter = letters; *letter; letter++)
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "%s{\"id\":\"%c\",\"type\":\"image\",\"asset\":\"p\",\"duration\":10}",
                         letter == letters ? "" : ",", *letter);
    used += snprintf(text + used, sizeof text - (size_t)used, "]}]}");
    const struct store_file file = {"playlist.json", text, (size_t)used};
    struct current_feed *feed = current_add(&room->current, key);
    feed->previous = feed->generation;
    memcpy(feed->previous_sha256, feed->sha256, SHA256_SIZE);
    assert_int_equal(store_stage(&room->store, &file, 1, &need, 1, &feed->generation), 0);
    sha256_bytes(text, (size_t)used, feed->sha256);
    feed->sequence = 1;
    feed->share = share;
    assert_int_equal(store_commit(&room->store, &room->current), 0);
}

static void activate(struct room *room, const char *key, unsigned share, const char *letters)
{
    activate_as(room, key, key, share, letters);
}

static void play(struct room *room)
{
    programme_open(&room->programme, NULL, room->path, NULL);
    room->is_open = true;
}

/* Takes over what was activated. Whether there was anything. */
static bool follow(struct room *room)
{
    programme_notice(&room->programme, clock_monotonic());
    if (!programme_reread(&room->programme, clock_monotonic()))
        return false;
    programme_renew(&room->programme);
    return true;
}

/* The items of the next `count` turns, a letter each; "." is one of the built-in content. */
static const char *turns(struct room *room, int count)
{
    static char letters[64];
    for (int i = 0; i < count; i++) {
        struct programme_pick pick;
        programme_pick(&room->programme, NOW + i * (10 * CLOCK_SECOND), &pick);
        letters[i] = pick.item && pick.feed != PROGRAMME_BUILTIN ? pick.item->id[0] : '.';
        programme_accept(&room->programme, &pick);
        programme_pick_finish(&pick);
    }
    letters[count] = '\0';
    return letters;
}

static void feeds_take_turns_by_their_shares(void **state)
{
    struct room *room = *state;
    activate(room, "province", 2, "abc");
    activate(room, "commune", 1, "xy");
    play(room);
    assert_int_equal(room->programme.feed_count, 2);
    assert_string_equal(turns(room, 12), "axbcyabxcayb");
}

static void a_new_generation_goes_on_behind_the_item_of_the_same_id(void **state)
{
    struct room *room = *state;
    activate(room, "province", 1, "abc");
    activate(room, "commune", 1, "xy");
    play(room);
    assert_string_equal(turns(room, 4), "axby");
    const struct document *commune = room->programme.feeds[1].document;
    activate(room, "province", 1, "abnc");
    assert_true(follow(room));
    assert_false(follow(room));
    assert_ptr_equal(room->programme.feeds[1].document, commune); /* not read again */
    assert_string_equal(turns(room, 6), "nxcyax");
}

static void feeds_come_and_go_and_change_their_shares(void **state)
{
    struct room *room = *state;
    play(room);
    assert_int_equal(room->programme.feed_count, 0);
    assert_string_equal(turns(room, 1), ".");
    activate(room, "province", 1, "ab");
    room->programme.look_at = 0; /* without a `current` it is looked at now and then */
    assert_true(follow(room));
    assert_string_equal(turns(room, 2), "ab");
    activate(room, "commune", 3, "x");
    assert_true(follow(room));
    assert_string_equal(turns(room, 4), "xaxx");
    current_add(&room->current, "commune")->share = 0;
    assert_int_equal(store_commit(&room->store, &room->current), 0);
    assert_true(follow(room));
    assert_string_equal(turns(room, 2), "ba");
    current_add(&room->current, "province")->share = 0;
    assert_int_equal(store_commit(&room->store, &room->current), 0);
    assert_true(follow(room));
    assert_string_equal(turns(room, 1), ".");
}

static void feeds_whose_documents_have_one_id_keep_places_of_their_own(void **state)
{
    struct room *room = *state;
    activate_as(room, "@0123456789abcdef", "same", 1, "ab");
    activate_as(room, "@fedcba9876543210", "same", 1, "xyz");
    play(room);
    assert_string_equal(turns(room, 6), "axbyaz");
}

/* Composes the next pick's job. */
static int compose(struct room *room, struct job *ret)
{
    const struct job_screen screen = {.width = 320, .height = 180};
    struct programme_pick pick;
    programme_pick(&room->programme, NOW, &pick);
    int result = programme_job(&room->programme, &pick, 1, &screen, ret, NULL);
    programme_pick_finish(&pick);
    return result;
}

static void a_file_is_compared_once_and_the_picture_stays_the_same(void **state)
{
    struct room *room = *state;
    struct job first, second;
    activate(room, "province", 1, "a");
    play(room);
    assert_int_equal(compose(room, &first), 0);
    assert_int_equal(first.proofs.count, 1);
    assert_non_null(strstr(first.text, "\"sha256\":"));
    assert_non_null(strstr(first.text, "\"size\":7"));
    programme_prove(&room->programme, &first.proofs, NULL);
    assert_int_equal(compose(room, &second), 0);
    assert_int_equal(second.proofs.count, 0);
    assert_null(strstr(second.text, "\"sha256\":"));
    assert_true(first.digest == second.digest);
    job_finish(&first);
    job_finish(&second);
}

static void a_damaged_file_is_asked_for_no_more_until_another_stands_there(void **state)
{
    struct room *room = *state;
    struct job job;
    activate(room, "province", 1, "a");
    play(room);
    assert_int_equal(compose(room, &job), 0);
    programme_prove(&room->programme, &job.proofs, "p");
    assert_int_equal(room->programme.proofs.damaged_count, 1);
    char hex[SHA256_HEX_SIZE], path[256];
    sha256_to_hex(job.proofs.list[0].sha256, hex);
    job_finish(&job);
    assert_int_equal(compose(room, &job), -EBADMSG);
    snprintf(path, sizeof path, "%s/objects/%.2s/%s", room->path, hex, hex);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(compose(room, &job), -ENOENT);
    activate(room, "province", 1, "a"); /* brings it again */
    assert_int_equal(compose(room, &job), 0);
    assert_int_equal(job.proofs.count, 1); /* another file: it is compared again */
    programme_prove(&room->programme, &job.proofs, NULL);
    assert_int_equal(room->programme.proofs.damaged_count, 0);
    job_finish(&job);
}

/* Overwrites the document of a generation. */
static void spoil(struct room *room, uint64_t generation)
{
    char path[256];
    snprintf(path, sizeof path, "%s/generations/%llu/playlist.json", room->path,
             (unsigned long long)generation);
    assert_int_equal(chmod(path, 0600), 0);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, " ", 1, 0), 1);
    close(fd);
}

static void what_is_damaged_gives_way_to_the_generation_before(void **state)
{
    struct room *room = *state;
    activate(room, "province", 1, "a");
    activate(room, "province", 1, "b");
    activate(room, "commune", 1, "x");
    spoil(room, current_find(&room->current, "province")->generation);
    play(room);
    assert_string_equal(turns(room, 4), "axax");
    spoil(room, current_find(&room->current, "province")->previous);
    assert_int_equal(store_commit(&room->store, &room->current), 0);
    assert_false(follow(room));
    assert_string_equal(turns(room, 2), "ax"); /* from memory */
    programme_close(&room->programme);
    play(room);
    assert_string_equal(turns(room, 2), "xx");
}

static void the_time_is_not_before_the_floor_of_the_store(void **state)
{
    struct room *room = *state;
    room->current.time_floor = NOW + INT64_C(1000) * 365 * 24 * 3600 * CLOCK_SECOND;
    activate(room, "province", 1, "a");
    play(room);
    assert_true(room->programme.floor == room->current.time_floor);
    room->programme.clock = CLOCK_FLOOR;
    assert_true(programme_time(&room->programme) >= room->current.time_floor);
    room->programme.clock = CLOCK_TRUSTED;
    assert_true(programme_time(&room->programme) < room->current.time_floor);
    room->current.time_floor = 1;
    assert_int_equal(store_commit(&room->store, &room->current), 0);
    follow(room);
    assert_true(room->programme.floor == clock_build_time());
}

static void a_servers_time_counts_until_the_machines_own_is_known(void **state)
{
    struct room *room = *state;
    struct programme *programme = &room->programme;
    activate(room, "province", 1, "a");
    play(room);
    programme->clock = CLOCK_FLOOR;
    programme->floor = TIME_ALWAYS_AFTER; /* the machine's own clock is not believed */
    int64_t least = programme->least.time, boot = clock_boot();
    programme->heard = least - 2 * 3600 * CLOCK_SECOND - boot;
    programme_look_at_clock(programme);
    assert_int_equal(programme->clock, CLOCK_FLOOR); /* below what is sure */
    programme->heard = least + 2 * 86400 * CLOCK_SECOND - boot;
    programme_look_at_clock(programme);
    assert_int_equal(programme->clock, CLOCK_FLOOR); /* it was looked at just now */
    programme->clock_look_at = 0;
    programme_look_at_clock(programme);
    assert_int_equal(programme->clock, CLOCK_SERVER);
    int64_t ahead = programme_time(programme) - least - 2 * 86400 * CLOCK_SECOND;
    assert_true(ahead >= 0 && ahead < 600 * CLOCK_SECOND);
    programme->floor = clock_build_time();
    programme->clock_look_at = 0;
    if (clock_rung(programme->floor) == CLOCK_TRUSTED) {
        programme_look_at_clock(programme);
        assert_int_equal(programme->clock, CLOCK_TRUSTED);
        assert_true(llabs(programme_time(programme) - clock_wall()) < 600 * CLOCK_SECOND);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(feeds_take_turns_by_their_shares),
        TEST(a_new_generation_goes_on_behind_the_item_of_the_same_id),
        TEST(feeds_come_and_go_and_change_their_shares),
        TEST(feeds_whose_documents_have_one_id_keep_places_of_their_own),
        TEST(a_file_is_compared_once_and_the_picture_stays_the_same),
        TEST(a_damaged_file_is_asked_for_no_more_until_another_stands_there),
        TEST(what_is_damaged_gives_way_to_the_generation_before),
        TEST(the_time_is_not_before_the_floor_of_the_store),
        TEST(a_servers_time_counts_until_the_machines_own_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
