/* How long the pages stay that an item takes on a small board: a passer-by needs some seconds for
 * each, however short the item was meant to be, and more for one with many words. The only place
 * where this is reckoned: the screen keeps to it, and what people are told in advance is the same.
 * Pure; times are microseconds. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/document.h"

#define PAGES_TIME_LEAST (INT64_C(4) * 1000000) /* each of several stays that long */
/* One that is nothing but a code: to take out a telephone and scan takes fifteen seconds, and none
 * of a fade. */
#define PAGES_TIME_SCAN (INT64_C(16) * 1000000)
#define PAGES_TIME_WORD (INT64_C(3) * 100000)   /* 200 words a minute (docs/legibility.md) */
#define PAGES_TIME_MOST (INT64_C(10) * 1000000) /* that words are given: more nobody waits for */
#define PAGES_FADE_MAX (INT64_C(1) * 1000000)   /* between two of them: longer ones are cuts */

/* All zeroes: nothing is on. */
struct pages {
    unsigned count; /* that are shown, in their order */
    unsigned at;    /* the one that stands, from 0 */
    int64_t each;   /* the last one has what is left over */
    int64_t total;  /* more where a page needs more than that */
};

/* The plan for an item of `count` pages that is to stay for `duration`, longer where the pages need
 * it (PAGES_TIME_LEAST each), and whose validity ends in `left`. Pages that would find no time
 * before that are not shown; the first one always is. */
struct pages pages_plan(unsigned count, int64_t duration, int64_t left);

/* What one of several pages needs that holds so many words, and that is perhaps nothing but a code:
 * PAGES_TIME_LEAST or more. */
int64_t pages_need(size_t words, bool is_scan);

/* How long page `page` stays that begins now, perhaps later than planned, with `left` until the end
 * of the item's validity: its share, longer where it is one of several and needs more (`need`), or
 * what is left. 0: too short to be read, so that the item ends with the page before it. */
int64_t pages_length(const struct pages *pages, unsigned page, int64_t need, int64_t left);

/* How long an item stays in all whose pages begin as planned and need needs[0 … count - 1]; NULL:
 * no more than their shares. `count` and the others as for pages_plan. */
int64_t pages_sum(unsigned count, const int64_t needs[], int64_t duration, int64_t left);

/* Whether another page follows the one that stands. */
bool pages_has_more(const struct pages *pages);

/* How a page follows the one before it, in an item that comes by `transition`. A board that moves
 * its own pages about tells nobody where an item ends. */
struct transition pages_transition(struct transition transition);
