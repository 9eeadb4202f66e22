#include "playlist/quota.h"

#include <inttypes.h>
#include <stdio.h>
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

char *quota_compose(const struct quota *quota, int64_t now)
{
    enum { LINE = 16 + 1 + 20 + 1 };
    size_t room = quota->count < QUOTA_NOTED_MAX ? quota->count : QUOTA_NOTED_MAX, size = 0;
    char *text = room > 0 ? malloc(room * LINE + 1) : NULL;
    for (size_t i = 0; text && i < quota->count && room > 0; i++) {
        const struct quota_play *play = &quota->plays[i];
        if (play->at <= now - HOUR)
            continue;
        size += (size_t)snprintf(text + size, LINE + 1, "%016" PRIx64 " %" PRId64 "\n", play->key,
                                 play->at < now ? play->at : now);
        room--;
    }
    if (size > 0)
        return text;
    free(text);
    return NULL;
}

/* Reads the line at *text and moves that on. */
static bool read_line(const char **text, struct quota_play *ret)
{
    const char *at = *text;
    char *end;
    if (strspn(at, "0123456789abcdef") != 16 || at[16] != ' ')
        return false;
    size_t digits = strspn(at + 17, "0123456789");
    if (digits == 0 || digits > 18 || at[17 + digits] != '\n') /* 19 may be beyond all */
        return false;
    ret->key = strtoull(at, &end, 16);
    ret->at = strtoll(end, NULL, 10);
    *text = at + 17 + digits + 1;
    return true;
}

void quota_recall(struct quota *quota, const char *text, int64_t now)
{
    struct quota_play play;
    for (size_t i = 0; i < QUOTA_NOTED_MAX && read_line(&text, &play); i++) {
        if (play.at > now - HOUR)
            quota_note(quota, play.key, play.at < now ? play.at : now);
    }
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
