/* Rows of bytes brought to another size by a fractional factor, as they come: first across, into
 * rows of floats, then down, over as many of them as the filter reaches. So the picture is never in
 * memory between the file and the screen's size.
 *
 * The filter is Catmull and Rom's cubic (Mitchell and Netravali, "Reconstruction Filters in
 * Computer Graphics", SIGGRAPH 1988, with B = 0, C = 1/2), widened by the factor where it makes
 * smaller, so that nothing aliases. At the edges the weights that reach outside are left out and
 * the rest made up to one: the border is neither darkened nor blended with anything. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One direction: which inputs make each output, with which weights. */
struct scale_axis {
    uint32_t in, out;
    unsigned taps;   /* weights an output; the rest of its places are 0 */
    uint32_t *first; /* the first input of each output; first[i] + taps <= in */
    float *weights;  /* out × taps */
    bool is_copy;    /* one to one: each output is one input */
};

/* Makes the axis that spreads inputs [offset, offset + length) (in fractions of an input) over
 * `out` outputs. 0 <= offset, offset + length <= in. Returns 0, or -1 without memory. */
int scale_axis_init(struct scale_axis *axis, uint32_t in, double offset, double length,
                    uint32_t out);
void scale_axis_finish(struct scale_axis *axis);

/* Gives the next row, NULL on a fault. */
typedef const uint8_t *(*scale_pull)(void *context);

struct scaler {
    const struct scale_axis *x, *y; /* borrowed */
    unsigned channels;              /* 1, 3 or 4 */
    uint32_t have;                  /* input rows taken so far */
    uint32_t out;                   /* output rows given so far */
    float *ring;                    /* the last y->taps rows, scaled across */
    float *sum;
    uint8_t *row;
    void *wide; /* an input row, four floats a pixel */
};

/* Returns 0, or -1 without memory. */
int scaler_init(struct scaler *scaler, const struct scale_axis *x, const struct scale_axis *y,
                unsigned channels);
void scaler_finish(struct scaler *scaler);

/* The next of y->out rows, good until the next call; pulls the rows that it needs. NULL where
 * `pull` has given NULL. */
const uint8_t *scaler_row(struct scaler *scaler, scale_pull pull, void *context);
