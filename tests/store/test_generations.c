/* Generations: staged whole, and on by one step. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "place.h"

static const struct lab_edition FIRST = {"a", 1, {1, 2, 3}, 3}, SECOND = {"a", 2, {2, 3, 4}, 3};

static void an_edition_is_on(void **state)
{
    struct place *place = *state;
    struct current current = {.feed_count = 99};
    assert_int_equal(store_read_current(&place->store, &current), -ENODATA);
    assert_int_equal(current.feed_count, 99);
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    assert_int_equal(lab_sequence(place->root, "a", "first"), 1);
    assert_int_equal(lab_publish(&place->store, &SECOND, NULL), 0);
    assert_int_equal(lab_sequence(place->root, "a", "second"), 2);
    assert_int_equal(lab_publish(&place->store, &(struct lab_edition){"b", 9, {4, 5}, 2}, NULL), 0);
    assert_int_equal(lab_sequence(place->root, "a", "other feed"), 2);
    assert_int_equal(lab_sequence(place->root, "b", "other feed"), 9);
    assert_int_equal(store_read_current(&place->store, &current), 0);
    assert_int_equal(current.feeds[0].generation, 2);
    assert_int_equal(current.feeds[0].previous, 1);
    assert_int_equal(current.feeds[1].generation, 3);
}

#define TEN "0123456789"
#define TOO_LONG TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "0"

static void a_generation_is_staged_whole_or_not_at_all(void **state)
{
    struct place *place = *state;
    struct store_need needs[2] = {lab_need(1), lab_need(2)};
    struct store_file file = {"playlist.json", "{}", 2};
    uint64_t number = 77;
    assert_int_equal(store_stage(&place->store, &file, 1, needs, 2, &number), -ENOENT);
    assert_int_equal(lab_fetch(&place->store, 1), 0);
    assert_int_equal(store_stage(&place->store, &file, 1, needs, 2, &number), -ENOENT);
    needs[0].size++;
    assert_int_equal(store_stage(&place->store, &file, 1, needs, 1, &number), -ENOENT);
    needs[0].size--;
    static const char *const names[] = {"", ".", "..", "a/b", "/etc/passwd", "objects", TOO_LONG};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct store_file bad[2] = {file, {names[i], "", 0}};
        assert_int_equal(store_stage(&place->store, bad, 2, needs, 1, &number), -EINVAL);
    }
    struct store_file twice[2] = {file, file};
    assert_int_equal(store_stage(&place->store, twice, 2, needs, 1, &number), -EINVAL);
    assert_int_equal(number, 77);
    assert_int_equal(lab_count(place->root, "tmp"), 1); /* the object */
    assert_int_equal(lab_count(place->root, "generations"), 0);
    assert_int_equal(store_stage(&place->store, &file, 1, needs, 1, &number), 0);
    assert_int_equal(number, 1);
    assert_int_equal(store_stage(&place->store, &file, 1, needs, 0, &number), 0);
    assert_int_equal(number, 2);
    assert_int_equal(lab_count(place->root, "tmp"), 0);
}

static void too_many_needs_are_refused(void **state)
{
    struct place *place = *state;
    struct store_need *needs = calloc(LIMIT_ASSETS + 1, sizeof *needs);
    uint64_t number;
    assert_non_null(needs);
    assert_int_equal(lab_fetch(&place->store, 1), 0);
    for (size_t i = 0; i <= LIMIT_ASSETS; i++)
        needs[i] = lab_need(1);
    assert_int_equal(store_stage(&place->store, NULL, 0, needs, LIMIT_ASSETS + 1, &number), -E2BIG);
    assert_int_equal(store_stage(&place->store, NULL, 0, needs, LIMIT_ASSETS, &number), 0);
    struct current current = {0};
    current_add(&current, "a")->generation = number;
    assert_int_equal(store_commit(&place->store, &current), 0);
    assert_int_equal(store_clean(&place->store, &current, NULL, 0, NULL), 0);
    assert_int_equal(store_object_check(&place->store, needs[0].sha256, needs[0].size), 0);
    free(needs);
}

