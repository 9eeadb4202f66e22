/* trial.json: how often this process, or a worker that drew for it, falls in the first ten minutes
 * of a new generation, so that `bangtin-sync` can set it aside (store/trial.h). And the pause
 * before a start, which grows when this process falls again and again. It is kept by whoever has
 * display.json, of two screens the first one; the other is neither counted nor held back. */
#pragma once

#include <limits.h>
#include <stdbool.h>

#include "store/trial.h"

struct tally {
    bool is_on;
    char path[PATH_MAX];
    const char *store_path; /* NULL: none is followed */
    struct trial trial;
    int fault; /* of the last time; told once */
};

/* Begins to count, in the directory `run`: that the process before did not end in good order is a
 * fall. `store` (may be NULL) must outlive the tally. */
void tally_open(struct tally *tally, const char *run, const char *store);

/* The end in good order. `is_failure`: no fall of the content's, but to be started again at once
 * would be no use. Fine on zeroed memory, as all that follows. */
void tally_close(struct tally *tally, bool is_failure);

/* How long the start is still to wait; microseconds. */
int64_t tally_pause(const struct tally *tally);

/* Looks at what `current` says; to be called before its documents are parsed, which may already be
 * what brings us down. */
void tally_look(struct tally *tally);

/* From now on, or no longer, what happens to us may be the content's fault. */
void tally_expose(struct tally *tally, bool is_exposed);

/* An item of the feed of this key is shown. */
void tally_show(struct tally *tally, const char *key);

/* A worker was lost over an item of the feed of this key. */
void tally_lose(struct tally *tally, const char *key);
