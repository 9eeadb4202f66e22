#include "sync/fetch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "sync/sync.h"

static void arrived(void *context, const struct http_result *result);

static bool slot_is_for(const struct fetch_slot *slot, const struct store_need *need)
{
    return slot->feed &&
           memcmp(slot->feed->pending.needs[slot->need].sha256, need->sha256, SHA256_SIZE) == 0;
}

/* Two transfers into one part would spoil it. */
static bool is_coming(const struct fetch *fetch, const struct store_need *need)
{
    for (size_t i = 0; i < FETCH_SIDE_BY_SIDE; i++) {
        if (slot_is_for(&fetch->slots[i], need))
            return true;
    }
    return false;
}

static struct fetch_slot *free_slot(struct fetch *fetch)
{
    for (size_t i = 0; i < FETCH_SIDE_BY_SIDE; i++) {
        if (!fetch->slots[i].feed)
            return &fetch->slots[i];
    }
    return NULL;
}

/* The slot lets go; what became of the need is `progress`. */
static void release(struct fetch_slot *slot, enum need_progress progress)
{
    slot->feed->states[slot->need].progress = progress;
    health_change(&slot->sync->health);
    *slot = (struct fetch_slot){.part = STORE_PART_NONE};
}

static void say_full(struct feed *feed, int64_t missing)
{
    trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "disk-full",
                _("the disk is full: %" PRId64 " bytes are missing for the new content; free some "
                  "space or raise store.maxBytes"),
                missing > 0 ? missing : 1);
}

static int64_t bytes_to_come(const struct feed *feed)
{
    int64_t bytes = (int64_t)feed->pending.size;
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        if (feed->states[i].progress != NEED_DONE)
            bytes += feed->pending.needs[i].size;
    }
    return bytes;
}

/* --- one file -------------------------------------------------------------------------------- */

/* The answer's head: a server may send the whole though the rest was asked for. */
static int head(void *context, const struct http_result *result)
{
    struct fetch_slot *slot = context;
    int error = 0;
    if (result->status == 200 && slot->part.written > 0)
        error = store_part_restart(&slot->sync->store, &slot->part);
    if (error == 0 && result->status == 200 && result->tag[0] && slot->part.size >= FETCH_TAG_LEAST)
        error = store_part_set_tag(&slot->sync->store, &slot->part, result->tag);
    slot->before = slot->part.written;
    return error;
}

static int take(void *context, const void *data, size_t size)
{
    struct fetch_slot *slot = context;
    health_change(&slot->sync->health);
    return store_part_write(&slot->part, data, size);
}

static struct http_transfer *start_transfer(struct fetch_slot *slot, const char *tag)
{
    const struct feed *feed = slot->feed;
    char *url;
    if (http_join(feed->settings->url, feed->pending.hrefs[slot->need], &url) < 0)
        return NULL;
    const struct http_request request = {.url = url,
                                         .if_range = slot->part.written > 0 ? tag : NULL,
                                         .from = slot->part.written,
                                         .limit = slot->part.size,
                                         .upload_fd = -1,
                                         .begin = head,
                                         .write = take,
                                         .done = arrived,
                                         .context = slot};
    struct http_transfer *transfer = http_start(slot->sync->http, &request);
    free(url);
    return transfer;
}

static void start(struct fetch_slot *slot)
{
    struct sync *sync = slot->sync;
    struct feed *feed = slot->feed;
    const struct store_need *need = &feed->pending.needs[slot->need];
    char tag[STORE_TAG_MAX + 1] = "";
    int result = store_part_open(&sync->store, need->sha256, need->size, &slot->part);
    if (result == 0 && slot->part.written > 0) {
        store_part_tag(&sync->store, &slot->part, tag, sizeof tag);
        if (!tag[0] || slot->part.written == slot->part.size)
            result = store_part_restart(&sync->store, &slot->part);
    }
    slot->before = slot->part.written;
    if (result == 0 && (slot->transfer = start_transfer(slot, tag)))
        return;
    if (result == -ENOSPC)
        say_full(feed, activate_make_room(sync, bytes_to_come(feed)));
    else
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "store", "%s: %s",
                    feed->pending.hrefs[slot->need], strerror(result < 0 ? -result : ENOMEM));
    store_part_close(&slot->part);
    release(slot, NEED_FAILED);
}