static void a_number_never_comes_again(void **state)
{
    struct place *place = *state;
    struct current current = {0};
    uint64_t number;
    assert_int_equal(store_stage(&place->store, NULL, 0, NULL, 0, &number), 0);
    assert_int_equal(number, 1);
    current_add(&current, "a")->previous = 40;
    assert_int_equal(store_commit(&place->store, &current), 0);
    assert_int_equal(store_stage(&place->store, NULL, 0, NULL, 0, &number), 0);
    assert_int_equal(number, 41);
    current.feeds[0].generation = CURRENT_GENERATION_MAX;
    assert_int_equal(store_commit(&place->store, &current), 0);
    assert_int_equal(store_stage(&place->store, NULL, 0, NULL, 0, &number), -EOVERFLOW);
}

static void files_of_a_generation_are_read_by_name(void **state)
{
    struct place *place = *state;
    char *data;
    size_t size;
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    assert_int_equal(store_generation_read(&place->store, 1, "playlist.json", 100, &data, &size),
                     0);
    assert_string_equal(data, "a 1 1 2 3");
    free(data);
    assert_int_equal(store_generation_read(&place->store, 1, "playlist.json", 3, &data, &size),
                     -EFBIG);
    assert_int_equal(store_generation_read(&place->store, 1, "other", 100, &data, &size), -ENOENT);
    assert_int_equal(store_generation_read(&place->store, 2, "playlist.json", 100, &data, &size),
                     -ENOENT);
    assert_int_equal(store_generation_read(&place->store, 1, "../../current", 100, &data, &size),
                     -EINVAL);
    int fd = store_generation_open(&place->store, 1);
    assert_true(fd >= 0);
    assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    close(fd);
    assert_int_equal(store_generation_open(&place->store, 2), -ENOENT);
}

static void what_could_not_be_read_is_not_written(void **state)
{
    struct place *place = *state;
    struct current current = {0}, again;
    current_add(&current, "a")->sequence = 5;
    assert_int_equal(store_commit(&place->store, &current), 0);
    current.feeds[0].sequence = -1;
    assert_int_equal(store_commit(&place->store, &current), -EINVAL);
    current.feeds[0].sequence = 6;
    current.feeds[0].share = LIMIT_SHARE + 1;
    assert_int_equal(store_commit(&place->store, &current), -EINVAL);
    memcpy(current.feeds[0].key, "..", 3);
    current.feeds[0].share = 1;
    assert_int_equal(store_commit(&place->store, &current), -EINVAL);
    assert_int_equal(store_read_current(&place->store, &again), 0);
    assert_int_equal(again.feeds[0].sequence, 5);
}

/* Truncation at each length, and then every kind of loss of either file. */
static void a_damaged_current_lets_no_older_one_in(void **state)
{
    struct place *place = *state;
    struct current current;
    size_t size, copy_size;
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    assert_int_equal(lab_publish(&place->store, &SECOND, NULL), 0);
    char *bytes = lab_read(place->root, "current", &size);
    char *copy = lab_read(place->root, "current.copy", &copy_size);
    assert_int_equal(size, copy_size);
    assert_memory_equal(bytes, copy, size);
    for (size_t cut = 0; cut < size; cut++) {
        lab_write(place->root, "current", bytes, cut);
        assert_int_equal(lab_sequence(place->root, "a", "cut"), 2);
        lab_write(place->root, "current", bytes, size);
        lab_write(place->root, "current.copy", bytes, cut);
        assert_int_equal(lab_sequence(place->root, "a", "copy cut"), 2);
        if (cut % 64 != 0) {
            lab_write(place->root, "current.copy", bytes, size);
        } else {
            place_reopen(place);
            char *repaired = lab_read(place->root, "current.copy", &copy_size);
            assert_int_equal(copy_size, size);
            assert_memory_equal(repaired, bytes, size);
            free(repaired);
        }
    }
    lab_write(place->root, "current", "", 0);
    lab_write(place->root, "current.copy", bytes, size);
    place_reopen(place);
    char *repaired = lab_read(place->root, "current", &copy_size);
    assert_int_equal(copy_size, size);
    assert_memory_equal(repaired, bytes, size);
    free(repaired);
    lab_write(place->root, "current", "", 0);
    lab_write(place->root, "current.copy", "x", 1);
    assert_int_equal(store_read_current(&place->store, &current), -EBADMSG);
    place_reopen(place);
    assert_int_equal(store_read_current(&place->store, &current), -EBADMSG);
    assert_int_equal(lab_publish(&place->store, &SECOND, NULL), 0);
    assert_int_equal(lab_sequence(place->root, "a", "from nothing"), 2);
    free(bytes);
    free(copy);
}

