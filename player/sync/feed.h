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
    bool is_stick; /* of unsigned sticks, and of those that play while inserted: usb_lend.c */
    bool is_lent;  /* what is expected plays only while its stick is inserted */

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
    struct trouble aside_trouble; /* while the newest document is set aside */
};

/* Prepares a feed: reads its root and what it plays. Nothing is asked yet. What is wrong becomes
 * feed->trouble, and is looked at again when the feed's turn to poll comes. */
void feed_init(struct feed *feed, struct sync *sync, const struct site_feed *settings,
               uint64_t seed);
void feed_finish(struct feed *feed);

/* Reads the root file again where the feed has no key yet. Returns whether it has one. */
bool feed_load(struct feed *feed);

/* Another generation is on, by activate_revert: what plays is read anew, its repair is dropped. */
void feed_reload(struct feed *feed);

/* Whether a document of the feed was set aside has changed. */
void feed_note_aside(struct feed *feed);

/* What is wrong with it just now, the gravest; without code: nothing. */
const struct trouble *feed_problem(const struct feed *feed);

/* Judges a document by the feed's root, by what this screen remembers, and by the time as it is
 * trusted; as trust_judge. What is on is TRUST_SAME also where a newer one was set aside. */
enum trust_fault feed_judge(const struct feed *feed, const void *bytes, size_t size,
                            const char *signature, size_t signature_size, int64_t *ret_sequence);

/* What is to be done with a document that is TRUST_SAME, or of a feed without signatures. */
enum feed_same {
    FEED_WANTED, /* it is to be put on (again) */
    FEED_ON,     /* it is on, and whole as far as the document goes */
    FEED_ASIDE   /* it brought the screen down */
};
enum feed_same feed_same(const struct feed *feed, const unsigned char sha256[SHA256_SIZE]);

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
