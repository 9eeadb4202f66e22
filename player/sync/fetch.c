#include "sync/fetch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "sync/sync.h"

static void arrived(void *context, const struct http_result *result);

/* The slot lets go; what became of the need is `progress`. */
static void release(struct fetch_slot *slot, enum need_progress progress)
{
    slot->feed->states[slot->need].progress = progress;
    health_change(&slot->sync->health);
    *slot = (struct fetch_slot){.part = STORE_PART_NONE};
}

/* The first failure of a round is told, the others with the next one; and as long as the file that
 * was named is not there, it is that one: a server without any of a thousand files must not fill
 * the journal. `need` SIZE_MAX: it is none of the files. */
static void note(struct feed *feed, size_t need, enum exit_status status, const char *code,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

static void note(struct feed *feed, size_t need, enum exit_status status, const char *code,
                 const char *format, ...)
{
    struct trouble *trouble = &feed->fetch_trouble;
    char message[sizeof trouble->message];
    va_list arguments;
    if (feed->has_failed)
        return;
    feed->has_failed = true;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (strcmp(trouble->code, code) == 0 && feed->named_need < feed->pending.need_count &&
        feed->states[feed->named_need].progress != NEED_DONE)
        memcpy(message, trouble->message, sizeof message);
    else
        feed->named_need = need;
    trouble_set(trouble, feed_name(feed), status, code, "%s", message);
}

int64_t fetch_bytes_to_come(const struct feed *feed)
{
    int64_t bytes = (int64_t)feed->pending.size;
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        const struct store_need *need = &feed->pending.needs[i];
        if (feed->states[i].progress == NEED_DONE)
            continue;
        int64_t here = store_part_bytes(&feed->sync->store, need->sha256);
        bytes += need->size - (here < need->size ? here : need->size);
    }
    return bytes;
}

void fetch_say_full(struct feed *feed, int64_t missing)
{
    note(feed, SIZE_MAX, EXIT_MACHINE, "disk-full",
         _("the disk is full: %" PRId64 " bytes are missing for the new content; free some "
           "space or raise store.maxBytes"),
         missing > 0 ? missing : 1);
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        if (feed->states[i].progress == NEED_WANTED)
            feed->states[i].progress = NEED_FAILED;
    }
}

