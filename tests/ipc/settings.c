/* The settings of a machine: its own file over the one from the boot partition, read again when
 * they change. */
#include "ipc/settings.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

struct room {
    char directory[64], own[128], boot[128];
};

static int open_room(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    char below[96];
    strcpy(room->directory, "/tmp/bangtin-settings-XXXXXX");
    if (!mkdtemp(room->directory))
        return -1;
    snprintf(room->own, sizeof room->own, "%s/site.json", room->directory);
    snprintf(below, sizeof below, "%s/boot", room->directory);
    snprintf(room->boot, sizeof room->boot, "%s/bangtin.json", below);
    setenv("CONFIGURATION_DIRECTORY", room->directory, 1);
    setenv("STATE_DIRECTORY", room->directory, 1);
    *state = room;
    return mkdir(below, 0700);
}

static int close_room(void **state)
{
    struct room *room = *state;
    char below[96];
    unlink(room->own);
    unlink(room->boot);
    snprintf(below, sizeof below, "%s/boot", room->directory);
    int result = rmdir(below) < 0 || rmdir(room->directory) < 0 ? -1 : 0;
    free(room);
    return result;
}

static void put(const char *path, const char *text)
{
    assert_int_equal(file_replace_unsynced(path, text, strlen(text)), 0);
}

static void without_files_the_defaults_hold(void **state)
{
    struct settings settings;
    (void)state;
    assert_int_equal(settings_read(NULL, &settings), 0);
    assert_string_equal(settings.own, "");
    assert_string_equal(settings.boot, "");
    assert_int_equal(settings.site->feed_count, 0);
    assert_false(settings_have_changed(NULL, &settings));
    settings_finish(&settings);
    settings_finish(&settings);
}

static void each_file_counts_and_the_own_one_wins(void **state)
{
    const struct room *room = *state;
    struct settings settings;
    put(room->boot, "{\"site\":\"boot\",\"screen\":{\"rotate\":90}}");
    assert_int_equal(settings_read(NULL, &settings), 0);
    assert_string_equal(settings.site->id, "boot");
    settings_finish(&settings);
    put(room->own, "{\"site\":\"own\"}");
    assert_int_equal(settings_read(NULL, &settings), 0);
    assert_string_equal(settings.site->id, "own");
    assert_int_equal(settings.site->screen.rotate, 90);
    settings_finish(&settings);
    assert_int_equal(settings_read(room->own, &settings), 0); /* named: that one alone */
    assert_int_equal(settings.site->screen.rotate, 0);
    settings_finish(&settings);
}

static void what_is_broken_leaves_what_stands_beneath(void **state)
{
    const struct room *room = *state;
    struct settings settings;
    put(room->boot, "{\"site\":\"boot\"}");
    put(room->own, "{\"site\":");
    assert_int_equal(settings_read(NULL, &settings), -EBADMSG);
    assert_string_equal(settings.site->id, "boot");
    settings_finish(&settings);
    put(room->boot, "[]");
    assert_int_equal(settings_read(NULL, &settings), -EBADMSG);
    assert_null(settings.site->id);
    settings_finish(&settings);
}

static void a_change_is_seen_once_it_can_be_used(void **state)
{
    const struct room *room = *state;
    struct settings settings;
    put(room->own, "{}");
    assert_int_equal(settings_read(NULL, &settings), 0);
    assert_false(settings_have_changed(NULL, &settings));
    put(room->own, "{\"site\":"); /* an editor in the middle of its work */
    assert_false(settings_have_changed(NULL, &settings));
    put(room->own, "{\"site\":\"a\"}");
    assert_true(settings_have_changed(NULL, &settings));
    assert_false(settings_have_changed(NULL, &settings));
    put(room->boot, "{}");
    assert_true(settings_have_changed(NULL, &settings));
    assert_int_equal(unlink(room->own), 0);
    assert_true(settings_have_changed(NULL, &settings));
    settings_finish(&settings);
}

static void the_same_written_again_is_no_change(void **state)
{
    const struct room *room = *state;
    struct settings settings;
    put(room->own, "{\"site\":\"a\"}");
    assert_int_equal(settings_read(NULL, &settings), 0);
    for (int i = 0; i < 3; i++) {
        put(room->own, "{\"site\":\"a\"}");
        assert_false(settings_have_changed(NULL, &settings));
    }
    put(room->own, "{\"site\":");
    assert_false(settings_have_changed(NULL, &settings));
    put(room->own, "{\"site\":\"a\"}"); /* back to what holds */
    assert_false(settings_have_changed(NULL, &settings));
    put(room->own, "{\"site\":\"b\"}");
    assert_true(settings_have_changed(NULL, &settings));
    settings_finish(&settings);
}

static void a_name_lies_beside_the_file_that_knows_it(void **state)
{
    const struct room *room = *state;
    struct settings settings;
    char path[PATH_MAX], expected[160];
    put(room->boot, "{}");
    assert_int_equal(settings_read(NULL, &settings), 0);
    snprintf(expected, sizeof expected, "%s/boot/root.json", room->directory);
    assert_int_equal(settings_beside(&settings, "root.json", path), 0);
    assert_string_equal(path, expected);
    settings_finish(&settings);
    put(room->own, "{}");
    assert_int_equal(settings_read(NULL, &settings), 0);
    assert_int_equal(settings_beside(&settings, "root.json", path), 0);
    assert_string_equal(path, expected); /* there is none beside our own */
    assert_int_equal(settings_beside(&settings, "site.json", path), 0);
    assert_string_equal(path, room->own);
    assert_int_equal(settings_beside(&settings, "/etc/root.json", path), 0);
    assert_string_equal(path, "/etc/root.json");
    settings_finish(&settings);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(without_files_the_defaults_hold),
        CASE(each_file_counts_and_the_own_one_wins),
        CASE(what_is_broken_leaves_what_stands_beneath),
        CASE(a_change_is_seen_once_it_can_be_used),
        CASE(the_same_written_again_is_no_change),
        CASE(a_name_lies_beside_the_file_that_knows_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
