#include "sync/health.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "playlist/moment.h"
#include "sync/sync.h"

static const char *const rung_names[] = {"floor", "server", "trusted"};

void health_change(struct health *health)
{
    health->is_due = true;
}

static void add_time(cJSON *object, const char *name, int64_t instant)
{
    char text[MOMENT_TEXT_SIZE];
    if (instant == 0) {
        cJSON_AddNullToObject(object, name);
        return;
    }
    moment_format(instant, text);
    cJSON_AddStringToObject(object, name, text);
}

static void add_trouble(cJSON *object, const char *name, const struct trouble *trouble)
{
    if (!trouble_is(trouble)) {
        cJSON_AddNullToObject(object, name);
        return;
    }
    cJSON *entry = cJSON_AddObjectToObject(object, name);
    cJSON_AddStringToObject(entry, "code", trouble->code);
    cJSON_AddStringToObject(entry, "message", trouble->message);
    add_time(entry, "since", trouble->since);
    cJSON_AddNumberToObject(entry, "count", trouble->count);
}

static const char *feed_state(const struct feed *feed)
{
    if (!feed->key[0])
        return "no-root";
    if (trouble_is(feed_problem(feed)))
        return "failing";
    if (feed->pending.document)
        return feed->is_repair ? "repairing" : "downloading";
    return feed->active.document ? "current" : "waiting";
}

/* The feed of sticks without signatures, while none has brought anything. */
static bool is_unused(const struct feed *feed)
{
    return feed->is_stick && !feed->active.document && !trouble_is(feed_problem(feed));
}

static bool is_stale(const struct sync *sync, const struct feed *feed)
{
    return feed->active.document && feed->active.document->expires <= sync_time(sync).now;
}

static void add_progress(cJSON *object, const struct sync *sync, const struct feed *feed)
{
    if (!feed->pending.document) {
        cJSON_AddNullToObject(object, "progress");
        return;
    }
    struct fetch_progress progress = fetch_progress(sync, feed);
    cJSON *entry = cJSON_AddObjectToObject(object, "progress");
    cJSON_AddNumberToObject(entry, "sequence", (double)feed->pending.sequence);
    cJSON_AddNumberToObject(entry, "bytes", (double)progress.bytes);
    cJSON_AddNumberToObject(entry, "totalBytes", (double)progress.total_bytes);
    cJSON_AddNumberToObject(entry, "files", (double)progress.files);
    cJSON_AddNumberToObject(entry, "totalFiles", (double)progress.total_files);
}

/* Of what plays; 0: nothing, or it has none. */
static int64_t sequence_that_plays(const struct feed *feed, const struct current_feed *on)
{
    if (!on || on->newest == CURRENT_IS_ON)
        return on ? on->sequence : 0;
    return feed->active.document ? feed->active.sequence : 0;
}

static void add_feed(cJSON *list, const struct sync *sync, const struct feed *feed)
{
    const struct current_feed *on = current_find(&sync->current, feed->key);
    cJSON *entry = cJSON_CreateObject();
    cJSON_AddItemToArray(list, entry);
    if (feed->settings->url)
        cJSON_AddStringToObject(entry, "url", feed->settings->url);
    else
        cJSON_AddNullToObject(entry, "url");
    cJSON_AddStringToObject(entry, "key", feed->key);
    cJSON_AddBoolToObject(entry, "signed", !feed->is_unsigned);
    if (feed->active.document)
        cJSON_AddStringToObject(entry, "feedId", feed->active.document->feed_id);
    else
        cJSON_AddNullToObject(entry, "feedId");
    cJSON_AddStringToObject(entry, "state", feed_state(feed));
    cJSON_AddNumberToObject(entry, "sequence", (double)sequence_that_plays(feed, on));
    cJSON_AddNumberToObject(entry, "newestSequence", on ? (double)on->sequence : 0);
    cJSON_AddNumberToObject(entry, "generation", on ? (double)on->generation : 0);
    cJSON_AddNumberToObject(entry, "rootVersion", feed->root.version);
    cJSON_AddNumberToObject(entry, "share", feed->settings->share);
    add_time(entry, "rootExpires", feed->root.expires);
    bool is_dated = feed->active.document && feed->active.document->generated != TIME_ALWAYS_BEFORE;
    add_time(entry, "generated", is_dated ? feed->active.document->generated : 0);
    cJSON_AddBoolToObject(entry, "stale", is_stale(sync, feed));
    cJSON_AddBoolToObject(entry, "waiting", feed->poll.step == POLL_DOCUMENT);
    add_time(entry, "lastGoodPoll", feed->good_at);
    add_progress(entry, sync, feed);
    add_trouble(entry, "problem", feed_problem(feed));
}

