#include "cli/status.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/place.h"
#include "cli/say.h"
#include "playlist/moment.h"

enum { STATUS_BYTES_MAX = 1024 * 1024, COLUMN = 10 };

struct report {
    cJSON *display, *sync; /* NULL: not there */
    bool display_runs, sync_runs;
    int64_t now;
};

/* --- reading --------------------------------------------------------------------------------- */

/* 0 and an object, -ENOENT, or another -errno. */
static int read_object(const char *directory, const char *name, cJSON **ret)
{
    char path[PATH_MAX];
    char *text;
    size_t size;
    if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path)
        return -ENAMETOOLONG;
    int result = file_read(path, STATUS_BYTES_MAX, &text, &size);
    if (result < 0)
        return result;
    cJSON *object = cJSON_ParseWithLength(text, size);
    free(text);
    if (!cJSON_IsObject(object)) {
        cJSON_Delete(object);
        return -EBADMSG;
    }
    *ret = object;
    return 0;
}

static double number(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(value) ? value->valuedouble : 0;
}

static const char *string(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static const cJSON *member(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsObject(value) ? value : NULL;
}

/* A process that was killed leaves its file behind. */
static bool runs(const cJSON *object)
{
    double pid = number(object, "pid");
    return object && pid >= 1 && pid <= INT_MAX && (kill((pid_t)pid, 0) == 0 || errno == EPERM);
}

static void read_directory(const char *directory, struct report *report)
{
    read_object(directory, "display.json", &report->display);
    read_object(directory, "sync.json", &report->sync);
}

/* Where the service's directory is not ours, somebody may ask for it all the same. */
static void read_report(const char *given, struct report *report)
{
    char directory[PATH_MAX];
    if (given) {
        read_directory(given, report);
        return;
    }
    if (place_run(directory, sizeof directory) == 0)
        read_directory(directory, report);
    if (!report->display && !report->sync)
        read_directory("/run/bangtin", report);
}

/* --- for people ------------------------------------------------------------------------------ */

/* "20 s", "5 min", "3 h", "2 days" since the instant that `object` has under `name`. */
static const char *age(const struct report *report, const cJSON *object, const char *name,
                       char *text, size_t size)
{
    const char *written = string(object, name);
    int64_t instant;
    if (!written || !moment_parse_instant(written, strlen(written), &instant)) {
        snprintf(text, size, "%s", _("never"));
        return text;
    }
    int64_t seconds = (report->now - instant) / CLOCK_SECOND;
    if (seconds < -120) /* the machine does not know the time: the date says more than an age */
        snprintf(text, size, _("on %.10s"), written);
    else if (seconds < 120)
        snprintf(text, size, _("%d s ago"), (int)(seconds < 0 ? 0 : seconds));
    else if (seconds < 7200)
        snprintf(text, size, _("%d min ago"), (int)(seconds / 60));
    else if (seconds < 172800)
        snprintf(text, size, _("%d h ago"), (int)(seconds / 3600));
    else
        snprintf(text, size, _("%d days ago"), (int)(seconds / 86400));
    return text;
}

static const char *size_text(double bytes, char *text, size_t size)
{
    if (bytes < 1e6)
        snprintf(text, size, "%.0f kB", bytes / 1e3);
    else if (bytes < 1e9)
        snprintf(text, size, "%.1f MB", bytes / 1e6);
    else
        snprintf(text, size, "%.1f GB", bytes / 1e9);
    return text;
}

/* The first column. Letters count, not bytes. */
static void print_label(const char *label)
{
    int width = 0;
    for (const char *at = label; *at; at++)
        width += ((unsigned char)*at & 0xc0) != 0x80;
    printf("%s%*s", label, width < COLUMN ? COLUMN + 1 - width : 1, "");
}

static void print_display(const struct report *report)
{
    char when[64];
    const cJSON *display = report->display;
    const cJSON *item = member(display, "item");
    const cJSON *screen = member(display, "screen");
    const cJSON *left_out = cJSON_GetObjectItemCaseSensitive(display, "leftOut");
    const cJSON *entry;
    print_label(_("Screen"));
    if (!display) {
        puts(_("nothing plays here"));
        return;
    }
    if (!report->display_runs) {
        printf(_("not running; last heard of %s\n"),
               age(report, display, "updatedAt", when, sizeof when));
        return;
    }
    if (item)
        printf(_("shows \"%s\", begun %s"), string(item, "id"),
               age(report, item, "since", when, sizeof when));
    else
        fputs(_("shows no item"), stdout);
    printf(" · %.0fx%.0f\n", number(screen, "width"), number(screen, "height"));
    print_label("");
    printf(_("%.0f items shown, %.0f late, worker restarted %.0f times, started %s\n"),
           number(display, "itemsShown"), number(display, "lateItems"),
           number(display, "workerRestarts"), age(report, display, "startedAt", when, sizeof when));
    cJSON_ArrayForEach(entry, left_out)
    {
        print_label("");
        printf(_("left out: %s: %s\n"), string(entry, "item") ? string(entry, "item") : "?",
               string(entry, "reason") ? string(entry, "reason") : "?");
    }
}

/* "current" says what was known last; after a start that may be long ago. */
static const char *state_words(const cJSON *feed)
{
    const char *state = string(feed, "state");
    if (state && strcmp(state, "current") == 0 && !string(feed, "lastGoodPoll"))
        return _("not asked again yet since the start");
    static const struct {
        const char *state, *words;
    } known[] = {
        {"current", N_("up to date")},
        {"waiting", N_("nothing received yet")},
        {"downloading", N_("receiving new content")},
        {"repairing", N_("fetching damaged files again")},
        {"failing", N_("in trouble, what plays goes on")},
        {"no-root", N_("its root file cannot be read")},
    };
    for (size_t i = 0; state && i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].state, state) == 0)
            return _(known[i].words);
    }
    return state ? state : "?";
}

