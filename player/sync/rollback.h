/* What the screen tells of a new generation: `bangtin-display` counts in trial.json how often it,
 * or a worker, fell in the first ten minutes of one (store/trial.h). Three times is too often: the
 * generation before is put on again. What has come through these ten minutes is proven, which is
 * kept: otherwise a fault of the machine after some later start could be taken for its own. */
#pragma once

#include <stdint.h>

struct sync;

struct rollback {
    uint64_t on;     /* the generations that were on when it was looked last */
    int64_t until;   /* monotonic: one of them is so new until then */
    int64_t look_at; /* monotonic: not before */
    int64_t over_at; /* monotonic: the next trial is over then; 0: not known yet */
    uint64_t seen;   /* the file that was read, by its time and number */
};

/* Looks where there may be something to see. Cheap otherwise: one stat(2) each two seconds, and
 * none once all that plays is older. Returns when it wants to look again: monotonic. */
int64_t rollback_move(struct sync *sync, int64_t now);
