/* What the screen tells of a new generation: `bangtin-display` counts in trial.json how often it,
 * or a worker, fell in the first ten minutes of one (store/trial.h). Three times is too often: the
 * generation before is put on again. */
#pragma once

#include <stdint.h>

struct sync;

struct rollback {
    uint64_t on;     /* the generations that were on when it was looked last */
    int64_t until;   /* monotonic: one of them is so new until then */
    int64_t look_at; /* monotonic: not before */
    uint64_t seen;   /* the file that was read, by its time and number */
};

/* Looks where there may be something to see. Cheap otherwise: one stat(2) each two seconds, and
 * none once all that plays is older. Returns when it wants to look again: monotonic. */
int64_t rollback_move(struct sync *sync, int64_t now);