static void print_progress(const cJSON *progress)
{
    char done[32], total[32];
    if (!progress)
        return;
    print_label("");
    printf(_("receiving sequence %.0f: %s of %s, %.0f of %.0f files\n"),
           number(progress, "sequence"), size_text(number(progress, "bytes"), done, sizeof done),
           size_text(number(progress, "totalBytes"), total, sizeof total),
           number(progress, "files"), number(progress, "totalFiles"));
}

static void print_feed(const struct report *report, const cJSON *feed)
{
    char when[64], good[64];
    const cJSON *problem = member(feed, "problem");
    const char *name = string(feed, "feedId");
    if (!name)
        name = string(feed, "key");
    print_label(_("Feed"));
    printf("%s · %s\n", name && *name ? name : "?",
           string(feed, "url") ? string(feed, "url") : _("by stick only"));
    print_label("");
    if (number(feed, "generation") > 0)
        printf(_("sequence %.0f, published %s, "), number(feed, "sequence"),
               age(report, feed, "generated", when, sizeof when));
    printf(_("%s · last good answer %s\n"), state_words(feed),
           age(report, feed, "lastGoodPoll", good, sizeof good));
    print_progress(member(feed, "progress"));
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(feed, "stale"))) {
        print_label("");
        puts(_("its content has expired; publish it anew"));
    }
    if (problem) {
        print_label("");
        printf(_("problem: %s: %s (tries: %.0f, first %s)\n"), string(problem, "code"),
               string(problem, "message"), number(problem, "count"),
               age(report, problem, "since", when, sizeof when));
    }
}

/* The last stick since the start; nothing where there was none. */
static void print_stick(const struct report *report, const cJSON *stick)
{
    char when[64];
    const char *state = string(stick, "state"), *name = string(stick, "name");
    const char *message = string(stick, "message");
    if (!state || strcmp(state, "none") == 0 || !message)
        return;
    print_label(_("Stick"));
    printf("%s · %s\n", name && *name ? name : "?", message);
    print_label("");
    if (number(stick, "code") > 0)
        printf(_("code %.0f, "), number(stick, "code"));
    printf("%s\n", age(report, stick, "since", when, sizeof when));
}

static void print_clock(const char *rung)
{
    print_label(_("Clock"));
    if (rung && strcmp(rung, "trusted") == 0)
        puts(_("right"));
    else if (rung && strcmp(rung, "server") == 0)
        puts(_("by the server's word only"));
    else
        puts(_("not known: no network time, no clock battery"));
}

static void print_sync(const struct report *report)
{
    char when[64], used[32], most[32], left[32];
    const cJSON *sync = report->sync;
    const cJSON *clock = member(sync, "clock"), *store = member(sync, "store");
    const cJSON *feed;
    if (!sync || !report->sync_runs) {
        print_label(_("Network"));
        if (sync)
            printf(_("not running; last heard of %s\n"),
                   age(report, sync, "updatedAt", when, sizeof when));
        else
            puts(_("nothing is fetched"));
    }
    cJSON_ArrayForEach(feed, cJSON_GetObjectItemCaseSensitive(sync, "feeds"))
    {
        print_feed(report, feed);
    }
    print_stick(report, member(sync, "usb"));
    if (clock)
        print_clock(string(clock, "rung"));
    if (store) {
        print_label(_("Store"));
        printf(_("%s of at most %s, %.0f files, %s free on the disk\n"),
               size_text(number(store, "bytes"), used, sizeof used),
               size_text(number(store, "maxBytes"), most, sizeof most), number(store, "objects"),
               size_text(number(store, "freeBytes"), left, sizeof left));
    }
}

/* --- for programs ---------------------------------------------------------------------------- */

static void add_or_null(cJSON *object, const char *name, cJSON *value)
{
    if (value)
        cJSON_AddItemReferenceToObject(object, name, value);
    else
        cJSON_AddNullToObject(object, name);
}

static int print_json(const struct report *report)
{
    cJSON *object = cJSON_CreateObject();
    add_or_null(object, "display", report->display);
    add_or_null(object, "sync", report->sync);
    cJSON *running = cJSON_AddObjectToObject(object, "running");
    cJSON_AddBoolToObject(running, "display", report->display_runs);
    cJSON_AddBoolToObject(running, "sync", report->sync_runs);
    char *text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    if (!text)
        return EXIT_MACHINE;
    puts(text);
    free(text);
    return EXIT_DONE;
}

int status_run(const struct options *options)
{
    struct report report = {.now = clock_wall()};
    int status = EXIT_DONE;
    read_report(options_value(options, "run"), &report);
    report.display_runs = runs(report.display);
    report.sync_runs = runs(report.sync);
    if (!report.display && !report.sync) {
        say(_("no bangtin plays here; start \"bangtin play\", or name its directory by --run"));
        status = EXIT_MACHINE;
    }
    if (options_has(options, "json")) {
        int printed = print_json(&report);
        status = status == EXIT_DONE ? printed : status;
    } else if (status == EXIT_DONE) {
        print_display(&report);
        print_sync(&report);
    }
    cJSON_Delete(report.display);
    cJSON_Delete(report.sync);
    return status;
}
