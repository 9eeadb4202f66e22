#include "render/scale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Catmull and Rom's of the cubics. Small letters stay bright and crisp, and at a factor near one it
 * comes near to copying; Mitchell's softer one dims thin strokes visibly. The price, an overshoot
 * of 4 % of the step beside a hard edge and nothing beyond it, is not seen; Lanczos' is twice that,
 * and rings on. */
static const double REACH = 2.0;

/* A pixel's channels in the lanes of one vector; GCC and Clang make SSE or NEON of it. */
typedef float lanes __attribute__((vector_size(16)));

static double kernel(double x)
{
    x = fabs(x);
    if (x < 1)
        return (1.5 * x - 2.5) * x * x + 1;
    if (x < 2)
        return ((-0.5 * x + 2.5) * x - 4) * x + 2;
    return 0;
}

static void set_weights(struct scale_axis *axis, uint32_t i, double centre, double stretch)
{
    double reach = REACH * stretch, sum = 0;
    double low = ceil(centre - reach - 0.5), high = centre + reach - 0.5;
    uint32_t first = low > 0 ? (uint32_t)low : 0;
    if (first > axis->in - axis->taps)
        first = axis->in - axis->taps;
    float *weights = axis->weights + (size_t)i * axis->taps;
    for (unsigned k = 0; k < axis->taps; k++) {
        double x = (double)first + k;
        sum += weights[k] = x <= high ? (float)kernel((x + 0.5 - centre) / stretch) : 0;
    }
    for (unsigned k = 0; k < axis->taps; k++)
        weights[k] = (float)(weights[k] / sum);
    axis->first[i] = first;
}

int scale_axis_init(struct scale_axis *axis, uint32_t in, double offset, double length,
                    uint32_t out)
{
    double step = length / out, stretch = step > 1 ? step : 1;
    bool is_copy = fabs(step - 1) < 1e-9;
    uint32_t start = offset < in - out ? (uint32_t)offset : in - out; /* of a copy */
    double taps = is_copy ? 1 : ceil(2 * REACH * stretch) + 1;
    *axis = (struct scale_axis){.in = in, .out = out, .is_copy = is_copy};
    axis->taps = taps < in ? (unsigned)taps : in;
    size_t weights;
    if (__builtin_mul_overflow((size_t)out, axis->taps, &weights))
        return -1;
    axis->first = calloc(out, sizeof *axis->first);
    axis->weights = calloc(weights, sizeof *axis->weights);
    if (!axis->first || !axis->weights) {
        scale_axis_finish(axis);
        return -1;
    }
    for (uint32_t i = 0; i < out; i++) {
        if (is_copy) { /* on whole pixels: half a pixel's shift would blur all of it */
            axis->first[i] = start + i;
            axis->weights[i] = 1;
        } else {
            set_weights(axis, i, offset + (i + 0.5) * step, stretch);
        }
    }
    return 0;
}

void scale_axis_finish(struct scale_axis *axis)
{
    free(axis->first);
    free(axis->weights);
    *axis = (struct scale_axis){0};
}

int scaler_init(struct scaler *scaler, const struct scale_axis *x, const struct scale_axis *y,
                unsigned channels)
{
    *scaler = (struct scaler){.x = x, .y = y, .channels = channels};
    size_t row = (size_t)x->out * channels, ring;
    if (__builtin_mul_overflow(row, y->taps, &ring))
        return -1;
    scaler->ring = calloc(ring, sizeof *scaler->ring);
    scaler->sum = calloc(row, sizeof *scaler->sum);
    scaler->row = malloc(row);
    scaler->wide = aligned_alloc(sizeof(lanes), x->in * sizeof(lanes));
    if (scaler->ring && scaler->sum && scaler->row && scaler->wide)
        return 0;
    scaler_finish(scaler);
    return -1;
}

void scaler_finish(struct scaler *scaler)
{
    free(scaler->ring);
    free(scaler->sum);
    free(scaler->row);
    free(scaler->wide);
    *scaler = (struct scaler){0};
}

/* Each input pixel is widened once, for several outputs use it. */
static inline void widen(lanes *to, const uint8_t *row, size_t pixels, unsigned channels)
{
    for (size_t i = 0; i < pixels; i++, row += channels)
        to[i] = (lanes){row[0], row[1], row[2], channels == 4 ? row[3] : 0};
}

static inline void across_colour(const struct scale_axis *axis, const lanes *pixels, float *to,
                                 unsigned channels)
{
    for (uint32_t i = 0; i < axis->out; i++, to += channels) {
        const float *weights = axis->weights + (size_t)i * axis->taps;
        const lanes *pixel = pixels + axis->first[i];
        lanes sum = {0};
        for (unsigned k = 0; k < axis->taps; k++)
            sum += pixel[k] * weights[k];
        for (unsigned channel = 0; channel < channels; channel++)
            to[channel] = sum[channel];
    }
}

static void across_grey(const struct scale_axis *axis, const uint8_t *row, float *to)
{
    for (uint32_t i = 0; i < axis->out; i++) {
        const float *weights = axis->weights + (size_t)i * axis->taps;
        const uint8_t *pixel = row + axis->first[i];
        float sum = 0;
        for (unsigned k = 0; k < axis->taps; k++)
            sum += (float)pixel[k] * weights[k];
        to[i] = sum;
    }
}

static void scale_across(struct scaler *scaler, const uint8_t *row, float *to)
{
    const struct scale_axis *axis = scaler->x;
    unsigned channels = scaler->channels;
    lanes *wide = (lanes *)scaler->wide;
    if (axis->is_copy) {
        row += (size_t)axis->first[0] * channels;
        for (size_t i = 0; i < (size_t)axis->out * channels; i++)
            to[i] = row[i];
    } else if (channels == 1) {
        across_grey(axis, row, to);
    } else if (channels == 3) {
        widen(wide, row, axis->in, 3);
        across_colour(axis, wide, to, 3);
    } else {
        widen(wide, row, axis->in, 4);
        across_colour(axis, wide, to, 4);
    }
}

static void add_weighted(float *restrict sum, const float *restrict row, float weight, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum[i] += weight * row[i];
}

static void round_row(uint8_t *restrict to, const float *restrict sum, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float value = sum[i] + 0.5F;
        value = value < 0 ? 0 : value;
        value = value > 255 ? 255 : value;
        to[i] = (uint8_t)(int)value;
    }
}

const uint8_t *scaler_row(struct scaler *scaler, scale_pull pull, void *context)
{
    const struct scale_axis *y = scaler->y;
    size_t size = (size_t)scaler->x->out * scaler->channels;
    uint32_t i = scaler->out, first = y->first[i];
    while (scaler->have < first + y->taps) {
        const uint8_t *row = pull(context);
        if (!row)
            return NULL;
        if (scaler->have >= first) /* rows before the region only pass by */
            scale_across(scaler, row, scaler->ring + scaler->have % y->taps * size);
        scaler->have++;
    }
    const float *weights = y->weights + (size_t)i * y->taps;
    memset(scaler->sum, 0, size * sizeof *scaler->sum);
    for (unsigned k = 0; k < y->taps; k++) {
        if (weights[k] != 0)
            add_weighted(scaler->sum, scaler->ring + (first + k) % y->taps * size, weights[k],
                         size);
    }
    round_row(scaler->row, scaler->sum, size);
    scaler->out++;
    return scaler->row;
}
