/* What becomes of a document when all it needs is there: a generation, and in the same step what
 * trust remembers of it. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "playlist/media.h"
#include "sync/sync.h"

int activate_commit(struct sync *sync, const struct current *current)
{
    int result = store_commit(&sync->store, current);
    if (result == 0)
        sync->current = *current;
    return result;
}

/* The floor that is kept on the disk: never above what was verified or well known. */
static int64_t floor_to_keep(const struct sync *sync)
{
    struct ladder_time time = sync_time(sync);
    return time.rung == CLOCK_TRUSTED ? time.now : sync->ladder.floor;
}

static size_t count_wanted(const struct sync *sync)
{
    size_t count = sync->usb.coming.need_count;
    for (size_t i = 0; i < sync->feed_count; i++)
        count += sync->feeds[i].pending.need_count;
    return count;
}

/* Of a generation that cannot be read nobody knows what it needs, and nothing could be removed any
 * more: the one before is let go of then. 0; -ENOENT: there is none; or -errno. */
static int forget_previous(struct sync *sync)
{
    struct current *fresh = malloc(sizeof *fresh);
    int result = -ENOENT;
    if (!fresh)
        return -ENOMEM;
    *fresh = sync->current;
    for (size_t i = 0; i < fresh->feed_count; i++) {
        struct current_feed *feed = &fresh->feeds[i];
        if (feed->previous == 0)
            continue;
        feed->previous = 0;
        memset(feed->previous_sha256, 0, sizeof feed->previous_sha256);
        result = 0;
    }
    if (result == 0)
        result = activate_commit(sync, fresh);
    free(fresh);
    return result;
}

void activate_clean(struct sync *sync)
{
    size_t count = 0;
    int64_t freed = 0;
    struct store_need *wanted = calloc(count_wanted(sync) + 1, sizeof *wanted);
    if (!wanted)
        return; /* the next time */
    for (size_t i = 0; i < sync->feed_count; i++) {
        const struct candidate *pending = &sync->feeds[i].pending;
        if (pending->need_count > 0)
            memcpy(wanted + count, pending->needs, pending->need_count * sizeof *wanted);
        count += pending->need_count;
    }
    if (sync->usb.coming.need_count > 0)
        memcpy(wanted + count, sync->usb.coming.needs,
               sync->usb.coming.need_count * sizeof *wanted);
    count += sync->usb.coming.need_count;
    int result = store_clean(&sync->store, &sync->current, wanted, count, &freed);
    if ((result == -EBADMSG || result == -ENOENT || result == -EIO) && forget_previous(sync) == 0) {
        log_warning("the generation before the one that plays cannot be read; it is let go of");
        result = store_clean(&sync->store, &sync->current, wanted, count, &freed);
    }
    if (result < 0)
        log_warning("the store cannot be cleaned: %s; tried again after the next change",
                    strerror(-result));
    else if (freed > 0)
        log_info("%" PRId64 " bytes that nobody needs any more were removed", freed);
    free(wanted);
}

int64_t activate_make_room(struct sync *sync, int64_t bytes)
{
    const struct store_limits limits = {sync->site->store.max_bytes,
                                        sync->site->store.min_free_percent};
    struct store_usage usage;
    if (store_usage(&sync->store, &usage) < 0)
        return 0; /* the disk will say it */
    int64_t missing = store_missing(&usage, &limits, bytes);
    if (missing == 0)
        return 0;
    activate_clean(sync);
    return store_usage(&sync->store, &usage) < 0 ? 0 : store_missing(&usage, &limits, bytes);
}

static void finish_pending(struct feed *feed)
{
    candidate_finish(&feed->active);
    feed->active = feed->pending;
    feed->pending = (struct candidate){0};
    free(feed->states);
    feed->states = NULL;
    feed->is_repair = feed->is_damaged = false;
    feed->fetch_at = INT64_MAX;
    feed->fetch_pace.failures = 0;
    trouble_clear(&feed->fetch_trouble, feed_name(feed));
    feed_note_aside(feed);
    health_change(&feed->sync->health);
}

