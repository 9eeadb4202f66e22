/* Which sequence number a publication gets: a pure decision. A number is never used for two
 * contents, and nobody who can write to the target leads it up or down. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Numbers are 0 where there is none. */
struct publish_facts {
    int64_t remembered;      /* of the newest publication that the draft's folder remembers */
    bool remembered_is_same; /* which has the same content */
    bool is_standing;        /* something stands at the target */
    int64_t standing;        /* its number, where it is known to be ours; else 0 */
    bool standing_is_same;
    int64_t wanted; /* --sequence */
    int64_t floor;  /* `sequenceFloor` of the root; -1: none */
};

enum publish_number {
    PUBLISH_KEEP_REMEMBERED, /* the publication that is remembered, to the byte */
    PUBLISH_KEEP_STANDING,   /* the one that stands there */
    PUBLISH_NEW,
    PUBLISH_UNKNOWN, /* refused: what stands there proves no number */
    PUBLISH_LOW,     /* refused: --sequence is not above *ret, the greatest */
    PUBLISH_LEAP,    /* refused: more than TRUST_STEP_MAX above *ret */
    PUBLISH_END      /* refused: there is no number left */
};

/* *ret is the number; for the refusals the greatest one so far. */
enum publish_number publish_number_choose(const struct publish_facts *facts, int64_t *ret);
