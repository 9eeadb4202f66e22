/* One feed that this screen follows: its trust, its sequence, its troubles are its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "playlist/site.h"
#include "sync/candidate.h"
#include "sync/pace.h"
#include "sync/polling.h"
#include "sync/trouble.h"
#include "trust/verdict.h"

struct sync;
struct need_state;

struct feed {
    struct sync *sync;
    const struct site_feed *settings;
    char key[LIMIT_ID_BYTES + 1]; /* in `current`; empty: the root could not be read yet */
    struct root root;             /* the newest that is trusted; unused where is_unsigned */
    bool is_unsigned;

    struct candidate active; /* what plays; no document: nothing, or it is damaged */
    bool is_damaged;         /* its generation is to be written again */

    struct poll poll;
    struct pace pace;
    int64_t poll_at; /* monotonic; INT64_MAX: a poll is under way */
    struct trouble trouble;
    int64_t good_at; /* the last good poll, microseconds since 1970; 0: none in this run */
    bool was_asked;  /* in this run, whatever came of it */

    struct candidate pending;  /* what comes next, or the active one where files are missing */
    struct need_state *states; /* of pending.needs; owned */
    bool is_repair;            /* pending is what plays already */
    struct pace fetch_pace;
    int64_t fetch_at;  /* monotonic: when what failed is tried again */
    int fetch_retry;   /* seconds that the server has asked for in this round */
    bool has_failed;   /* a file of this round has; fetch_trouble is the first one's */
    size_t named_need; /* the file that fetch_trouble names */
    struct trouble fetch_trouble;
};

/* Prepares a feed: reads its root and what it plays. Nothing is asked yet. What is wrong becomes
 * feed->trouble, and is looked at again when the feed's turn to poll comes. */
void feed_init(struct feed *feed, struct sync *sync, const struct site_feed *settings,
               uint64_t seed);
void feed_finish(struct feed *feed);

/* Reads the root file again where the feed has no key yet. Returns whether it has one. */
bool feed_load(struct feed *feed);

/* Its history, as trust asks for it. */
struct trust_history feed_history(const struct feed *feed);

/* The newest version of its root that this screen has ever trusted; 0: none. */
uint32_t feed_known_root(const struct feed *feed);

/* Takes over a candidate that was judged: what it needs is fetched from now on. */
void feed_expect(struct feed *feed, struct candidate *candidate);

/* Lets go of what was expected and is not on yet; what plays and its repair stay. The document is
 * asked for again as if it had never come. */
void feed_withdraw(struct feed *feed);

/* Has what plays repaired where files of it are missing, unless something else is expected. */
void feed_check_needs(struct feed *feed);

/* A file of what plays is missing or damaged: it is fetched again. */
void feed_repair(struct feed *feed);

/* The address, for people; or the root file's name where there is none. */
const char *feed_name(const struct feed *feed);

/* Whether this run has done all it can for the feed, for --once. */
bool feed_is_served(const struct feed *feed);
