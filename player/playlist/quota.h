/* The plays of the last hour of those items that have a limit (maxPlaysPerHour). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct quota_play {
    uint64_t key;
    int64_t at; /* on the wall clock when it was noted */
};

/* All zeroes is empty. */
struct quota {
    struct quota_play *plays; /* ordered by key and time */
    size_t count, capacity;
    int64_t latest;
};

/* Tells the items of all feeds apart, also after a new document. */
uint64_t quota_key(const char *feed_key, const char *item_id);

/* To be called before the others with the same `now`: after a step of the clock backwards what was
 * played "later" counts as played now, so that nobody is locked out for more than an hour, nor may
 * come more often. */
void quota_settle(struct quota *quota, int64_t now);

/* Whether fewer than `max` plays (0: any number) began in the hour up to `now`; where not, and
 * `ret_free` is given, when that will be so. */
bool quota_allows(const struct quota *quota, uint64_t key, unsigned max, int64_t now,
                  int64_t *ret_free);

/* Notes a play that begins at `now`; without memory it is not noted. */
void quota_note(struct quota *quota, uint64_t key, int64_t now);

/* Goes through the keys: the first at or behind *at. False behind the last. */
bool quota_next(const struct quota *quota, size_t *at, uint64_t *ret_key);

/* The plays of the hour up to `now` as text, for another process: a line "KEY TIME" each, in
 * hexadecimal digits and in microseconds. Fresh; NULL: there are none, or no memory. */
char *quota_compose(const struct quota *quota, int64_t now);

enum { QUOTA_NOTED_MAX = 4096 };

/* Notes those of such a text that lie in the hour up to `now`, whatever clock they were written by:
 * what is later counts as played now. At most QUOTA_NOTED_MAX, and none behind a line that is no
 * such line. */
void quota_recall(struct quota *quota, const char *text, int64_t now);

void quota_finish(struct quota *quota);

/* Copies `from` over *to, which was finished. False without memory: then *to is empty. */
bool quota_copy(struct quota *to, const struct quota *from);
