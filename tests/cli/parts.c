/* The small parts of the commands: options, the order of findings, the set of digests, folders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/asset_file.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "cli/outdir.h"
#include "cli/roles.h"
#include "cli/seen.h"
#include "ipc/folder.h"

static void values_have_the_form_that_is_asked_for(void **state)
{
    static const struct {
        bool (*is_valid)(const char *);
        const char *good[8], *bad[8];
    } cases[] = {
        {option_is_size,
         {"1920x1080", "16x16", "8192X8192"},
         {"", "1920", "1920x", "x1080", "15x16", "8193x16", "1920x1080 ", "-1x5"}},
        {option_is_viewport,
         {"320x160+0+0", "16x16+65535+1"},
         {"320x160", "320x160+0", "320x160+0+", "320x160-1+0", "320x160+0+0+", "320x160+65536+0"}},
        {option_is_rotation, {"0", "90", "180", "270"}, {"", "45", "-90", "090", "360"}},
        {option_is_seconds,
         {"0.001", "20", "0.5", ".5", "1."},
         {"0", ".", "-1", "1e3", "inf", "0x1", "1 ", "99999999999"}},
        {option_is_stay, {"0.1", "8", "86400"}, {"", "0", "0.09", "86401", "8s"}},
        {option_is_moment,
         {"2026-03-02", "2026-03-02 08:00", "02/03/2026", "02/03/2026 08:00", "08:00 02/03/2026",
          "2/3/2026", "8h 2/3/2026", "2/3/2026 8h30"},
         {"", "30/02/2026", "2/3", "2/3/26", "02/03/2026 25:00", "24:01 02/03/2026", "02-03-2026",
          "0a/03/2026"}},
        {option_is_deadline, {"2026-03-02T08:00", "08:00 02/03/2026"}, {"", "02/03/2026"}},
        {option_is_language, {"vi", "en"}, {"", "VI", "fr", "vi_VN"}},
        {option_is_transition,
         {"cut", "crossfade", "push-left", "push-up", "wipe-left"},
         {"", "fade", "Cut"}},
        {option_is_severity, {"extreme", "Severe", "unknown"}, {"", "SEVERE", "urgent"}},
        {option_is_log_level, {"error", "warning", "info", "debug"}, {"", "loud", "Error"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t j = 0; j < 8 && cases[i].good[j]; j++)
            assert_true(cases[i].is_valid(cases[i].good[j]));
        for (size_t j = 0; j < 8 && cases[i].bad[j]; j++) {
            if (cases[i].is_valid(cases[i].bad[j]))
                fail_msg("\"%s\" passes in table row %zu", cases[i].bad[j], i);
        }
    }
}

/* Parses words for `play`; the words stand in `argv` from 1 on. */
static int parse(struct options *options, char **argv)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    return command_parse(command_find("play"), argc, argv, 1, options);
}

static void options_stand_in_any_order(void **state)
{
    char play[] = "play", size[] = "--size", value[] = "640x480", dir[] = "-dir",
         rotate[] = "--rotate=90", end[] = "--";
    struct options options;
    char *words[] = {play, rotate, size, value, end, dir, NULL};
    assert_int_equal(parse(&options, words), 0);
    assert_string_equal(options_value(&options, "size"), "640x480");
    assert_string_equal(options_value(&options, "rotate"), "90");
    assert_null(options_value(&options, "site"));
    assert_int_equal(options.operand_count, 1);
    assert_string_equal(options.operands[0], "-dir");
}

static void the_last_of_several_values_holds(void **state)
{
    char play[] = "play", first[] = "--seconds=1", second[] = "--seconds=2";
    struct options options;
    char *words[] = {play, first, second, NULL};
    assert_int_equal(parse(&options, words), 0);
    assert_string_equal(options_value(&options, "seconds"), "2");
}

static void every_option_has_its_words(void **state)
{
    size_t count = 0;
    for (const struct command *command = commands; command->name; command++, count++) {
        assert_non_null(command->summary);
        assert_non_null(command->text);
        assert_non_null(command->examples[0].line);
        for (const struct option_spec *spec = command->options; spec->name; spec++) {
            assert_non_null(spec->help);
            assert_true(!spec->is_valid || spec->expected);
            assert_true(!spec->is_valid || spec->argument);
        }
    }
    assert_true(count > 4);
}

static void findings_are_put_in_the_order_of_their_places(void **state)
{
    static const char *const wanted[] = {"",
                                         "/assets/a",
                                         "/playlists/0/items/2",
                                         "/playlists/0/items/2/url",
                                         "/playlists/0/items/10",
                                         "/playlists/0/items/10",
                                         "media/x.jpg"};
    static const size_t order[] = {5, 6, 3, 0, 4, 2, 1};
    struct findings findings = {0};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        findings_add(&findings, order[i] == 4 ? SEVERITY_ERROR : SEVERITY_WARNING, "code",
                     wanted[order[i]], NULL, "x");
    listing_sort(&findings);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(findings.list[i].path, wanted[i]);
    assert_int_equal(findings.list[4].severity, SEVERITY_ERROR);
    findings_finish(&findings);
}

