/* Where the files of a machine are: what systemd says, the system's places, the user's. */
#include "base/place.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "support.h"

static const char *const variables[] = {
    "CONFIGURATION_DIRECTORY", "STATE_DIRECTORY", "RUNTIME_DIRECTORY", "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",           "XDG_RUNTIME_DIR", "XDG_CACHE_HOME",    "HOME"};

/* A directory of its own, and no variable set. */
static int open_room(void **state)
{
    char *directory = strdup("/tmp/bangtin-unit-XXXXXX");
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    *state = directory;
    return mkdtemp(directory) ? 0 : -1;
}

static int close_room(void **state)
{
    char *directory = *state;
    int result = rmdir(directory);
    free(directory);
    return result;
}

static void what_systemd_says_goes_before_all(void **state)
{
    char path[PATH_MAX];
    (void)state;
    setenv("STATE_DIRECTORY", "/a/state:/b", 1);
    setenv("RUNTIME_DIRECTORY", "/a/run", 1);
    setenv("XDG_DATA_HOME", "/c", 1);
    setenv("XDG_RUNTIME_DIR", "/c", 1);
    assert_int_equal(place_store(path, sizeof path), 0);
    assert_string_equal(path, "/a/state");
    assert_int_equal(place_run(path, sizeof path), 0);
    assert_string_equal(path, "/a/run");
}

static void assert_place(int (*place)(char *, size_t), const char *expected)
{
    char path[PATH_MAX];
    assert_int_equal(place(path, sizeof path), 0);
    assert_string_equal(path, expected);
}

static void the_system_has_them_in_its_directories_and_a_user_in_their_own(void **state)
{
    bool is_root = geteuid() == 0, owns_store = access("/var/lib/bangtin", W_OK) == 0;
    (void)state;
    setenv("HOME", "/users/a", 1);
    setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    assert_place(place_run, is_root ? "/run/bangtin" : "/run/user/7/bangtin");
    assert_place(place_store, is_root || owns_store ? "/var/lib/bangtin"
                                                    : "/users/a/.local/share/bangtin/store");
    setenv("XDG_DATA_HOME", "/data", 1);
    assert_place(place_store, is_root || owns_store ? "/var/lib/bangtin" : "/data/bangtin/store");
}

static void a_reader_without_a_log_of_their_own_means_the_machine_s(void **state)
{
    const char *directory = *state;
    char path[PATH_MAX], file[PATH_MAX], store[PATH_MAX - 16], parent[PATH_MAX - 32];
    bool is_root = geteuid() == 0, owns_store = access("/var/lib/bangtin", W_OK) == 0;
    snprintf(parent, sizeof parent, "%s/bangtin", directory);
    snprintf(store, sizeof store, "%s/store", parent);
    snprintf(file, sizeof file, "%s/plays.db", store);
    setenv("XDG_DATA_HOME", directory, 1);
    assert_int_equal(place_log("plays.db", path, sizeof path), 0);
    bool none = access("/var/lib/bangtin/plays.db", F_OK) < 0 && errno == ENOENT;
    assert_string_equal(path, !is_root && !owns_store && none ? store : "/var/lib/bangtin");
    assert_int_equal(file_make_directories(store), 0);
    assert_int_equal(file_replace_unsynced(file, "log", 3), 0);
    assert_int_equal(place_log("plays.db", path, sizeof path), 0);
    assert_string_equal(path, is_root || owns_store ? "/var/lib/bangtin" : store);
    setenv("STATE_DIRECTORY", parent, 1);
    assert_int_equal(place_log("plays.db", path, sizeof path), 0);
    assert_string_equal(path, parent);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(store), 0);
    assert_int_equal(rmdir(parent), 0);
}

static void the_settings_are_a_file_that_can_be_read(void **state)
{
    const char *directory = *state;
    char path[PATH_MAX] = "as it was", file[PATH_MAX];
    snprintf(file, sizeof file, "%s/site.json", directory);
    setenv("CONFIGURATION_DIRECTORY", directory, 1);
    assert_int_equal(place_settings(path, sizeof path), -ENOENT);
    assert_int_equal(file_replace_unsynced(file, "{}", 2), 0);
    assert_int_equal(place_settings(path, sizeof path), 0);
    assert_string_equal(path, file);
    assert_int_equal(unlink(file), 0);
}

static void an_office_s_theme_goes_before_the_program_s(void **state)
{
    const char *directory = *state;
    char path[PATH_MAX], file[PATH_MAX];
    snprintf(file, sizeof file, "%s/theme.json", directory);
    setenv("CONFIGURATION_DIRECTORY", directory, 1);
    if (place_theme(path, sizeof path) == 0) /* a test program may lie anywhere */
        assert_string_not_equal(path, file);
    assert_int_equal(file_replace_unsynced(file, "{}", 2), 0);
    assert_int_equal(place_theme(path, sizeof path), 0);
    assert_string_equal(path, file);
    assert_int_equal(unlink(file), 0);
}

static void the_boot_partition_s_settings_lie_with_the_state(void **state)
{
    const char *directory = *state;
    char path[PATH_MAX] = "as it was", file[PATH_MAX], below[PATH_MAX - 16];
    snprintf(below, sizeof below, "%s/boot", directory);
    snprintf(file, sizeof file, "%s/bangtin.json", below);
    setenv("STATE_DIRECTORY", directory, 1);
    assert_int_equal(place_boot_settings(path, sizeof path), -ENOENT);
    assert_int_equal(file_make_directories(below), 0);
    assert_int_equal(file_replace_unsynced(file, "{}", 2), 0);
    assert_int_equal(place_boot_settings(path, sizeof path), 0);
    assert_string_equal(path, file);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(below), 0);
}

static void what_is_no_absolute_path_is_passed_over(void **state)
{
    char path[PATH_MAX];
    (void)state;
    setenv("XDG_CACHE_HOME", "cache", 1);
    setenv("HOME", "", 1);
    assert_int_equal(place_cache(path, sizeof path), -ENOENT);
    setenv("HOME", "/users/a", 1);
    assert_int_equal(place_cache(path, sizeof path), 0);
    assert_string_equal(path, "/users/a/.cache/bangtin");
    setenv("STATE_DIRECTORY", "state", 1);
    assert_int_equal(place_store(path, sizeof path), 0);
    assert_string_not_equal(path, "state");
}

static void a_path_that_does_not_fit_is_refused(void **state)
{
    char path[8];
    (void)state;
    setenv("HOME", "/users/a", 1);
    setenv("RUNTIME_DIRECTORY", "/longer/than/that", 1);
    setenv("XDG_RUNTIME_DIR", "/longer/than/that", 1);
    assert_int_equal(place_cache(path, sizeof path), -ENAMETOOLONG);
    assert_int_equal(place_store(path, sizeof path), -ENAMETOOLONG);
    assert_int_equal(place_run(path, sizeof path), -ENAMETOOLONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_systemd_says_goes_before_all, open_room, close_room),
        cmocka_unit_test_setup_teardown(
            the_system_has_them_in_its_directories_and_a_user_in_their_own, open_room, close_room),
        cmocka_unit_test_setup_teardown(a_reader_without_a_log_of_their_own_means_the_machine_s,
                                        open_room, close_room),
        cmocka_unit_test_setup_teardown(the_settings_are_a_file_that_can_be_read, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(an_office_s_theme_goes_before_the_program_s, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(the_boot_partition_s_settings_lie_with_the_state, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(what_is_no_absolute_path_is_passed_over, open_room,
                                        close_room),
        cmocka_unit_test_setup_teardown(a_path_that_does_not_fit_is_refused, open_room, close_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
