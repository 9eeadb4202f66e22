/* What a new generation costs: how often the screen, or a worker that drew for it, fell in its
 * first ten minutes. `bangtin-display` counts, in trial.json of its run directory, so that the
 * count outlives its falls but no start of the machine; `bangtin-sync` reads it and sets aside what
 * has brought the screen down three times. All of this is pure; times are of clock_monotonic.
 *
 *   {"running": true, "exposed": true, "started": 812345678, "falls": 1, "feeds": [
 *     {"key": "long-an", "generation": 12, "sha256": "…", "since": 812000000, "falls": 1}]} */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "store/current.h"

#define TRIAL_NAME "trial.json"
#define TRIAL_TIME (600 * CLOCK_SECOND)

enum {
    TRIAL_FALLS = 3, /* then the generation is set aside */
    TRIAL_BYTES_MAX = 8192,
    TRIAL_COUNT_MAX = 1000000
};

struct trial_feed {
    char key[LIMIT_ID_BYTES + 1];
    uint64_t generation;
    unsigned char sha256[SHA256_SIZE]; /* of its document */
    int64_t since;  /* when an item of it was first shown; 0: none yet, as while a screen is off */
    unsigned falls; /* in TRIAL_TIME from there, and before */
};

struct trial {
    struct trial_feed feeds[LIMIT_FEEDS]; /* what is on, not proven, and not the one before again */
    size_t feed_count;
    bool is_running; /* the process has not ended in good order, so far or for ever */
    bool is_exposed; /* its content was at hand: what happens may be the content's fault */
    int64_t started; /* the process */
    unsigned falls;  /* of processes in a row */
};

/* A process begins at `now`: that the one before did not end in good order is a fall, and where it
 * was exposed each generation on trial is charged with it. */
void trial_begin(struct trial *trial, int64_t now);

/* How long this process is to wait before it begins: the first three falls in a row cost nothing.
 */
int64_t trial_pause(const struct trial *trial);

/* `current` says what is on now. Returns whether that is news. After news nothing is to be waited
 * for; after a document was set aside the others are charged with nothing, since it was that one.
 */
bool trial_take(struct trial *trial, const struct current *current, int64_t now);

/* An item of this feed is shown. Returns whether its ten minutes begin by that. */
bool trial_show(struct trial *trial, const char *key, int64_t now);

/* A worker was lost over an item of this feed. Returns whether it counts. */
bool trial_lose(struct trial *trial, const char *key, int64_t now);

/* The process ends in good order. */
void trial_end(struct trial *trial);

/* The generation to be set aside: of several the one with the most falls, of those the newest.
 * NULL: none. */
const struct trial_feed *trial_guilty(const struct trial *trial);

/* Whether this one has lived through its first ten minutes. */
bool trial_is_over(const struct trial_feed *feed, int64_t now);

/* Reads strictly what is written; anything else is no trial. 0, -EBADMSG or -ENOMEM, *ret untouched
 * then. *ret of the other is a fresh string that the caller frees; 0 or -ENOMEM. */
int trial_parse(const char *bytes, size_t size, struct trial *ret);
int trial_format(const struct trial *trial, char **ret);