/* The store refuses: where it is full, no other file of the feed need be tried. */
static void note_store(struct fetch_slot *slot, int error)
{
    struct feed *feed = slot->feed;
    if (error == -ENOSPC || error == -EDQUOT)
        fetch_say_full(feed, activate_make_room(slot->sync, fetch_bytes_to_come(feed)));
    else
        note(feed, slot->need, EXIT_MACHINE, "store", "%s: %s", feed->pending.hrefs[slot->need],
             strerror(-error));
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

void fetch_start(struct fetch_slot *slot)
{
    struct sync *sync = slot->sync;
    struct feed *feed = slot->feed;
    const struct store_need *need = &feed->pending.needs[slot->need];
    char tag[STORE_TAG_MAX + 1] = "";
    if (!feed->settings->url) {
        note(feed, slot->need, EXIT_INPUT, "asset-missing",
             _("%s: it is gone; plug in the stick that it came by"),
             feed->pending.hrefs[slot->need]);
        release(slot, NEED_FAILED);
        return;
    }
    int result = store_part_open(&sync->store, need->sha256, need->size, &slot->part);
    if (result == 0 && slot->part.written > 0) {
        store_part_tag(&sync->store, &slot->part, tag, sizeof tag);
        if (!tag[0] || slot->part.written == slot->part.size)
            result = store_part_restart(&sync->store, &slot->part);
    }
    slot->before = slot->part.written;
    if (result == 0 && (slot->transfer = start_transfer(slot, tag)))
        return;
    note_store(slot, result < 0 ? result : -ENOMEM);
    store_part_close(&slot->part);
    release(slot, NEED_FAILED);
}

/* The bytes are no good: they are thrown away. */
static void spoil(struct fetch_slot *slot, const char *why)
{
    struct feed *feed = slot->feed;
    note(feed, slot->need, EXIT_TRUST, "asset-mismatch", "%s: %s", feed->pending.hrefs[slot->need],
         why);
    store_part_abandon(&slot->sync->store, &slot->part);
    release(slot, NEED_FAILED);
}

static void complete(struct fetch_slot *slot)
{
    if (slot->part.written != slot->part.size) {
        spoil(slot, _("it is smaller than what was signed"));
        return;
    }
    int result = store_part_finish(&slot->sync->store, &slot->part);
    struct need_state *state = &slot->feed->states[slot->need];
    if (result == -EBADMSG && slot->before > 0 && ++state->tries < FETCH_TRIES) {
        release(slot, NEED_WANTED); /* what an earlier run has left was spoilt, by a power cut */
        return;
    }
    if (result == -EBADMSG) {
        spoil(slot, _("its bytes are not what was signed"));
        return;
    }
    if (result < 0)
        note_store(slot, result);
    release(slot, result < 0 ? NEED_FAILED : NEED_DONE);
}

/* Cut off: gone on with at once as long as something came, otherwise later. */
static void interrupted(struct fetch_slot *slot, const struct http_result *result)
{
    struct feed *feed = slot->feed;
    struct need_state *state = &feed->states[slot->need];
    bool again = slot->part.written > slot->before && ++state->tries < FETCH_TRIES;
    if (!again)
        note(feed, slot->need, EXIT_MACHINE, http_fault_code(result->fault), "%s: %s (%s)",
             feed->pending.hrefs[slot->need], _(http_fault_message(result->fault)), result->detail);
    store_part_close(&slot->part);
    release(slot, again ? NEED_WANTED : NEED_FAILED);
}

static void not_written(struct fetch_slot *slot, int error)
{
    if (error == -EFBIG) {
        spoil(slot, _("it is larger than what was signed"));
        return;
    }
    store_part_abandon(&slot->sync->store, &slot->part);
    note_store(slot, error);
    release(slot, NEED_FAILED);
}

/* The server answers, but not with the file. */
static void not_there(struct fetch_slot *slot, int status)
{
    struct feed *feed = slot->feed;
    bool is_missing = status == 404 || status == 410;
    char code[32];
    if (status == 416) /* the part does not fit the file: from the beginning next time */
        store_part_abandon(&slot->sync->store, &slot->part);
    snprintf(code, sizeof code, is_missing ? "asset-missing" : "http-%d", status);
    note(feed, slot->need, is_missing ? EXIT_INPUT : EXIT_MACHINE, code,
         _("%s: the server answers %d"), feed->pending.hrefs[slot->need], status);
    store_part_close(&slot->part);
    release(slot, NEED_FAILED);
}

static void arrived(void *context, const struct http_result *result)
{
    struct fetch_slot *slot = context;
    slot->transfer = NULL;
    if (result->retry_after > slot->feed->fetch_retry)
        slot->feed->fetch_retry = result->retry_after;
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

/* --- all of a feed --------------------------------------------------------------------------- */

static void stop_slot(struct fetch_slot *slot)
{
    if (slot->transfer)
        http_cancel(slot->sync->http, slot->transfer);
    store_part_close(&slot->part);
    release(slot, NEED_WANTED);
}

void fetch_stop(struct sync *sync, struct feed *feed)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        if (sync->fetch.slots[i].feed == feed)
            stop_slot(&sync->fetch.slots[i]);
    }
}

void fetch_yield(struct sync *sync, const struct store_need *need)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        struct fetch_slot *slot = &sync->fetch.slots[i];
        if (slot->feed &&
            memcmp(slot->feed->pending.needs[slot->need].sha256, need->sha256, SHA256_SIZE) == 0)
            stop_slot(slot);
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
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        if (sync->fetch.slots[i].feed == feed)
            progress.bytes += sync->fetch.slots[i].part.written;
    }
    return progress;
}
