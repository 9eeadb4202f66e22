/* The ticker at the foot of a preview's slides, as it goes by: where its first line begins. */
#pragma once

#include "cli/preview_plan.h"

struct preview_strip {
    uint32_t *pixels; /* XRGB8888; owned; NULL: the place stays bare */
    uint32_t width, height;
};

/* One for each size of the plan. All zeroes: none. */
struct preview_strips {
    struct preview_strip list[PREVIEW_SIZES_MAX];
};

/* Draws those of the plan's sizes whose slides leave the ticker its room. `directory` is the
 * document's. What cannot be drawn leaves its place bare. Returns 0, or -errno of the drawer. */
int preview_strips_draw(struct preview_strips *strips, const struct preview_plan *plan,
                        int directory);
void preview_strips_finish(struct preview_strips *strips); /* fine on zeroes */

/* Lays the strip over the foot of the slide, where it left the room, up to its right edge. */
void preview_strip_lay(const struct preview_strip *strip, const struct pixels *slide);
