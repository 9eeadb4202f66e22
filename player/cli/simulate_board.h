/* What only the drawing tells of items on an office's small board: that they take turns as pages
 * and stay longer than they say, or that their picture cannot be read there. */
#pragma once

#include "cli/simulation.h"
#include "ipc/job.h"

/* An item in one language that takes several pages. */
struct simulated_paged {
    size_t item; /* index into the document's */
    size_t language;
    unsigned count;
    int64_t needs[JOB_PAGES_MAX]; /* of the pages: ipc/pages.h */
};

/* All zeroes: every item stays for its duration. */
struct simulate_board {
    const struct document *document;
    struct simulated_paged *list; /* by item, then language; owned */
    size_t count;
};

/* Draws every item that the simulation's office may show and that has no obstacle, once in each of
 * its languages, where the office's screen is so small that items take pages; with a bar of
 * progress. Notes what cannot be drawn as an obstacle, "not-drawn". `directory` is the document's
 * folder. Returns 0 or -errno: then nothing is known of pages. */
int simulate_board_draw(struct simulate_board *board, struct simulation *simulation, int directory);

/* How long the item stays whose turn would be `duration`, and whose validity ends in `left`, as
 * simulation's `stay`; the context is the board. */
int64_t simulate_board_stay(void *context, const struct item *item, size_t language,
                            int64_t duration, int64_t left);
void simulate_board_finish(struct simulate_board *board); /* fine on zeroes */