/* What trust and the screen go by, once the pending document is on as this generation. */
static void describe(const struct feed *feed, uint64_t generation, struct current_feed *entry)
{
    bool is_same = memcmp(entry->sha256, feed->pending.sha256, SHA256_SIZE) == 0;
    /* What is lent is not what is gone back to. */
    if (!feed->is_damaged && !feed->is_repair && !entry->is_lent) {
        entry->previous = entry->generation;
        memcpy(entry->previous_sha256, entry->sha256, SHA256_SIZE);
    }
    entry->generation = generation;
    if (!feed->is_repair)
        entry->is_lent = feed->is_lent;
    if (is_same && entry->newest != CURRENT_IS_ON)
        return; /* trust remembers a newer one, which is not on */
    memcpy(entry->sha256, feed->pending.sha256, SHA256_SIZE);
    entry->sequence = feed->pending.sequence;
    entry->newest = CURRENT_IS_ON;
    entry->is_proven &= is_same;
    memset(entry->newest_sha256, 0, SHA256_SIZE);
    /* What is only put on again was judged by the root of then. */
    if (!feed->is_unsigned && !feed->is_repair)
        entry->root_version = entry->judged_root = feed->root.version;
}

/* Takes a generation away again that could not be put on, where the old one surely holds: tried
 * again and again it would fill the disk. */
static void take_back(struct sync *sync, const struct feed *feed, uint64_t generation)
{
    struct current *seen = calloc(1, sizeof *seen);
    int result = seen ? store_read_current(&sync->store, seen) : -ENOMEM;
    if (result == 0 || result == -ENODATA) {
        const struct current_feed *entry = current_find(seen, feed->key);
        if (!entry || entry->generation != generation)
            activate_clean(sync);
    }
    free(seen);
}

/* Writes the generation and says in `current` that it is on. 0 or -errno. */
static int put_on(struct sync *sync, struct feed *feed)
{
    const struct candidate *pending = &feed->pending;
    const struct store_file files[] = {
        {"playlist.json", pending->bytes, pending->size},
        {"playlist.json.minisig", pending->signature, pending->signature_size}};
    uint64_t generation;
    struct current *fresh = malloc(sizeof *fresh);
    if (!fresh)
        return -ENOMEM;
    *fresh = sync->current;
    struct current_feed *entry = current_add(fresh, feed->key);
    int result = entry ? store_stage(&sync->store, files, pending->signature ? 2 : 1,
                                     pending->needs, pending->need_count, &generation)
                       : -EMFILE;
    if (result == 0) {
        if (!feed->is_unsigned)
            sync_learn_time(sync, pending->document->generated);
        int64_t floor = floor_to_keep(sync);
        if (floor > fresh->time_floor)
            fresh->time_floor = floor;
        describe(feed, generation, entry);
        activate_shares(sync, fresh);
        result = activate_commit(sync, fresh);
        if (result < 0)
            take_back(sync, feed, generation);
    }
    free(fresh);
    if (result == 0)
        log_info("%s: sequence %" PRId64 " is on, generation %" PRIu64, feed_name(feed),
                 pending->sequence, generation);
    return result;
}

/* A file whose bytes are signed but are not what its media type says: somebody tries out decoders,
 * or a tool is at fault. Nothing is decoded here. */
static bool has_type(const struct sync *sync, const struct asset *asset)
{
    char bytes[MEDIA_SNIFF_BYTES];
    int fd = store_object_open(&sync->store, asset->sha256, asset->size);
    if (fd < 0)
        return true; /* gone meanwhile: store_stage says so */
    ssize_t size = pread(fd, bytes, sizeof bytes, 0);
    close(fd);
    return size < 0 || media_kind_fits(media_kind_of(bytes, (size_t)size), asset->media_type);
}

static bool types_are_right(const struct sync *sync, struct feed *feed)
{
    const struct document *document = feed->pending.document;
    for (size_t i = 0; i < document->asset_count; i++) {
        const struct asset *asset = &document->assets[i];
        if (!asset->media_type || has_type(sync, asset))
            continue;
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_TRUST, "asset-type",
                    _("%s: its bytes are not of the type %s that was signed"), asset->href,
                    asset->media_type);
        return false;
    }
    return true;
}

