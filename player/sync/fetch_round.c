/* Rounds: what a feed needs is tried once, then what has failed again after a while; the feeds take
 * turns. */
#include <string.h>
#include <unistd.h>

#include "sync/sync.h"

static bool slot_is_for(const struct fetch_slot *slot, const struct store_need *need)
{
    return slot->feed &&
           memcmp(slot->feed->pending.needs[slot->need].sha256, need->sha256, SHA256_SIZE) == 0;
}

/* Two transfers into one part would spoil it. */
static bool is_coming(const struct sync *sync, const struct store_need *need)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        if (slot_is_for(&sync->fetch.slots[i], need))
            return true;
    }
    return usb_is_copying(&sync->usb, need->sha256);
}

/* A slot for one more file of the feed. The first few are anybody's; beyond them each feed may have
 * one, so that a slow server in one's hand does not hold up the others. */
static struct fetch_slot *free_slot(struct fetch *fetch, const struct feed *feed)
{
    struct fetch_slot *slot = NULL;
    size_t taken = 0, own = 0;
    for (size_t i = 0; i < FETCH_SLOTS; i++) {
        if (!fetch->slots[i].feed)
            slot = &fetch->slots[i];
        taken += fetch->slots[i].feed != NULL;
        own += fetch->slots[i].feed == feed;
    }
    return taken < FETCH_SIDE_BY_SIDE || own == 0 ? slot : NULL;
}

/* The feed's next file that is to be fetched; what is in the store already is ticked off. */
static bool find_wanted(struct sync *sync, struct feed *feed, size_t *ret_need)
{
    for (size_t i = 0; i < feed->pending.need_count; i++) {
        const struct store_need *need = &feed->pending.needs[i];
        if (feed->states[i].progress != NEED_WANTED || is_coming(sync, need))
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
    feed->fetch_at = now + pace_failure(&feed->fetch_pace, feed->fetch_retry);
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
    feed->fetch_retry = 0;
    feed->has_failed = false;
    int64_t missing = activate_make_room(sync, fetch_bytes_to_come(feed));
    if (missing == 0)
        return;
    fetch_say_full(feed, missing);
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
    size_t need;
    for (size_t tried = 0; tried < sync->feed_count; tried++) {
        struct feed *feed = &sync->feeds[fetch->turn++ % sync->feed_count];
        struct fetch_slot *slot = free_slot(fetch, feed);
        if (!slot || !feed->pending.document || feed->fetch_at != INT64_MAX ||
            !find_wanted(sync, feed, &need))
            continue;
        *slot =
            (struct fetch_slot){.sync = sync, .feed = feed, .need = need, .part = STORE_PART_NONE};
        feed->states[need].progress = NEED_RUNNING;
        fetch_start(slot);
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
