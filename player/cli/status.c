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
#include "cli/amount.h"
#include "cli/say.h"
#include "cli/status_part.h"

enum { STATUS_BYTES_MAX = 1024 * 1024 };

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

/* A process that was killed leaves its file behind. */
static bool runs(const cJSON *object)
{
    double pid = status_number(object, "pid");
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

static const char *size_text(double bytes, char text[AMOUNT_SIZE])
{
    return amount_bytes(bytes > 0 && bytes < 1e18 ? (int64_t)bytes : 0, text);
}

/* "current" says what was known last; after a start that may be long ago. */
static const char *state_words(const cJSON *feed)
{
    const char *state = status_string(feed, "state");
    bool is_asked = status_string(feed, "url");
    if (state && strcmp(state, "current") == 0 && !is_asked)
        return _("as the last stick has brought it");
    if (state && strcmp(state, "current") == 0 && !status_string(feed, "lastGoodPoll"))
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
    char done[AMOUNT_SIZE], total[AMOUNT_SIZE];
    if (!progress)
        return;
    status_label("");
    printf(_("receiving sequence %.0f: %s of %s, %.0f of %.0f files\n"),
           status_number(progress, "sequence"), size_text(status_number(progress, "bytes"), done),
           size_text(status_number(progress, "totalBytes"), total),
           status_number(progress, "files"), status_number(progress, "totalFiles"));
}

static void print_feed(const struct report *report, const cJSON *feed)
{
    char when[64], good[64];
    const cJSON *problem = status_member(feed, "problem");
    const char *name = status_string(feed, "feedId");
    if (!name)
        name = status_string(feed, "key");
    status_label(_("Feed"));
    printf("%s · %s\n", name && *name ? name : "?",
           status_string(feed, "url") ? status_string(feed, "url") : _("by stick only"));
    status_label("");
    bool is_on = status_number(feed, "generation") > 0;
    if (is_on && status_number(feed, "sequence") > 0)
        printf(_("sequence %.0f, published %s, "), status_number(feed, "sequence"),
               status_age(report, feed, "generated", when, sizeof when));
    else if (is_on)
        printf("%s", _("not signed, "));
    if (status_string(feed, "url"))
        printf(_("%s · last good answer %s\n"), state_words(feed),
               status_age(report, feed, "lastGoodPoll", good, sizeof good));
    else
        puts(state_words(feed));
    print_progress(status_member(feed, "progress"));
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(feed, "stale"))) {
        status_label("");
        puts(_("its content has expired; publish it anew"));
    }
    if (problem) {
        status_label("");
        printf(_("problem: %s: %s (tries: %.0f, first %s)\n"), status_string(problem, "code"),
               status_string(problem, "message"), status_number(problem, "count"),
               status_age(report, problem, "since", when, sizeof when));
    }
}

/* sync wrote it in English, whatever we speak; what follows in brackets is a name. */
static void print_message(const cJSON *stick, const char *state, const char *message)
{
    char start[256];
    const char *detail = strstr(message, " (");
    if (strcmp(state, "copying") == 0) {
        printf(_("copying, %u %%; do not pull the stick yet"),
               (unsigned)status_number(stick, "percent"));
        return;
    }
    snprintf(start, sizeof start, "%.*s", (int)(detail ? detail - message : (int)strlen(message)),
             message);
    printf("%s%s", *start ? _(start) : "", detail ? detail : "");
}

/* The last stick since the start; nothing where there was none. */
static void print_stick(const struct report *report, const cJSON *stick)
{
    char when[64];
    const char *state = status_string(stick, "state"), *name = status_string(stick, "name");
    const char *message = status_string(stick, "message");
    if (!state || strcmp(state, "none") == 0 || !message)
        return;
    status_label(_("Stick"));
    printf("%s · ", name && *name ? name : "?");
    print_message(stick, state, message);
    putchar('\n');
    status_label("");
    if (status_number(stick, "code") > 0)
        printf(_("code %.0f, "), status_number(stick, "code"));
    printf("%s\n", status_age(report, stick, "since", when, sizeof when));
}

/* The log of what was shown, and whether it reaches who collects it. */
static void print_plays(const struct report *report, const cJSON *plays)
{
    char size[AMOUNT_SIZE], when[64];
    const cJSON *problem = status_member(plays, "problem");
    const cJSON *upload = status_member(status_member(plays, "upload"), "problem");
    if (!plays)
        return;
    status_label(_("Log"));
    printf(_("%.0f rows of what was shown, %s\n"), status_number(plays, "rows"),
           size_text(status_number(plays, "bytes"), size));
    if (problem) {
        status_label("");
        printf(_("problem: it cannot be written: %s (first %s); %.0f rows wait\n"),
               status_string(problem, "message"),
               status_age(report, problem, "since", when, sizeof when),
               status_number(plays, "waiting"));
    }
    if (status_number(plays, "lost") > 0) {
        status_label("");
        printf(_("%.0f plays are lost\n"), status_number(plays, "lost"));
    }
    if (upload) {
        status_label("");
        printf(_("problem: it cannot be uploaded: %s (first %s)\n"),
               status_string(upload, "message"),
               status_age(report, upload, "since", when, sizeof when));
    }
}

static void print_clock(const char *rung)
{
    status_label(_("Clock"));
    if (rung && strcmp(rung, "trusted") == 0)
        puts(_("right"));
    else if (rung && strcmp(rung, "server") == 0)
        puts(_("by the server's word only"));
    else
        puts(_("not known: no network time, no clock battery"));
}

static void print_sync(const struct report *report)
{
    char when[64], used[AMOUNT_SIZE], most[AMOUNT_SIZE], left[AMOUNT_SIZE];
    const cJSON *sync = report->sync;
    const cJSON *clock = status_member(sync, "clock"), *store = status_member(sync, "store");
    const cJSON *feed;
    if (!sync || !report->sync_runs) {
        status_label(_("Network"));
        if (sync)
            printf(_("not running; last heard of %s\n"),
                   status_age(report, sync, "updatedAt", when, sizeof when));
        else
            puts(_("nothing is fetched"));
    }
    cJSON_ArrayForEach(feed, cJSON_GetObjectItemCaseSensitive(sync, "feeds"))
    {
        print_feed(report, feed);
    }
    print_stick(report, status_member(sync, "usb"));
    print_plays(report, status_member(sync, "plays"));
    if (clock)
        print_clock(status_string(clock, "rung"));
    const char *problem = status_string(store, "problem");
    if (problem) {
        status_label(_("Store"));
        printf(_("problem: it cannot be written: %s; until it can, nothing is fetched, and nothing "
                 "of what is shown is counted\n"),
               problem);
    } else if (store) {
        status_label(_("Store"));
        printf(_("%s of at most %s, %.0f files, %s free on the disk\n"),
               size_text(status_number(store, "bytes"), used),
               size_text(status_number(store, "maxBytes"), most), status_number(store, "objects"),
               size_text(status_number(store, "freeBytes"), left));
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
        status_print_screen(&report);
        print_sync(&report);
    }
    cJSON_Delete(report.display);
    cJSON_Delete(report.sync);
    return status;
}
