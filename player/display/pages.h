/* How an item that takes several pages on a small board shares its time among them: a passer-by
 * needs some seconds for each, however short the item was meant to be. Pure; times are
 * microseconds. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "playlist/document.h"

#define PAGES_FADE_MAX (INT64_C(1) * 1000000) /* between two of them: longer ones are cuts */

/* All zeroes: nothing is on. */
struct pages {
    unsigned count; /* that are shown, in their order */
    unsigned at;    /* the one that stands, from 0 */
    int64_t each;   /* the last one has what is left over */
    int64_t total;
};

/* The plan for an item of `count` pages that is to stay for `duration`, longer where the pages need
 * it (JOB_PAGE_TIME each), and whose validity ends in `left`. Pages that would find no time before
 * that are not shown; the first one always is. */
struct pages pages_plan(unsigned count, int64_t duration, int64_t left);

/* How long page `page` stays that begins now, perhaps later than planned, with `left` until the end
 * of the item's validity: its share, longer where it is nothing but a code (`is_scan`:
 * JOB_SCAN_TIME), or what is left. 0: too short to be read, so that the item ends with the page
 * before it. */
int64_t pages_length(const struct pages *pages, unsigned page, bool is_scan, int64_t left);

/* Whether another page follows the one that stands. */
bool pages_has_more(const struct pages *pages);

/* How a page follows the one before it, in an item that comes by `transition`. A board that moves
 * its own pages about tells nobody where an item ends. */
struct transition pages_transition(struct transition transition);
