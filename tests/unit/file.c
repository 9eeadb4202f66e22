#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

struct place {
    char directory[64];
    char path[128];
};

static int place_open(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->directory, "/tmp/bangtin-unit-XXXXXX");
    if (!mkdtemp(place->directory))
        return -1;
    *state = place;
    return 0;
}

static int place_close(void **state)
{
    struct place *place = *state;
    rmdir(place->directory);
    free(place);
    return 0;
}

static const char *place_path(struct place *place, const char *name)
{
    snprintf(place->path, sizeof place->path, "%s/%s", place->directory, name);
    return place->path;
}

static void a_file_is_replaced_and_read(void **state)
{
    char *data;
    size_t size;
    const char *path = place_path(*state, "a");
    assert_int_equal(file_replace(path, "one", 3), 0);
    assert_int_equal(file_replace(path, "fifteen", 7), 0);
    assert_int_equal(file_read(path, 7, &data, &size), 0);
    assert_int_equal(size, 7);
    assert_string_equal(data, "fifteen");
    free(data);
    unlink(path);
}

static void a_file_above_the_limit_is_not_read(void **state)
{
    char *data = NULL;
    size_t size = 99;
    const char *path = place_path(*state, "a");
    assert_int_equal(file_replace(path, "12345678", 8), 0);
    assert_int_equal(file_read(path, 7, &data, &size), -EFBIG);
    assert_null(data);
    assert_int_equal(size, 99);
    unlink(path);
    assert_int_equal(file_read(path, 7, &data, &size), -ENOENT);
    assert_int_equal(file_read(((struct place *)*state)->directory, 7, &data, &size), -EISDIR);
}

static void a_replacement_that_fails_leaves_nothing(void **state)
{
    struct place *place = *state;
    const char *path = place_path(place, "missing/a");
    assert_int_equal(file_replace(path, "x", 1), -ENOENT);
    path = place_path(place, "folder");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_true(file_replace(path, "x", 1) < 0); /* a folder is in the way */
    assert_int_equal(rmdir(path), 0);            /* and place_close finds nothing beside it */
}

static void a_waiting_pipe_is_no_file(void **state)
{
    char *data;
    size_t size;
    const char *path = place_path(*state, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(file_read(path, 7, &data, &size), -ENOTSUP);
    unlink(path);
}

static void paths_stay_beneath_their_folder(void **state)
{
    struct place *place = *state;
    int directory = open(place->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const char *link;
    assert_true(directory >= 0);
    assert_int_equal(file_replace(place_path(place, "a"), "x", 1), 0);
    int fd = file_open_beneath(directory, "a");
    assert_true(fd >= 0);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    close(fd);
    link = place_path(place, "out");
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(file_open_beneath(directory, "out"), -EXDEV);
    assert_int_equal(file_open_beneath(directory, "../x"), -EXDEV);
    assert_int_equal(file_open_beneath(directory, "/etc/passwd"), -EXDEV);
    assert_int_equal(file_open_beneath(directory, "missing"), -ENOENT);
    assert_int_equal(file_open_beneath(directory, "."), -ENOTSUP);
    unlink(link);
    unlink(place_path(place, "a"));
    close(directory);
}

static void folders_are_made_with_their_parents(void **state)
{
    struct place *place = *state;
    assert_int_equal(file_make_directories(place_path(place, "x/y/z")), 0);
    assert_int_equal(file_make_directories(place_path(place, "x/y/z")), 0);
    assert_int_equal(file_replace(place_path(place, "x/y/z/file"), "x", 1), 0);
    assert_int_equal(file_make_directories(place_path(place, "x/y/z/file")), -ENOTDIR);
    assert_int_equal(file_make_directories(""), -EINVAL);
    unlink(place_path(place, "x/y/z/file"));
    rmdir(place_path(place, "x/y/z"));
    rmdir(place_path(place, "x/y"));
    rmdir(place_path(place, "x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_replaced_and_read, place_open, place_close),
        cmocka_unit_test_setup_teardown(a_file_above_the_limit_is_not_read, place_open,
                                        place_close),
        cmocka_unit_test_setup_teardown(a_replacement_that_fails_leaves_nothing, place_open,
                                        place_close),
        cmocka_unit_test_setup_teardown(a_waiting_pipe_is_no_file, place_open, place_close),
        cmocka_unit_test_setup_teardown(paths_stay_beneath_their_folder, place_open, place_close),
        cmocka_unit_test_setup_teardown(folders_are_made_with_their_parents, place_open,
                                        place_close),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
