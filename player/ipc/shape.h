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

/* Whether it is so small a board that all on it is light on black (docs/design.md, "Families"). */
bool shape_is_tiny(uint32_t width, uint32_t height);

/* px that slides leave free at the upper and the lower edge. */
struct shape_room {
    uint32_t top, foot;
};

/* What slides leave to a warning in a strip and to the ticker, where there is one. On a board the
 * ticker gives way to the warning. */
struct shape_room shape_room(uint32_t width, uint32_t height, bool has_banner, bool has_ticker);
