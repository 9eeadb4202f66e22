/* Whether a document may be taken: the rules of trust (docs/trust.md) as a pure function of root,
 * history, bytes and time. The bytes are not parsed here, and must not be before TRUST_FINE. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "trust/root.h"

#define TRUST_STEP_MAX INT64_C(1000000) /* a sequence is at most so much above the last one */

enum trust_fault {
    TRUST_FINE,
    TRUST_SAME,         /* fine, and exactly what is taken already */
    TRUST_FORM,         /* no signature file of minisign's */
    TRUST_KEY,          /* signed by a key that the root does not name */
    TRUST_SIGNATURE,    /* the bytes are not what was signed */
    TRUST_COMMENT,      /* the trusted comment is not "feedId=X sequence=N" */
    TRUST_OTHER_FEED,   /* signed for another feed */
    TRUST_OLDER,        /* a lower sequence than was taken already */
    TRUST_OTHER_BYTES,  /* the same sequence with other bytes */
    TRUST_LEAP,         /* more than TRUST_STEP_MAX above the last one */
    TRUST_ROOT_EXPIRED, /* nothing new is taken past the root's `expires` */
    TRUST_FAULTS
};

/* What a player remembers of one feed. Zeroes: nothing yet. */
struct trust_history {
    int64_t sequence; /* of the document that is active; 0: none */
    unsigned char sha256[SHA256_SIZE];
    uint32_t root_version; /* of the root that `sequence` was judged by, not of the newest known: a
                              floor counts until a document has been taken under it */
};

/* Judges `size` bytes with the signature file of `signature_size` bytes. `now`: the time as it is
 * trusted (trust/ladder.h), microseconds since 1970. A `sequence_floor` of the root that is of a
 * later version than history->root_version replaces the remembered sequence as the floor (lower or
 * higher), and lifts TRUST_LEAP and TRUST_OTHER_BYTES for this once. On TRUST_FINE and TRUST_SAME
 * *ret_sequence (may be NULL) is the signed number; otherwise untouched. */
enum trust_fault trust_judge(const struct root *root, const struct trust_history *history,
                             const void *bytes, size_t size, const char *signature,
                             size_t signature_size, int64_t now, int64_t *ret_sequence);

/* "signature", "older", … for machines; and words for people, untranslated (marked with N_()). */
const char *trust_fault_code(enum trust_fault fault);
const char *trust_fault_message(enum trust_fault fault);

/* The trusted comment of a document: "feedId=X sequence=N". `comment` holds
 * MINISIGN_COMMENT_MAX + 1 bytes. */
void trust_comment_format(const char *feed_id, int64_t sequence, char *comment);

/* Reads exactly that form. 0 or -EBADMSG. */
int trust_comment_parse(const char *comment, char feed_id[LIMIT_ID_BYTES + 1],
                        int64_t *ret_sequence);
