#include "playlist/quota.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"

#define HOUR (3600 * CLOCK_SECOND)
/* An item stays for a tenth of a second at least: no more can be played in an hour. */
enum { PLAYS_MAX = 36000, PLAYS_FIRST = 16 };

uint64_t quota_key(const char *feed_key, const char *item_id)
{
    uint64_t hash = hash_bytes(HASH_START, feed_key, strlen(feed_key) + 1);
    return hash_bytes(hash, item_id, strlen(item_id));
}

void quota_settle(struct quota *quota, int64_t now)
{
    if (quota->count == 0 || quota->latest <= now)
        return;
    for (size_t i = 0; i < quota->count; i++)
        quota->plays[i].at = quota->plays[i].at < now ? quota->plays[i].at : now;
    quota->latest = now;
}

/* The first play that is not before `key` at `at`. */
static size_t find(const struct quota *quota, uint64_t key, int64_t at)
{
    size_t low = 0, high = quota->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct quota_play *play = &quota->plays[middle];
        if (play->key < key || (play->key == key && play->at < at))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool quota_allows(const struct quota *quota, uint64_t key, unsigned max, int64_t now,
                  int64_t *ret_free)
{
    if (max == 0 || quota->count == 0)
        return true;
    size_t first = find(quota, key, now - HOUR + 1), end = find(quota, key, INT64_MAX);
    if (end - first < max)
        return true;
    if (ret_free)
        *ret_free = quota->plays[end - max].at + HOUR;
    return false;
}

static void forget_old(struct quota *quota, int64_t now)
{
    size_t kept = 0;
    for (size_t i = 0; i < quota->count; i++) {
        if (quota->plays[i].at > now - HOUR)
            quota->plays[kept++] = quota->plays[i];
    }
    quota->count = kept;
}

/* Room for one more. What is old goes before more memory is taken. */
static bool make_room(struct quota *quota, int64_t now)
{
    if (quota->count == quota->capacity)
        forget_old(quota, now);
    if (quota->count * 2 < quota->capacity)
        return true;
    size_t capacity = quota->capacity ? quota->capacity * 2 : PLAYS_FIRST;
    if (capacity <= (size_t)2 * PLAYS_MAX) {
        struct quota_play *plays = realloc(quota->plays, capacity * sizeof *plays);
        if (plays) {
            quota->plays = plays;
            quota->capacity = capacity;
        }
    }
    return quota->count < quota->capacity;
}

void quota_note(struct quota *quota, uint64_t key, int64_t now)
{
    if (quota->count == quota->capacity && !make_room(quota, now))
        return;
    size_t at = find(quota, key, now);
    memmove(&quota->plays[at + 1], &quota->plays[at], (quota->count - at) * sizeof *quota->plays);
    quota->plays[at] = (struct quota_play){key, now};
    quota->latest = quota->count++ == 0 || now > quota->latest ? now : quota->latest;
}

bool quota_next(const struct quota *quota, size_t *at, uint64_t *ret_key)
{
    if (*at >= quota->count)
        return false;
    *ret_key = quota->plays[*at].key;
    while (*at < quota->count && quota->plays[*at].key == *ret_key)
        ++*at;
    return true;
}

void quota_finish(struct quota *quota)
{
    free(quota->plays);
    *quota = (struct quota){0};
}

bool quota_copy(struct quota *to, const struct quota *from)
{
    *to = (struct quota){0};
    if (from->count == 0)
        return true;
    to->plays = malloc(from->count * sizeof *to->plays);
    if (!to->plays)
        return false;
    memcpy(to->plays, from->plays, from->count * sizeof *to->plays);
    to->count = to->capacity = from->count;
    to->latest = from->latest;
    return true;
}
