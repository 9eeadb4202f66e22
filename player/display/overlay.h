/* What of the programme lies over the slides, at edges that these leave free: alerts in a strip at
 * the upper one, the ticker at the lower one. Both are asked of the worker beside the slides; a
 * slide that leaves them no room (an alert of the whole screen, the card) is shown without them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "display/overlay_lines.h"
#include "display/rota.h"
#include "display/slide.h"
#include "ipc/pixels.h"

enum overlay_part { OVERLAY_BANNER, OVERLAY_TICKER, OVERLAY_PARTS };

#define OVERLAY_BANNER_TIME (INT64_C(8) * 1000000) /* of each of several, microseconds */

/* All zeroes but for `pixels`: nothing is said. Instants are monotonic unless said otherwise. */
struct overlay {
    bool is_due;              /* to look what there is to be said */
    int64_t looked_at, until; /* on the wall clock: when that was done; when it is to be again */
    enum clock_rung clock;    /* how well that was known then */
    struct slide_area view;   /* for which all of this is */
    unsigned rotate;
    uint32_t top, foot; /* px upright that slides leave free */
    bool is_relay_due;  /* what stands is still to be drawn for that */
    struct {
        uint64_t mark;        /* of those in force; 0: none */
        struct rota rota;     /* which of them the stage has, and which is asked for */
        struct pixels pixels; /* come, not on the stage yet */
        int64_t next_at;      /* when the next one's turn comes */
    } banner;
    struct overlay_lines lines;
    struct {
        size_t at;          /* which line is the first one of the next picture */
        int64_t tick_at;    /* when its next frame is due */
        int64_t not_before; /* no job earlier */
        uint64_t lacking;   /* the mark of lines of which it is told that letters have no font */
    } ticker;
    bool is_asked;          /* the job under way is ours */
    enum overlay_part part; /* that it is for */
    int64_t asked_at;
    unsigned said[OVERLAY_PARTS], asked_said; /* count what is to be said; when it was asked for */
};

#define OVERLAY_NONE                                                                               \
    ((struct overlay){.is_due = true, .banner = {.pixels = PIXELS_NONE}, .until = INT64_MAX})
