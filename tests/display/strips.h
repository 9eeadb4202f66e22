/* Strips over the slides without a worker, a screen and a clock: these are the test's (linked by
 * --wrap), and what the program asks of them is counted. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "display/player.h"

#define SECOND CLOCK_SECOND
#define SENT INT64_C(1790000000000000) /* in 2026 */
#define ENDS (SENT + 3600 * SECOND)
#define START (100 * SECOND) /* on the monotonic clock */
#define LOST_PAUSE (30 * SECOND)
enum { WIDTH = 1280, HEIGHT = 720, TOP = 80, FOOT = 53 };

/* What it asked of the rest of the screen process, and what it is told. */
struct strips_lab {
    int64_t now, wall; /* what the clocks say */
    char asked[16];    /* the banner that is drawn; "": none */
    char up[16];       /* the one on the stage */
    char job[1024];    /* the last one */
    unsigned requests, cancels, stops, relays, redraws, ticks;
    struct player player;
    char path[64], file[96];
};
extern struct strips_lab lab;

int strips_set_up(void **state);
int strips_tear_down(void **state);

/* Opens a document with these banners, a letter each, the severest first; "!" behind one: its
 * headline has a variable without a value; "-": it ends half an hour earlier. `lines`: of the
 * ticker, whose first one ends then, too. */
void play(const char *letters, int lines);
/* The same in place of what plays. */
void change(const char *letters, int lines);

/* The process goes on `after` microseconds later. */
void step(int64_t after);

/* The worker's answer to what it is at. */
void answer(enum supply_outcome outcome);

bool is_asking(void);
void expect_asked(const char *name);
/* The banner is asked for; it is drawn and put up. */
void draw(const char *name);
