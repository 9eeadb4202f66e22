/* What the watcher reads of the screen at one instant: the middles of the plates' bars in rows
 * spread over the whole height. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "plate.h"
#include "xwd.h"

enum { SAMPLE_ROWS = PLATE_ROWS, SAMPLE_COLUMNS = PLATE_BARS };

struct sample {
    uint32_t pixels[SAMPLE_ROWS][SAMPLE_COLUMNS]; /* 0xRRGGBB, as the plate stands upright */
};

/* Where on the screen a plate is expected. */
struct sample_place {
    uint32_t x, y, width, height; /* on the screen, after turning */
    unsigned rotate;              /* 0, 90, 180, 270: the plate is turned clockwise by this */
};

struct sample_plan {
    size_t offsets[SAMPLE_ROWS][SAMPLE_COLUMNS]; /* of the pixels, from the first */
};

/* Returns 0, or -1 where the place is not on the screen. */
int sample_plan(const struct xwd *xwd, const struct sample_place *place, struct sample_plan *ret);

/* Reads the screen from the bottom row up, against the order in which servers copy: a copy under
 * way is then seen as an edge and never followed along. */
void sample_take(const struct sample_plan *plan, const struct xwd *xwd, struct sample *ret);