static void a_lost_current_is_its_copy(void **state)
{
    struct place *place = *state;
    char path[2 * LAB_PATH_MAX];
    struct current current;
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    snprintf(path, sizeof path, "%s/current", place->root);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(lab_sequence(place->root, "a", "lost"), 1);
    assert_int_equal(mkdir(path, 0755), 0);
    assert_int_equal(lab_sequence(place->root, "a", "a directory"), 1);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_int_equal(lab_sequence(place->root, "a", "a link"), 1);
    place_reopen(place);
    assert_int_equal(lab_sequence(place->root, "a", "repaired"), 1);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/current.copy", place->root);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(store_read_current(&place->store, &current), -ENODATA);
}

static void a_second_writer_is_refused(void **state)
{
    struct place *place = *state;
    struct store other = STORE_CLOSED;
    assert_int_equal(store_open_writer(place->root, &other), -EBUSY);
    assert_int_equal(other.directory, -1);
    assert_int_equal(other.lock, -1);
    pid_t child = fork();
    if (child == 0)
        _exit(store_open_writer(place->root, &other) == -EBUSY ? 0 : 1);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(store_open(place->root, &other), 0);
    store_close(&other);
    store_close(&place->store);
    assert_int_equal(store_open_writer(place->root, &other), 0);
    store_close(&other);
    store_close(&other);
}

static void a_reader_changes_nothing(void **state)
{
    struct place *place = *state;
    struct store store = STORE_CLOSED;
    struct current current;
    struct store_usage usage;
    char empty[LAB_PATH_MAX];
    lab_make(empty);
    assert_int_equal(store_open(empty, &store), 0);
    assert_int_equal(store_read_current(&store, &current), -ENODATA);
    assert_int_equal(store_usage(&store, &usage), 0);
    assert_int_equal(usage.objects, 0);
    store_close(&store);
    assert_int_equal(lab_count(empty, "."), 0);
    lab_remove(empty);
    assert_int_equal(store_open(empty, &store), -ENOENT);
    assert_int_equal(store.directory, -1);
    char file[2 * LAB_PATH_MAX];
    snprintf(file, sizeof file, "%s/lock", place->root);
    assert_int_equal(store_open(file, &store), -ENOTDIR);
}