/* The bytes are no good: they are thrown away. */
static void spoil(struct fetch_slot *slot, const char *why)
{
    struct feed *feed = slot->feed;
    trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_TRUST, "asset-mismatch", "%s: %s",
                feed->pending.hrefs[slot->need], why);
    store_part_abandon(&slot->sync->store, &slot->part);
    release(slot, NEED_FAILED);
}

static void complete(struct fetch_slot *slot)
{
    struct feed *feed = slot->feed;
    if (slot->part.written != slot->part.size) {
        spoil(slot, _("it is smaller than what was signed"));
        return;
    }
    int result = store_part_finish(&slot->sync->store, &slot->part);
    if (result == -EBADMSG) {
        spoil(slot, _("its bytes are not what was signed"));
        return;
    }
    if (result < 0) {
        if (result == -ENOSPC)
            say_full(feed, activate_make_room(slot->sync, bytes_to_come(feed)));
        else
            trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "store", "%s: %s",
                        feed->pending.hrefs[slot->need], strerror(-result));
        release(slot, NEED_FAILED);
        return;
    }
    release(slot, NEED_DONE);
}

/* Cut off: gone on with at once as long as something came, otherwise later. */
static void interrupted(struct fetch_slot *slot, const struct http_result *result)
{
    struct feed *feed = slot->feed;
    struct need_state *state = &feed->states[slot->need];
    bool again = slot->part.written > slot->before && ++state->tries < FETCH_TRIES;
    if (!again)
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE,
                    http_fault_code(result->fault), "%s: %s (%s)", feed->pending.hrefs[slot->need],
                    _(http_fault_message(result->fault)), result->detail);
    store_part_close(&slot->part);
    release(slot, again ? NEED_WANTED : NEED_FAILED);
}

static void not_written(struct fetch_slot *slot, int error)
{
    struct feed *feed = slot->feed;
    if (error == -EFBIG) {
        spoil(slot, _("it is larger than what was signed"));
        return;
    }
    store_part_abandon(&slot->sync->store, &slot->part);
    if (error == -ENOSPC || error == -EDQUOT)
        say_full(feed, activate_make_room(slot->sync, bytes_to_come(feed)));
    else
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "store", "%s: %s",
                    feed->pending.hrefs[slot->need], strerror(-error));
    release(slot, NEED_FAILED);
}

/* The server answers, but not with the file. */
static void not_there(struct fetch_slot *slot, int status)
{
    struct feed *feed = slot->feed;
    char code[32];
    if (status == 416) /* the part does not fit the file: from the beginning next time */
        store_part_abandon(&slot->sync->store, &slot->part);
    snprintf(code, sizeof code, status == 404 || status == 410 ? "asset-missing" : "http-%d",
             status);
    trouble_set(&feed->fetch_trouble, feed_name(feed),
                status == 404 || status == 410 ? EXIT_INPUT : EXIT_MACHINE, code,
                _("%s: the server answers %d"), feed->pending.hrefs[slot->need], status);
    store_part_close(&slot->part);
    release(slot, NEED_FAILED);
}

static void arrived(void *context, const struct http_result *result)
{
    struct fetch_slot *slot = context;
    slot->transfer = NULL;
    switch (result->fault) {
    case HTTP_FINE:
        if (result->status == 200 || result->status == 206)
            complete(slot);
        else
            not_there(slot, result->status);
        return;
    case HTTP_WRITE:
        not_written(slot, result->error);
        return;
    case HTTP_LARGE:
        spoil(slot, _("it is larger than what was signed"));
        return;
    case HTTP_RANGE:
    case HTTP_ENCODED:
        store_part_abandon(&slot->sync->store, &slot->part);
        slot->before = INT64_MAX;
        interrupted(slot, result);
        return;
    case HTTP_RESOLVE:
    case HTTP_CONNECT:
    case HTTP_TLS:
    case HTTP_STALL:
    case HTTP_CUT:
    case HTTP_REDIRECT:
    case HTTP_ADDRESS:
    case HTTP_HEADERS:
    case HTTP_OTHER:
    case HTTP_FAULTS:
        break;
    }
    interrupted(slot, result);
}

/* --- all files ------------------------------------------------------------------------------- */