static void add_store(cJSON *object, const struct sync *sync, const struct store_usage *usage)
{
    cJSON *entry = cJSON_AddObjectToObject(object, "store");
    cJSON_AddStringToObject(entry, "path", sync->store_path);
    cJSON_AddNumberToObject(entry, "maxBytes", (double)sync->site->store.max_bytes);
    if (sync->store_fault)
        cJSON_AddStringToObject(entry, "problem", strerror(sync->store_fault));
    else
        cJSON_AddNullToObject(entry, "problem");
    if (!usage)
        return;
    cJSON_AddNumberToObject(entry, "bytes", (double)usage->bytes);
    cJSON_AddNumberToObject(entry, "objects", (double)usage->objects);
    cJSON_AddNumberToObject(entry, "freeBytes", (double)usage->free_bytes);
}

static void add_usb(cJSON *object, const struct usb *usb)
{
    char message[sizeof usb->detail + 300];
    cJSON *entry = cJSON_AddObjectToObject(object, "usb");
    usb_message(usb, message, sizeof message);
    cJSON_AddStringToObject(entry, "state", usb_state_name(usb->state));
    cJSON_AddNumberToObject(entry, "code", usb->code);
    cJSON_AddNumberToObject(entry, "percent", usb_percent(usb));
    cJSON_AddStringToObject(entry, "name", usb->name);
    cJSON_AddStringToObject(entry, "message", message);
    add_time(entry, "since", usb->since);
}

static char *compose_json(const struct sync *sync, const struct store_usage *usage)
{
    cJSON *object = cJSON_CreateObject();
    struct ladder_time time = sync_time(sync);
    cJSON_AddStringToObject(object, "version", BANGTIN_VERSION);
    cJSON_AddNumberToObject(object, "pid", getpid());
    add_time(object, "startedAt", sync->started);
    add_time(object, "updatedAt", clock_wall());
    cJSON *clock = cJSON_AddObjectToObject(object, "clock");
    cJSON_AddStringToObject(clock, "rung", rung_names[time.rung]);
    add_time(clock, "time", time.now);
    add_time(clock, "floor", sync->ladder.floor);
    cJSON *feeds = cJSON_AddArrayToObject(object, "feeds");
    for (size_t i = 0; i < sync->feed_count; i++) {
        if (!is_unused(&sync->feeds[i]))
            add_feed(feeds, sync, &sync->feeds[i]);
    }
    add_usb(object, &sync->usb);
    add_store(object, sync, usage);
    plays_report(object, &sync->plays);
    char *text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    return text;
}

/* --- the text format of Prometheus ----------------------------------------------------------- */

static void print_head(FILE *out, const char *name, const char *type, const char *help)
{
    fprintf(out, "# HELP bangtin_%s %s\n# TYPE bangtin_%s %s\n", name, help, name, type);
}

static double seconds(int64_t instant)
{
    return (double)instant / (double)CLOCK_SECOND;
}

static double sequence_of(const struct sync *sync, const struct feed *feed)
{
    const struct current_feed *on = current_find(&sync->current, feed->key);
    return (double)sequence_that_plays(feed, on);
}

static double aside_of(const struct sync *sync, const struct feed *feed)
{
    const struct current_feed *on = current_find(&sync->current, feed->key);
    return on && on->newest == CURRENT_ASIDE;
}

static double good_of(const struct sync *sync, const struct feed *feed)
{
    return seconds(feed->good_at);
}

static double problem_of(const struct sync *sync, const struct feed *feed)
{
    return trouble_is(feed_problem(feed));
}

static double stale_of(const struct sync *sync, const struct feed *feed)
{
    return is_stale(sync, feed);
}

static double coming_of(const struct sync *sync, const struct feed *feed)
{
    struct fetch_progress progress = fetch_progress(sync, feed);
    return (double)(progress.total_bytes - progress.bytes);
}