/* Whole at every look, while a writer puts one edition on after the other. */
static void a_reader_sees_whole_generations_while_one_writes(void **state)
{
    struct place *place = *state;
    int pipe_ends[2], status;
    char byte;
    enum { EDITIONS = 30 };
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    store_close(&place->store);
    assert_int_equal(pipe(pipe_ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(pipe_ends[0]);
        for (int i = 2; i <= EDITIONS; i++)
            if (lab_update(place->root, &(struct lab_edition){"a", i, {i, i + 1, i + 2}, 3}, NULL))
                _exit(1);
        _exit(0);
    }
    close(pipe_ends[1]);
    assert_int_equal(fcntl(pipe_ends[0], F_SETFL, O_NONBLOCK), 0);
    int64_t seen = 1;
    struct store store = STORE_CLOSED;
    assert_int_equal(store_open(place->root, &store), 0);
    while (read(pipe_ends[0], &byte, 1) != 0) {
        struct current current, after;
        assert_int_equal(store_read_current(&store, &current), 0);
        const char *fault = lab_fault(&store, &current);
        struct current alone = current; /* without what the next commit's cleaning takes away */
        alone.feeds[0].previous = alone.feeds[0].root_version = 0;
        const char *own_fault = lab_fault(&store, &alone);
        assert_int_equal(store_read_current(&store, &after), 0);
        int64_t steps = after.feeds[0].sequence - current.feeds[0].sequence;
        if ((fault && steps == 0) || (own_fault && steps <= 1))
            fail_msg("sequence %" PRId64 ": %s", current.feeds[0].sequence, fault);
        assert_true(after.feeds[0].sequence >= seen);
        seen = after.feeds[0].sequence;
    }
    store_close(&store);
    close(pipe_ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(lab_sequence(place->root, "a", "at the end"), EDITIONS);
    assert_int_equal(store_open_writer(place->root, &place->store), 0);
}

static void in_a_store_that_cannot_be_written(const char *root)
{
    struct store store = STORE_CLOSED;
    if (store_open_writer(root, &store) != -EACCES)
        _exit(1);
    _exit(lab_sequence(root, "a", "read-only") == 1 ? 0 : 2);
}

/* Root may write everywhere, so the child becomes nobody. */
static void a_read_only_store_plays(void **state)
{
    struct place *place = *state;
    int status;
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    store_close(&place->store);
    assert_int_equal(chmod(place->root, 0555), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
            _exit(3);
        in_a_store_that_cannot_be_written(place->root);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(chmod(place->root, 0755), 0);
}

static void rubbish_of_a_killed_run_is_swept(void **state)
{
    struct place *place = *state;
    char path[2 * LAB_PATH_MAX];
    snprintf(path, sizeof path, "%s/tmp/g7", place->root);
    assert_int_equal(mkdir(path, 0755), 0);
    lab_write(place->root, "tmp/g7/playlist.json", "{}", 2);
    lab_write(place->root, "tmp/current", "{}", 2);
    lab_write(place->root, "tmp/root", "{}", 2);
    static const char *const foreign[] = {"tmp/notes.txt", "tmp/g",  "tmp/g07",
                                          "tmp/g1x",       "tmp/g9", "objects/readme",
                                          "generations/x", "a.txt"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        lab_write(place->root, foreign[i], "mine", 4);
    place_reopen(place);
    assert_int_equal(lab_publish(&place->store, &FIRST, NULL), 0);
    assert_int_equal(lab_publish(&place->store, &SECOND, NULL), 0);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        assert_true(lab_exists(place->root, foreign[i]));
    assert_false(lab_exists(place->root, "tmp/g7"));
    assert_false(lab_exists(place->root, "tmp/current"));
    assert_false(lab_exists(place->root, "tmp/root"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(an_edition_is_on),
        PLACE_TEST(a_generation_is_staged_whole_or_not_at_all),
        PLACE_TEST(too_many_needs_are_refused),
        PLACE_TEST(a_number_never_comes_again),
        PLACE_TEST(files_of_a_generation_are_read_by_name),
        PLACE_TEST(what_could_not_be_read_is_not_written),
        PLACE_TEST(a_damaged_current_lets_no_older_one_in),
        PLACE_TEST(a_lost_current_is_its_copy),
        PLACE_TEST(a_second_writer_is_refused),
        PLACE_TEST(a_reader_changes_nothing),
        PLACE_TEST(a_reader_sees_whole_generations_while_one_writes),
        PLACE_TEST(a_read_only_store_plays),
        PLACE_TEST(rubbish_of_a_killed_run_is_swept),
    };
    return cmocka_run_group_tests_name("store: generations", tests, NULL, NULL);
}
