/* What is on: for each feed the active generation and all that trust remembers of it, in one small
 * file, so that activation and trust cannot disagree. It is the one file that `display` watches.
 *
 *   {"feeds": {"long-an": {"generation": 12, "previous": 11, "sequence": 7, "rootVersion": 1,
 *              "judgedRoot": 1, "sha256": "…", "previousSha256": "…", "share": 1}},
 *    "timeFloor": "2026-11-22T00:00:00Z",
 *    "check": "…"}
 *
 * A feed may also have one of these two, where the document that `sequence` is of is on no more and
 * the one before it is on again; the sequence stays, so that nothing older comes in by it:
 *
 *   "aside": "…"      digest of that document, which brought the screen down: never put on again
 *   "returned": "…"   likewise, of a stick that played while inserted: put on when it comes again
 *
 * and "lent": true, where what is on plays only while its stick is inserted, and "proven": true,
 * where the screen has lived with it for ten minutes: what happens from then on is not its fault. A
 * `generation` of 0 beside a sequence: there was none before it, and the built-in content plays.
 *
 * `check` is the SHA-256 of all bytes before its key, so that a damaged digit is damage and not an
 * older sequence. Members that this version does not know are passed over. A feed without a
 * signature has the key "@" and 16 hex digits, of its URL: no feed id looks like that, so it never
 * touches a signed one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "playlist/limits.h"

enum {
    CURRENT_BYTES_MAX = 65536,
    CURRENT_FEEDS_MAX = 64 /* also those that are followed no longer: their history stays */
};

#define CURRENT_GENERATION_MAX ((UINT64_C(1) << 53) - 1) /* exact wherever JSON is read */

/* What has become of the document that `sequence` is of. */
enum current_newest {
    CURRENT_IS_ON,
    CURRENT_ASIDE,   /* it brought the screen down */
    CURRENT_RETURNED /* its stick was pulled */
};

struct current_feed {
    char key[LIMIT_ID_BYTES + 1];
    uint64_t generation, previous; /* 0: none */
    int64_t sequence;              /* 0: none; also for a feed without signatures */
    uint32_t root_version;         /* the newest that is trusted; 0: none */
    uint32_t judged_root;          /* the one that `sequence` was judged by; at most root_version */
    unsigned char sha256[SHA256_SIZE], previous_sha256[SHA256_SIZE]; /* of the documents */
    enum current_newest newest;
    unsigned char newest_sha256[SHA256_SIZE]; /* of that document; zeroes: CURRENT_IS_ON */
    bool is_proven;                           /* what is on has been for ten minutes */
    bool is_lent;   /* what is on plays only while its stick is inserted */
    unsigned share; /* 0: followed no longer, not shown; at most LIMIT_SHARE */
};

struct current {
    struct current_feed feeds[CURRENT_FEEDS_MAX];
    size_t feed_count;
    int64_t time_floor; /* microseconds since 1970, kept in whole seconds; 0: none */
};

/* Reads strictly; 0, -EBADMSG or -ENOMEM, *ret untouched then. Writes; *ret is a fresh string that
 * the caller frees; 0 or -ENOMEM. What is out of range there is refused by the reader. */
int current_parse(const char *bytes, size_t size, struct current *ret);
int current_format(const struct current *current, char **ret);

/* A feed's id, or "@" and 16 hex digits. */
bool current_is_key(const char *key);

/* The feed of that key, or NULL; current_add adds an empty one where it is missing (NULL: full, or
 * no key). */
const struct current_feed *current_find(const struct current *current, const char *key);
struct current_feed *current_add(struct current *current, const char *key);

/* Puts the document before on again, in the struct alone: `why` says what becomes of the one that
 * is on. There is none before it any more then; the sequence and all that trust remembers stay. */
void current_revert(struct current_feed *feed, enum current_newest why);

/* Whether the document of this digest was set aside. */
bool current_is_aside(const struct current_feed *feed, const unsigned char sha256[SHA256_SIZE]);
