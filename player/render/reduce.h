/* Rows of bytes made smaller by whole factors: each result is the exact, rounded mean of a block of
 * `across` × `down` values of its channel. What comes first after a decoder, since it is the one
 * step that sees every pixel of a large picture: sums of columns in 16 bits, so that the inner loop
 * is one vector addition. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REDUCE_MAX = 256 }; /* 256 × 255 fits in the 16 bits of a column's sum */

struct reducer {
    uint32_t width;        /* pixels of a row that comes */
    unsigned channels;     /* bytes a pixel, 1 … 4 */
    unsigned across, down; /* 1 … REDUCE_MAX */
    uint32_t width_out;    /* pixels of a row that leaves; the last may stand for fewer */
    unsigned filled;       /* rows in the sums */
    uint16_t *sums;
    uint8_t *row; /* finished */
};

/* Returns 0, or -1 without memory. */
int reducer_init(struct reducer *reducer, uint32_t width, unsigned channels, unsigned across,
                 unsigned down);
void reducer_finish(struct reducer *reducer);

/* Takes a row in; `last`: no more follow. Returns a finished row, good until the next call, or
 * NULL where the block is not full yet. With both factors 1 that is the row itself. */
const uint8_t *reducer_push(struct reducer *reducer, const uint8_t *row, bool last);

/* Multiplies the colours of RGBA pixels by their alpha, rounded: means of what is transparent must
 * not count its colour. `to` may be `from`. */
void reduce_premultiply(uint8_t *to, const uint8_t *from, size_t pixels);
