#include "cli/report.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/place.h"
#include "cli/report_files.h"
#include "cli/report_log.h"
#include "cli/report_view.h"
#include "cli/say.h"
#include "cli/status_part.h"
#include "ipc/settings.h"

#define LOG_NAME "plays.db"

enum { STATUS_BYTES_MAX = 1024 * 1024 };

/* Adds the log of the store. An exit status. */
static int find_own(const char *store, struct report_files *files)
{
    char place[PATH_MAX], path[PATH_MAX + 16];
    int result = store ? 0 : place_log(LOG_NAME, place, sizeof place);
    if (result < 0) {
        say(_("the store cannot be told: %s; name it by --store"), say_errno(result));
        return EXIT_MACHINE;
    }
    store = store ? store : place;
    if (snprintf(path, sizeof path, "%s/" LOG_NAME, store) >= (int)sizeof path)
        result = -ENAMETOOLONG;
    else if (access(path, F_OK) < 0 && errno == ENOENT) {
        say(_("%s: there is no log of plays yet; bangtin writes it while it plays. Name the store "
              "by --store, or the files of the report"),
            store);
        return EXIT_MACHINE;
    }
    if (result == 0)
        result = report_files_add(files, path);
    if (result < 0)
        say("%s: %s", store, say_errno(result));
    return result < 0 ? EXIT_MACHINE : EXIT_DONE;
}

/* The logs that the options name: files and folders, and that of the store where it is asked for by
 * --store, or where nothing else is. An exit status. */
static int find_files(const struct options *options, struct report_files *files)
{
    const char *store = options_value(options, "store");
    for (size_t i = 0; i < options->operand_count; i++) {
        const char *path = options->operands[i];
        int result = report_files_add(files, path);
        if (result == -ENODATA) {
            say(_("%s: there is no log of plays in this folder: neither *.plays.jsonl nor "
                  "plays.db"),
                path);
            return EXIT_INPUT;
        }
        if (result < 0)
            return source_say_failure(path, result);
    }
    if (!store && options->operand_count > 0)
        return EXIT_DONE;
    return find_own(store, files);
}

static int write_view(const struct view *view, const struct options *options, FILE *out)
{
    const char *format = options_value(options, "format");
    enum view_by by = view_by_name(options_value(options, "by"));
    if (format && strcmp(format, "json") == 0)
        return view_write_json(view, out);
    if (format && strcmp(format, "html") == 0)
        return view_write_html(view, out);
    if (format && strcmp(format, "csv") == 0)
        return view_write_csv(view, by, out);
    return view_write_table(view, by, out);
}

/* Whole or not at all: composed in memory first. */
static int write_file(const struct view *view, const struct options *options, const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    int result = out ? write_view(view, options, out) : -errno;
    if (out && fclose(out) != 0 && result == 0)
        result = -ENOMEM;
    if (result == 0)
        result = file_replace(path, text, size);
    free(text);
    return result;
}

static int write_out(const struct view *view, const struct options *options)
{
    const char *path = options_value(options, "out");
    int result = path ? write_file(view, options, path) : write_view(view, options, stdout);
    if (result == 0)
        return EXIT_DONE;
    say("%s: %s", path ? path : "bangtin report", say_errno(result));
    return EXIT_MACHINE;
}

static int report(const struct options *options, struct view *view)
{
    struct gaps gaps = {0};
    tally_end(view->tally);
    int result = gaps_find(view->tally, &gaps);
    if (result < 0) {
        say(_("the interruptions cannot be told: %s"), say_errno(result));
        return EXIT_MACHINE;
    }
    view->gaps = &gaps;
    int status = write_out(view, options);
    view->gaps = NULL;
    gaps_finish(&gaps);
    return status;
}

static int read_and_report(const struct options *options, const struct report_files *files,
                           const struct period *period, const struct zone *zone, int64_t now)
{
    struct tally tally;
    struct sources sources = {0};
    struct settings settings = {0};
    const char *format = options_value(options, "format");
    bool wants_pictures = format && strcmp(format, "html") == 0;
    int status = EXIT_MACHINE, result = tally_init(&tally, period, zone);
    if (result == 0)
        result = settings_read(options_value(options, "site"), &settings);
    if (result == -ENOMEM)
        say("%s", say_errno(result));
    else
        status = sources_read(files->list, files->count, wants_pictures, &tally, &sources);
    if (status == EXIT_DONE || status == EXIT_TRUST) {
        struct view view = {
            .tally = &tally, .sources = &sources, .site = settings.site, .now = now};
        int written = report(options, &view);
        status = written == EXIT_DONE ? status : written;
    }
    sources_finish(&sources);
    settings_finish(&settings);
    tally_finish(&tally);
    return status;
}

/* What bangtin-sync says of the log that it keeps: what is missing in it is not seen in it. */
static void say_trouble(const struct options *options)
{
    char directory[PATH_MAX], path[PATH_MAX + 16];
    const char *run = options_value(options, "run");
    char *text;
    size_t size;
    if (!run && (options->operand_count > 0 || place_run(directory, sizeof directory) < 0))
        return;
    snprintf(path, sizeof path, "%s/sync.json", run ? run : directory);
    /* Where the service's directory is not ours, what it says counts all the same. */
    if (file_read(path, STATUS_BYTES_MAX, &text, &size) < 0 &&
        (run || file_read("/run/bangtin/sync.json", STATUS_BYTES_MAX, &text, &size) < 0))
        return;
    cJSON *object = cJSON_ParseWithLength(text, size);
    const cJSON *problem = status_member(status_member(object, "plays"), "problem");
    const char *message = status_string(problem, "message");
    if (message)
        say(_("what is shown now cannot be written down: %s; \"bangtin status\" says more"),
            message);
    cJSON_Delete(object);
    free(text);
}

static int say_misfit(const struct options *options)
{
    const char *by = options_value(options, "by"), *format = options_value(options, "format");
    if (options_has(options, "verify") && options_has(options, "export")) {
        say(_("--verify and --export one after the other"));
        return EXIT_USAGE;
    }
    if (by && format && (strcmp(format, "html") == 0 || strcmp(format, "json") == 0)) {
        say(_("--by is for the formats table and csv; the others hold all tables"));
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static int export_log(const struct options *options, const struct report_files *files)
{
    if (files->count != 1 || !files->list) {
        say(_("--export writes one log; name one"));
        return EXIT_USAGE;
    }
    return report_log_export(files->list[0], options_value(options, "export"));
}

static int act(const struct options *options, const struct period *period, const struct zone *zone,
               int64_t now)
{
    struct report_files files = {0};
    int status = find_files(options, &files);
    if (status == EXIT_DONE)
        say_trouble(options);
    if (status == EXIT_DONE && options_has(options, "verify"))
        status = report_log_verify(files.list, files.count);
    else if (status == EXIT_DONE && options_has(options, "export"))
        status = export_log(options, &files);
    else if (status == EXIT_DONE)
        status = read_and_report(options, &files, period, zone, now);
    report_files_finish(&files);
    return status;
}

int report_run(const struct options *options)
{
    struct period period;
    struct zone *zone = NULL;
    int64_t now = clock_wall();
    int status = say_misfit(options);
    if (status == EXIT_DONE && zone_read(DOCUMENT_TIME_ZONE, &zone) < 0)
        zone = zone_fixed(7 * 3600); /* a machine without the zone database */
    if (status == EXIT_DONE && period_read(options, zone, now, &period) < 0)
        status = EXIT_USAGE;
    if (status == EXIT_DONE)
        status = act(options, &period, zone, now);
    zone_destroy(zone);
    return status;
}