/* The feed's next file that is to be fetched; what is in the store already is ticked off. */
static bool find_wanted(struct sync *sync, struct feed *feed, size_t *ret_need)
{
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        const struct store_need *need = &feed->pending.needs[i];
        if (feed->states[i].progress != NEED_WANTED || is_coming(&sync->fetch, need))
            continue;
        int fd = store_object_open(&sync->store, need->sha256, need->size);
        if (fd >= 0) {
            close(fd);
            feed->states[i].progress = NEED_DONE;
            continue;
        }
        *ret_need = i;
        return true;
    }
    return false;
}

static size_t count_progress(const struct feed *feed, enum need_progress progress)
{
    size_t count = 0;
    for (size_t i = 0; i < feed->pending.need_count; i++)
        count += feed->states[i].progress == progress;
    return count;
}

static void fail_round(struct feed *feed, int64_t now)
{
    feed->fetch_at = now + pace_failure(&feed->fetch_pace, 0);
    health_change(&feed->sync->health);
}

/* Another round for what has failed, if there is room for it. */
static void begin_round(struct sync *sync, struct feed *feed, int64_t now)
{
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        int fd = -1;
        const struct store_need *need = &feed->pending.needs[i];
        if (feed->states[i].progress == NEED_WANTED &&
            (fd = store_object_open(&sync->store, need->sha256, need->size)) >= 0)
            feed->states[i].progress = NEED_DONE;
        else if (feed->states[i].progress == NEED_FAILED)
            feed->states[i] = (struct need_state){NEED_WANTED, 0};
        if (fd >= 0)
            close(fd);
    }
    feed->fetch_at = INT64_MAX; /* under way */
    int64_t missing = activate_make_room(sync, bytes_to_come(feed));
    if (missing == 0)
        return;
    say_full(feed, missing);
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        if (feed->states[i].progress == NEED_WANTED)
            feed->states[i].progress = NEED_FAILED;
    }
    fail_round(feed, now);
}

/* Ends the feed's round where nothing is left to do in it. */
static void end_round(struct sync *sync, struct feed *feed, int64_t now)
{
    if (!feed->pending.document || feed->fetch_at != INT64_MAX ||
        count_progress(feed, NEED_WANTED) > 0 || count_progress(feed, NEED_RUNNING) > 0)
        return;
    if (count_progress(feed, NEED_FAILED) > 0 || !activate(sync, feed))
        fail_round(feed, now);
}

static bool start_one(struct sync *sync)
{
    struct fetch *fetch = &sync->fetch;
    struct fetch_slot *slot = free_slot(fetch);
    size_t need;
    for (size_t tried = 0; slot && tried < sync->feed_count; tried++) {
        struct feed *feed = &sync->feeds[fetch->turn++ % sync->feed_count];
        if (!feed->pending.document || feed->fetch_at != INT64_MAX ||
            !find_wanted(sync, feed, &need))
            continue;
        *slot =
            (struct fetch_slot){.sync = sync, .feed = feed, .need = need, .part = STORE_PART_NONE};
        feed->states[need].progress = NEED_RUNNING;
        start(slot);
        return true;
    }
    return false;
}

void fetch_move(struct sync *sync, int64_t now)
{
    for (size_t i = 0; i < sync->feed_count; i++) {
        struct feed *feed = &sync->feeds[i];
        if (feed->pending.document && feed->fetch_at != INT64_MAX && now >= feed->fetch_at)
            begin_round(sync, feed, now);
    }
    while (start_one(sync)) {
    }
    for (size_t i = 0; i < sync->feed_count; i++)
        end_round(sync, &sync->feeds[i], now);
}

void fetch_stop(struct sync *sync, struct feed *feed)
{
    for (size_t i = 0; i < FETCH_SIDE_BY_SIDE; i++) {
        struct fetch_slot *slot = &sync->fetch.slots[i];
        if (slot->feed != feed)
            continue;
        if (slot->transfer)
            http_cancel(sync->http, slot->transfer);
        store_part_close(&slot->part);
        release(slot, NEED_WANTED);
    }
}

struct fetch_progress fetch_progress(const struct sync *sync, const struct feed *feed)
{
    struct fetch_progress progress = {.total_files = feed->pending.need_count};
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        bool done = feed->states[i].progress == NEED_DONE;
        progress.files += done;
        progress.bytes += done ? feed->pending.needs[i].size : 0;
        progress.total_bytes += feed->pending.needs[i].size;
    }
    for (size_t i = 0; i < FETCH_SIDE_BY_SIDE; i++) {
        if (sync->fetch.slots[i].feed == feed)
            progress.bytes += sync->fetch.slots[i].part.written;
    }
    return progress;
}
