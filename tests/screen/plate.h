/* A test plate: a picture that says at every point which plate it is and which point of it.
 *
 * Red carries the plate's number as 32 upright bars: the 16 bits of a first-order Reed-Muller word
 * (two numbers differ in at least 8 of them), each bit followed by its opposite, so that every
 * plate is half dark and half bright and a mix of two plates tells its fraction. Green rises from
 * top to bottom and blue from left to right, so that a shifted plate tells how far it is shifted.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    PLATE_COUNT = 32, /* numbers 0 … 31 */
    PLATE_BARS = 32,
    PLATE_ROWS = 48, /* lines that are read, in the middles of as many bands */
    PLATE_DARK = 20,
    PLATE_BRIGHT = 235,
    PLATE_LOW = 32, /* green at the top, blue at the left */
    PLATE_SPAN = 191
};

/* Is bar `bar` (0 at the left) of plate `number` bright? */
bool plate_bar_is_bright(unsigned number, unsigned bar);

/* The colour 0xRRGGBB at the place (u, v), both 0 … 1 from the top left, without texture. */
uint32_t plate_colour(unsigned number, double u, double v);

/* A grey texture at (u, v), -1 … 1, that makes a plate as costly to decode as a photograph. It
 * leaves out the lines that are read. `grain` picks its fine part: any number of the pixel. */
double plate_texture(double u, double v, uint32_t grain);
