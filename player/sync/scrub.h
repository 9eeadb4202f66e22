/* Reads every file of what plays again, after each start and then weekly, a slice at a time: a card
 * forgets. What is damaged is removed and fetched again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/sha256.h"

struct sync;

struct scrub {
    int fd;            /* of the file that is read; -1: none */
    int64_t done;      /* of it */
    size_t feed, need; /* whose */
    struct sha256 hash;
    int64_t next_at; /* monotonic: when the next round begins; 0: now */
};

#define SCRUB_START ((struct scrub){.fd = -1})

/* Goes on by one slice where there is anything to do. Returns when it wants to go on: monotonic. */
int64_t scrub_move(struct sync *sync, int64_t now);

/* What plays has changed: a round that is under way begins again from the first file. */
void scrub_restart(struct scrub *scrub);
void scrub_finish(struct scrub *scrub);
