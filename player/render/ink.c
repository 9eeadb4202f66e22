#include "render/ink.h"

#include <math.h>

/* 1 would be plain mixing, 2.2 linear light, which looks swollen. */
static const double light_ink_power = 1.45;

/* The one number that says how light a colour looks: its luma (ITU-R BT.709) in 0 … 1. */
static double luma(rgb c)
{
    return (0.2126 * (c >> 16 & 255) + 0.7152 * (c >> 8 & 255) + 0.0722 * (c & 255)) / 255;
}

void ink_weights(rgb ink, rgb ground, uint8_t weights[256])
{
    double from = luma(ground), to = luma(ink);
    double power = to > from ? light_ink_power : 1;
    double linear_from = pow(from, power), linear_to = pow(to, power);
    for (int i = 0; i < 256; i++) {
        double share = i / 255.0;
        if (to - from > 1e-3) {
            double mixed = pow(linear_from + (linear_to - linear_from) * share, 1 / power);
            share = (mixed - from) / (to - from);
        }
        weights[i] = (uint8_t)lround(fmin(fmax(share, 0), 1) * 255);
    }
}

static uint32_t mix_channel(uint32_t from, uint32_t to, unsigned weight, int shift)
{
    unsigned a = from >> shift & 255, b = to >> shift & 255;
    return (a * (255 - weight) + b * weight + 127) / 255 << shift;
}

static uint32_t mix(uint32_t from, uint32_t to, unsigned weight)
{
    return 0xFF000000 | mix_channel(from, to, weight, 16) | mix_channel(from, to, weight, 8) |
           mix_channel(from, to, weight, 0);
}

void ink_lay(struct canvas *canvas, const struct font_run *run, int x, int y, rgb ink,
             const uint8_t weights[256])
{
    int top = y - (int)run->baseline;
    int first = x < 0 ? -x : 0, last = (int)run->width;
    if (last > (int)canvas->width - x)
        last = (int)canvas->width - x;
    for (int row = 0; row < (int)run->height; row++) {
        if (top + row < 0 || top + row >= (int)canvas->height)
            continue;
        const uint8_t *coverage = run->coverage + (size_t)row * run->stride;
        uint32_t *pixels = canvas->pixels + (ptrdiff_t)(top + row) * (ptrdiff_t)canvas->width + x;
        for (int i = first; i < last; i++) {
            unsigned weight = weights[coverage[i]];
            if (weight == 255)
                pixels[i] = 0xFF000000 | ink;
            else if (weight > 0)
                pixels[i] = mix(pixels[i], ink, weight);
        }
    }
}