static void merged_findings_count_what_was_not_kept(void **state)
{
    struct findings all = {0}, one = {0};
    for (int i = 0; i < FINDINGS_MAX + 5; i++)
        findings_add(&one, SEVERITY_ERROR, "code", "/x", NULL, "x");
    listing_merge(&all, &one, "a.json");
    assert_int_equal(all.errors, FINDINGS_MAX + 5);
    assert_int_equal(one.count, 0);
    assert_string_equal(all.list[0].path, "a.json#/x");
    findings_finish(&all);
}

static void digests_are_recognised(void **state)
{
    struct seen seen = {0};
    for (uint64_t i = 0; i < 5000; i++)
        assert_false(seen_add(&seen, i * UINT64_C(0x9e3779b97f4a7c15)));
    for (uint64_t i = 0; i < 5000; i++)
        assert_true(seen_add(&seen, i * UINT64_C(0x9e3779b97f4a7c15)));
    seen_finish(&seen);
}

static void small_boards_are_known(void **state)
{
    assert_true(roles_are_compact(320, 160));
    assert_true(roles_are_compact(1280, 240));
    assert_true(roles_are_compact(240, 1280));
    assert_false(roles_are_compact(1920, 1080));
    assert_false(roles_are_compact(1080, 1920));
}

struct place {
    char root[64];
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    if (!place)
        return -1;
    strcpy(place->root, "/tmp/bangtin-test-XXXXXX");
    *state = place;
    return mkdtemp(place->root) ? 0 : -1;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", place->root);
    int result = system(command);
    free(place);
    return result;
}

static const char *below(const struct place *place, const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", place->root, name);
    return path;
}

static void put(const struct place *place, const char *name)
{
    const char *path = below(place, name);
    char folder[512];
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = '\0';
    assert_int_equal(file_make_directories(folder), 0);
    assert_int_equal(file_replace(path, name, strlen(name)), 0);
}

/* The document holds its own path, so that a test sees which was taken. */
static void expect_document(const struct place *place, const char *path, const char *name,
                            bool is_text_name, bool is_nested)
{
    struct folder folder = FOLDER_NONE;
    assert_int_equal(folder_open(below(place, path), &folder), 0);
    assert_string_equal(folder.bytes, name);
    assert_string_equal(folder.path, below(place, name));
    assert_int_equal(folder.is_text_name, is_text_name);
    assert_int_equal(folder.is_nested, is_nested);
    assert_true(folder.directory >= 0);
    folder_finish(&folder);
}

static void a_folder_opens_as_people_leave_it(void **state)
{
    const struct place *place = *state;
    put(place, "plain/playlist.json");
    put(place, "plain/playlist.json.txt");
    expect_document(place, "plain", "plain/playlist.json", false, false);
    expect_document(place, "plain/", "plain/playlist.json", false, false);
    expect_document(place, "plain/playlist.json.txt", "plain/playlist.json.txt", true, false);
    put(place, "letters/Playlist.JSON");
    expect_document(place, "letters", "letters/Playlist.JSON", false, false);
    put(place, "text/PLAYLIST.json.TXT");
    expect_document(place, "text", "text/PLAYLIST.json.TXT", true, false);
    put(place, "nested/campaign/playlist.json");
    put(place, "nested/__MACOSX/playlist.json");
    put(place, "nested/.hidden/playlist.json");
    put(place, "nested/Thumbs.db");
    expect_document(place, "nested", "nested/campaign/playlist.json", false, true);
}

static void a_folder_that_cannot_be_opened_says_why(void **state)
{
    const struct place *place = *state;
    struct folder folder = FOLDER_NONE;
    put(place, "empty/Thumbs.db");
    put(place, "two/a/playlist.json");
    put(place, "two/b/playlist.json.txt");
    put(place, "deep/a/b/playlist.json");
    assert_int_equal(folder_open(below(place, "missing"), &folder), -ENOENT);
    assert_int_equal(folder_open(below(place, "empty"), &folder), -ENODATA);
    assert_int_equal(folder_open(below(place, "two"), &folder), -ENOTUNIQ);
    assert_int_equal(folder_open(below(place, "deep"), &folder), -ENODATA);
    assert_int_equal(folder.directory, -1);
    assert_null(folder.bytes);
}

static void a_document_may_not_lead_out_of_its_folder(void **state)
{
    const struct place *place = *state;
    struct folder folder = FOLDER_NONE;
    put(place, "elsewhere/playlist.json");
    assert_int_equal(mkdir(below(place, "linked"), 0777), 0);
    assert_int_equal(symlink("../elsewhere/playlist.json", below(place, "linked/playlist.json")),
                     0);
    assert_int_equal(folder_open(below(place, "linked"), &folder), -EXDEV);
    /* Nor be a pipe that never ends. */
    assert_int_equal(mkdir(below(place, "pipe"), 0777), 0);
    assert_int_equal(mkfifo(below(place, "pipe/playlist.json"), 0666), 0);
    assert_int_equal(folder_open(below(place, "pipe"), &folder), -ENOTSUP);
}