static double root_of(const struct sync *sync, const struct feed *feed)
{
    return feed->is_unsigned ? 0 : seconds(feed->root.expires);
}

static const struct {
    const char *name, *help;
    double (*value)(const struct sync *sync, const struct feed *feed);
} gauges[] = {
    {"feed_sequence", "Sequence of the document that plays.", sequence_of},
    {"feed_last_good_poll_timestamp_seconds", "When the feed last answered well.", good_of},
    {"feed_problem", "1 while something is wrong with the feed.", problem_of},
    {"feed_set_aside", "1 while the newest document is set aside for the one before.", aside_of},
    {"feed_stale", "1 once the document that plays has expired.", stale_of},
    {"feed_pending_bytes", "Bytes still to come for the next document.", coming_of},
    {"feed_root_expiry_timestamp_seconds", "When the root of trust expires.", root_of},
};

/* One without a key goes by its place: two samples of one name would spoil the whole file. */
static void print_feed(FILE *out, const struct sync *sync, size_t index)
{
    if (sync->feeds[index].key[0])
        fputs(sync->feeds[index].key, out);
    else
        fprintf(out, "#%zu", index + 1);
}

static char *compose_metrics(const struct sync *sync, const struct store_usage *usage)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    print_head(out, "sync_info", "gauge", "Version of bangtin-sync.");
    fprintf(out, "bangtin_sync_info{version=\"%s\"} 1\n", BANGTIN_VERSION);
    print_head(out, "sync_start_timestamp_seconds", "gauge", "When bangtin-sync was started.");
    fprintf(out, "bangtin_sync_start_timestamp_seconds %.3f\n", seconds(sync->started));
    print_head(out, "clock_rung", "gauge",
               "How well the time is known: 0 floor, 1 server, 2 well.");
    fprintf(out, "bangtin_clock_rung %d\n", (int)sync_time(sync).rung);
    print_head(out, "usb_state", "gauge",
               "The stick: 0 none, 1 reading, 2 copying, 3 done, 4 pulled, 5 refused.");
    fprintf(out, "bangtin_usb_state %d\n", (int)sync->usb.state);
    print_head(out, "usb_code", "gauge", "What the screen says of the stick; 0: nothing.");
    fprintf(out, "bangtin_usb_code %d\n", (int)sync->usb.code);
    for (size_t i = 0; i < sizeof gauges / sizeof *gauges; i++) {
        print_head(out, gauges[i].name, "gauge", gauges[i].help);
        for (size_t j = 0; j < sync->feed_count; j++) {
            if (is_unused(&sync->feeds[j]))
                continue;
            fprintf(out, "bangtin_%s{feed=\"", gauges[i].name);
            print_feed(out, sync, j);
            fprintf(out, "\"} %.17g\n", gauges[i].value(sync, &sync->feeds[j]));
        }
    }
    if (usage) {
        print_head(out, "store_bytes", "gauge", "Bytes in the store.");
        fprintf(out, "bangtin_store_bytes %" PRId64 "\n", usage->bytes);
        print_head(out, "store_free_bytes", "gauge", "Bytes free on its file system.");
        fprintf(out, "bangtin_store_free_bytes %" PRId64 "\n", usage->free_bytes);
    }
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* --- both ------------------------------------------------------------------------------------ */

static void write_file(const struct health *health, const char *name, char *text)
{
    char path[sizeof health->directory + 32];
    int result = -ENOMEM;
    snprintf(path, sizeof path, "%s/%s", health->directory, name);
    if (text)
        result = file_replace_unsynced(path, text, strlen(text));
    if (result < 0)
        log_warning("%s cannot be written: %s", path, strerror(-result));
    free(text);
}

int64_t health_move(struct sync *sync, int64_t now)
{
    struct health *health = &sync->health;
    if (!health->is_due || !health->directory[0])
        return INT64_MAX;
    if (health->written_at > 0 && now - health->written_at < CLOCK_SECOND)
        return health->written_at + CLOCK_SECOND;
    health->is_due = false;
    health->written_at = now;
    struct store_usage counted;
    const struct store_usage *usage = store_usage(&sync->store, &counted) == 0 ? &counted : NULL;
    write_file(health, "sync.json", compose_json(sync, usage));
    write_file(health, "metrics.prom", compose_metrics(sync, usage));
    return INT64_MAX;
}