bool activate(struct sync *sync, struct feed *feed)
{
    if (!types_are_right(sync, feed))
        return false;
    int result = put_on(sync, feed);
    if (result == -ENOENT) { /* a file has gone meanwhile */
        for (size_t i = 0; i < feed->pending.need_count; i++)
            feed->states[i].progress = NEED_FAILED;
    }
    if (result == -ENOSPC || result == -EDQUOT) {
        int64_t missing = activate_make_room(sync, (int64_t)feed->pending.size + (1 << 20));
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "disk-full",
                    _("the disk is full: %" PRId64 " bytes are missing for the new content; free "
                      "some space or raise store.maxBytes"),
                    missing > 0 ? missing : (int64_t)feed->pending.size);
    } else if (result == -EMFILE) {
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "store-feeds",
                    _("the store remembers %d feeds already; begin a new store"),
                    CURRENT_FEEDS_MAX);
    } else if (result < 0) {
        trouble_set(&feed->fetch_trouble, feed_name(feed), EXIT_MACHINE, "store",
                    _("the new content cannot be put on: %s"), strerror(-result));
    }
    if (result < 0)
        return false;
    finish_pending(feed);
    scrub_restart(&sync->scrub);
    activate_clean(sync);
    return true;
}

int activate_root(struct sync *sync, struct feed *feed, const struct root *root, const char *bytes,
                  size_t size)
{
    int result = store_root_write(&sync->store, feed->key, root->version, bytes, size);
    struct current *fresh = malloc(sizeof *fresh);
    if (!fresh)
        return -ENOMEM;
    if (result == 0 && root->version > feed_known_root(feed)) {
        *fresh = sync->current;
        struct current_feed *entry = current_add(fresh, feed->key);
        if (entry)
            entry->root_version = root->version;
        activate_shares(sync, fresh);
        result = entry ? activate_commit(sync, fresh) : -EMFILE;
    }
    free(fresh);
    if (result == 0) {
        feed->root = *root;
        feed_withdraw(feed);
        log_info("%s: root %u is trusted from now on", feed_name(feed), root->version);
    }
    return result;
}

static unsigned share_of(const struct sync *sync, const char *key)
{
    for (size_t i = 0; i < sync->feed_count; i++) {
        if (strcmp(sync->feeds[i].key, key) == 0)
            return sync->feeds[i].settings->share;
    }
    return 0;
}

/* A feed whose root cannot be read just now is still followed: its key is not known, so nothing is
 * taken off the screen before all keys are. */
static bool all_keys_are_known(const struct sync *sync)
{
    for (size_t i = 0; i < sync->feed_count; i++) {
        if (!sync->feeds[i].key[0])
            return false;
    }
    return true;
}

/* What plays while its stick is inserted, plays alone. NULL: nothing does. */
static const struct current_feed *find_lent(const struct current *current)
{
    for (size_t i = 0; i < current->feed_count; i++) {
        if (current->feeds[i].is_lent && current->feeds[i].generation)
            return &current->feeds[i];
    }
    return NULL;
}

bool activate_shares(const struct sync *sync, struct current *current)
{
    const struct current_feed *lent = find_lent(current);
    bool changed = false;
    for (size_t i = 0; i < current->feed_count; i++) {
        unsigned share = lent ? lent == &current->feeds[i] : share_of(sync, current->feeds[i].key);
        if (share == current->feeds[i].share || (share == 0 && !lent && !all_keys_are_known(sync)))
            continue;
        current->feeds[i].share = share;
        changed = true;
    }
    return changed;
}

int activate_settings(struct sync *sync, bool with_floor)
{
    struct current *fresh = malloc(sizeof *fresh);
    int result = 0;
    if (!fresh)
        return -ENOMEM;
    *fresh = sync->current;
    bool changed = activate_shares(sync, fresh);
    if (with_floor && floor_to_keep(sync) > fresh->time_floor) {
        fresh->time_floor = floor_to_keep(sync);
        changed = true;
    }
    if (changed)
        result = activate_commit(sync, fresh);
    free(fresh);
    return result;
}
