/* What is to be done where the screen's hours begin or end and where it is pulled or put back, in
 * whatever order. Pure. */
#pragma once

#include <stdbool.h>

struct power_view {
    bool is_pulled; /* no screen is connected */
    bool is_dark;   /* these are not its hours */
};

/* In the order in which they are done. */
enum power_act {
    POWER_HUSH = 1,   /* the transition ends: nothing is presented any more */
    POWER_BLACK = 2,  /* one black frame, the last one */
    POWER_DOWN = 4,   /* the screen is switched off */
    POWER_UP = 8,     /* it is switched on, and the programme begins as after a start */
    POWER_REDRAW = 16 /* what stands is presented once more */
};

/* The acts on the way from `before` to `after`. `is_black`: the screen shows black, or would if it
 * were on. `has_picture`: there is one to be presented. */
unsigned power_acts(struct power_view before, struct power_view after, bool is_black,
                    bool has_picture);