static void a_file_is_found_by_what_was_meant(void **state)
{
    const struct place *place = *state;
    char path[256];
    put(place, "Media/Bìa Sách.JPG");
    int directory = open(place->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(directory >= 0);
    assert_int_equal(asset_file_meant(directory, "media/bìa sách.jpg", path, sizeof path), 0);
    assert_string_equal(path, "Media/Bìa Sách.JPG");
    assert_int_equal(asset_file_meant(directory, "media/bia sach.jpg", path, sizeof path), -ENOENT);
    assert_int_equal(asset_file_meant(directory, "", path, sizeof path), -ENOENT);
    close(directory);
}

static enum media_kind kind_of(const struct place *place, const char *bytes, size_t size)
{
    const char *path = below(place, "file");
    assert_int_equal(file_replace(path, bytes, size), 0);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum media_kind kind = asset_file_kind(fd);
    close(fd);
    return kind;
}

static void kinds_of_files_are_told_by_their_bytes(void **state)
{
    const struct place *place = *state;
#define KIND(bytes) kind_of(place, bytes, sizeof(bytes) - 1)
    assert_int_equal(KIND("\xff\xd8\xff\xe0"), MEDIA_JPEG);
    assert_int_equal(KIND("\x89PNG\r\n\x1a\n"), MEDIA_PNG);
    assert_int_equal(KIND("RIFF\x10\0\0\0WEBPVP8 "), MEDIA_WEBP);
    assert_int_equal(KIND("\0\0\0\x18"
                          "ftypmp42"),
                     MEDIA_VIDEO);
    assert_int_equal(KIND("\x1a\x45\xdf\xa3"), MEDIA_VIDEO);
    assert_int_equal(KIND("\xef\xbb\xbf \r\n<?xml version='1.0'?><svg/>"), MEDIA_SVG);
    assert_int_equal(KIND("<!DOCTYPE html><html>"), MEDIA_NONE);
    assert_int_equal(KIND("text about <svg"), MEDIA_NONE);
    assert_int_equal(KIND(""), MEDIA_NONE);
#undef KIND
}

static void a_preview_takes_away_only_its_own_files(void **state)
{
    const struct place *place = *state;
    struct outdir outdir = OUTDIR_NONE;
    char root[512];
    snprintf(root, sizeof root, "%s", below(place, "out"));
    assert_int_equal(outdir_open(root, &outdir), 0);
    assert_int_equal(outdir_add(&outdir, "1920x1080/001-a.png"), 0);
    assert_int_equal(outdir_add(&outdir, "1920x1080/002-b.png"), 0);
    assert_int_equal(outdir_end(&outdir), 0);
    outdir_finish(&outdir);
    put(place, "out/1920x1080/001-a.png");
    put(place, "out/1920x1080/002-b.png");
    put(place, "out/1920x1080/003-mine.png");
    put(place, "out/precious.txt");
    /* A list that was tampered with names what no preview writes. */
    FILE *list = fopen(below(place, "out/.bangtin-preview"), "a");
    assert_non_null(list);
    fputs("precious.txt\n../out/precious.txt\n1920x1080/../precious.txt\n", list);
    fclose(list);
    assert_int_equal(outdir_open(root, &outdir), 0);
    assert_int_equal(outdir.old_count, 2);
    assert_int_equal(outdir_add(&outdir, "1920x1080/001-a.png"), 0);
    assert_int_equal(outdir_begin(&outdir), 0);
    assert_int_equal(outdir_end(&outdir), 0);
    outdir_finish(&outdir);
    assert_int_equal(access(below(place, "out/1920x1080/001-a.png"), F_OK), 0);
    assert_int_equal(access(below(place, "out/1920x1080/002-b.png"), F_OK), -1);
    assert_int_equal(access(below(place, "out/1920x1080/003-mine.png"), F_OK), 0);
    assert_int_equal(access(below(place, "out/precious.txt"), F_OK), 0);
    put(place, "other/mine.txt");
    snprintf(root, sizeof root, "%s", below(place, "other"));
    assert_int_equal(outdir_open(root, &outdir), -ENOTEMPTY);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_have_the_form_that_is_asked_for),
        cmocka_unit_test(options_stand_in_any_order),
        cmocka_unit_test(the_last_of_several_values_holds),
        cmocka_unit_test(every_option_has_its_words),
        cmocka_unit_test(findings_are_put_in_the_order_of_their_places),
        cmocka_unit_test(merged_findings_count_what_was_not_kept),
        cmocka_unit_test(digests_are_recognised),
        cmocka_unit_test(small_boards_are_known),
        IN_A_PLACE(a_folder_opens_as_people_leave_it),
        IN_A_PLACE(a_folder_that_cannot_be_opened_says_why),
        IN_A_PLACE(a_document_may_not_lead_out_of_its_folder),
        IN_A_PLACE(a_file_is_found_by_what_was_meant),
        IN_A_PLACE(kinds_of_files_are_told_by_their_bytes),
        IN_A_PLACE(a_preview_takes_away_only_its_own_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
