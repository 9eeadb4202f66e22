/* The files that new documents need: several at once, the feeds in turn, small files first. A file
 * that two feeds need is fetched once. What was cut off is gone on with. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/http.h"
#include "playlist/limits.h"
#include "store/store.h"

struct feed;
struct sync;

enum {
    FETCH_SIDE_BY_SIDE = 4,                         /* of all feeds together, */
    FETCH_SLOTS = FETCH_SIDE_BY_SIDE + LIMIT_FEEDS, /* and one more of each */
    FETCH_TRIES = 4,        /* of one file in a row, as long as each brings something */
    FETCH_TAG_LEAST = 65536 /* smaller files begin anew */
};

enum need_progress { NEED_WANTED, NEED_RUNNING, NEED_DONE, NEED_FAILED };

/* Of one need of feed->pending. */
struct need_state {
    enum need_progress progress;
    unsigned tries;
};

struct fetch_slot {
    struct sync *sync;
    struct feed *feed; /* NULL: the slot is free */
    size_t need;
    struct store_part part;
    struct http_transfer *transfer;
    int64_t before; /* part.written when this try began */
};

struct fetch {
    struct fetch_slot slots[FETCH_SLOTS];
    size_t turn; /* the feed whose file is next */
};

/* Starts what can be started, and activates what is complete. Call after anything has changed.
 * `now` is monotonic. */
void fetch_move(struct sync *sync, int64_t now);

/* Lets go of all files of a feed; parts stay in the store. */
void fetch_stop(struct sync *sync, struct feed *feed);

/* This file comes from elsewhere now: a transfer of it ends, and is not begun again as long as
 * usb_is_copying says so. */
void fetch_yield(struct sync *sync, const struct store_need *need);

/* Bytes of feed->pending that are here, of all; files likewise. */
struct fetch_progress {
    int64_t bytes, total_bytes;
    size_t files, total_files;
};
struct fetch_progress fetch_progress(const struct sync *sync, const struct feed *feed);

/* --- between fetch.c and fetch_round.c --- */

/* Begins with the slot's file. What becomes of it is its need's progress. */
void fetch_start(struct fetch_slot *slot);

/* Bytes of feed->pending that are not in the store yet. */
int64_t fetch_bytes_to_come(const struct feed *feed);

/* Notes that so many bytes are missing on the disk; nothing more is begun in this round. */
void fetch_say_full(struct feed *feed, int64_t missing);
