#include "plate.h"

#include <math.h>

bool plate_bar_is_bright(unsigned number, unsigned bar)
{
    unsigned position = bar / 2;
    bool bit = (__builtin_popcount(number & 15 & position) & 1) ^ (number >> 4 & 1);
    return bit ^ (bar & 1);
}

uint32_t plate_colour(unsigned number, double u, double v)
{
    unsigned bar = (unsigned)(u * PLATE_BARS);
    bar = bar < PLATE_BARS ? bar : PLATE_BARS - 1;
    uint32_t red = plate_bar_is_bright(number, bar) ? PLATE_BRIGHT : PLATE_DARK;
    uint32_t green = (uint32_t)lround(PLATE_LOW + PLATE_SPAN * v);
    uint32_t blue = (uint32_t)lround(PLATE_LOW + PLATE_SPAN * u);
    return red << 16 | green << 8 | blue;
}

static uint32_t scramble(uint32_t value)
{
    value = (value ^ value >> 16) * UINT32_C(0x7feb352d);
    value = (value ^ value >> 15) * UINT32_C(0x846ca68b);
    return value ^ value >> 16;
}

static double noise(uint32_t x, uint32_t y)
{
    return scramble(x * UINT32_C(0x9e3779b1) ^ scramble(y)) / 2147483648.0 - 1;
}

static double octave(double x, double y)
{
    uint32_t column = (uint32_t)x, row = (uint32_t)y;
    double right = x - column, down = y - row;
    double top = noise(column, row) * (1 - right) + noise(column + 1, row) * right;
    double bottom = noise(column, row + 1) * (1 - right) + noise(column + 1, row + 1) * right;
    return top * (1 - down) + bottom * down;
}

double plate_texture(double u, double v, uint32_t grain)
{
    double band = v * PLATE_ROWS - floor(v * PLATE_ROWS);
    double strength = fmin(fmax(fabs(band - 0.5) * 4 - 0.5, 0), 1);
    if (strength == 0)
        return 0;
    return strength * (0.35 * octave(u * 40, v * 24) + 0.3 * octave(u * 240, v * 135) +
                       0.35 * noise(grain, grain >> 7));
}
