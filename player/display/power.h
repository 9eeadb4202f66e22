/* The screen's power as the player keeps it; power.c says what is done with it (player.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "display/cec.h"
#include "display/power_acts.h"

/* Whether and how the screen is switched. */
struct power {
    struct power_view view;
    struct cec cec;
    int steps;          /* readable when the wall clock was set; -1: none */
    bool is_begun;      /* the television was told to wake up after the start, if need be */
    int64_t begin_by;   /* monotonic: then it is, also by a clock that may be wrong; 0: not begun */
    bool is_time_known; /* was, at least once */
    bool is_black;      /* the last frame was the black one */
    bool is_down;       /* by DPMS */
    bool was_dark_waiting;
    int64_t told_at;  /* monotonic: when the television was told to go off; 0: it was not */
    int64_t down_at;  /* monotonic: not before that DPMS goes; INT64_MAX: done, or not wanted */
    int64_t again_at; /* monotonic: when the television is told once more; INT64_MAX: never */
};
