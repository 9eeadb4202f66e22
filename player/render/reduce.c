#include "render/reduce.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int reducer_init(struct reducer *reducer, uint32_t width, unsigned channels, unsigned across,
                 unsigned down)
{
    uint32_t width_out = (width + across - 1) / across;
    *reducer = (struct reducer){.width = width,
                                .channels = channels,
                                .across = across,
                                .down = down,
                                .width_out = width_out};
    if (across == 1 && down == 1)
        return 0;
    reducer->sums = calloc((size_t)width * channels, sizeof *reducer->sums);
    reducer->row = malloc((size_t)width_out * channels);
    if (reducer->sums && reducer->row)
        return 0;
    reducer_finish(reducer);
    return -1;
}

void reducer_finish(struct reducer *reducer)
{
    free(reducer->sums);
    free(reducer->row);
    *reducer = (struct reducer){0};
}

static void add(uint16_t *restrict sums, const uint8_t *restrict row, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sums[i] = (uint16_t)(sums[i] + row[i]);
}

/* The mean by multiplication with a reciprocal of 40 bits behind the point: exact, since for a sum
 * below 256 × area the error stays below area × 2^-32, and the next quotient is 1 / area away, with
 * areas of 2^16 at most. */
static void finish_blocks(struct reducer *reducer, size_t from, size_t to, unsigned across)
{
    const unsigned channels = reducer->channels;
    const uint32_t area = across * reducer->filled;
    assert(area > 0);
    const uint64_t reciprocal = ((UINT64_C(1) << 40) + area - 1) / area;
    const uint16_t *sums = reducer->sums + from * reducer->across * channels;
    const size_t stride = (size_t)across * channels;
    uint8_t *out = reducer->row + from * channels;
    for (size_t i = from; i < to; i++, sums += stride, out += channels) {
        for (unsigned channel = 0; channel < channels; channel++) {
            uint32_t sum = area / 2;
            for (unsigned k = 0; k < across; k++)
                sum += sums[k * channels + channel];
            out[channel] = (uint8_t)((sum * reciprocal) >> 40);
        }
    }
}

const uint8_t *reducer_push(struct reducer *reducer, const uint8_t *row, bool last)
{
    if (!reducer->sums)
        return row;
    size_t count = (size_t)reducer->width * reducer->channels;
    add(reducer->sums, row, count);
    reducer->filled++;
    if (reducer->filled < reducer->down && !last)
        return NULL;
    size_t whole = reducer->width / reducer->across;
    finish_blocks(reducer, 0, whole, reducer->across);
    if (whole < reducer->width_out)
        finish_blocks(reducer, whole, whole + 1,
                      (unsigned)(reducer->width - whole * reducer->across));
    memset(reducer->sums, 0, count * sizeof *reducer->sums);
    reducer->filled = 0;
    return reducer->row;
}

void reduce_premultiply(uint8_t *to, const uint8_t *from, size_t pixels)
{
    for (size_t i = 0; i < pixels; i++) {
        unsigned alpha = from[4 * i + 3];
        for (unsigned k = 0; k < 3; k++) {
            unsigned product = from[4 * i + k] * alpha + 128;
            to[4 * i + k] = (uint8_t)((product + (product >> 8)) >> 8); /* exact division by 255 */
        }
        to[4 * i + 3] = (uint8_t)alpha;
    }
}
