/* Letters onto pixels: how much of the ink's colour an edge pixel takes. */
#pragma once

#include "render/canvas.h"
#include "render/fonts.h"

/* What a coverage of 0 … 255 weighs when `ink` stands on `ground`. Eyes and screens are not linear:
 * mixed by plain shares, light strokes on a dark ground look thinner than dark ones on a light
 * ground. So light ink is mixed by a power law on the way to linear light; dark ink as it is. */
void ink_weights(rgb ink, rgb ground, uint8_t weights[256]);

/* Lays `run` on the canvas with its left edge at `x` and its baseline at `y`. */
void ink_lay(struct canvas *canvas, const struct font_run *run, int x, int y, rgb ink,
             const uint8_t weights[256]);
