/* How high the strips are that belong to the programme, an alert's and the ticker, on which screen.
 * Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct shape {
    uint32_t height; /* px; 1 … half of the screen */
    double unit;     /* px: its u (docs/design.md) */
};

/* On a screen of `width` × `height` px, upright. */
struct shape shape_banner(uint32_t width, uint32_t height);
struct shape shape_ticker(uint32_t width, uint32_t height);

/* Whether there is room for only one of the two. */
bool shape_is_board(uint32_t width, uint32_t height);
