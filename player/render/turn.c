#include "render/turn.h"

#include <stddef.h>
#include <string.h>

/* A quarter turn walks one side down columns; in blocks of this many pixels a side, both the rows
 * read and those written stay in the first-level cache. */
enum { BLOCK = 32 };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* One block of a quarter turn: 90 sends (x, y) to (height - 1 - y, x), 270 to (y, width - 1 - x).
 */
static void turn_block(const uint32_t *from, uint32_t width, uint32_t height, uint32_t left,
                       uint32_t top, unsigned degrees, uint32_t *to)
{
    uint32_t right = least(left + BLOCK, width), bottom = least(top + BLOCK, height);
    for (uint32_t x = left; x < right; x++) {
        uint32_t row = degrees == 90 ? x : width - 1 - x;
        uint32_t *out = to + (size_t)row * height;
        for (uint32_t y = top; y < bottom; y++)
            out[degrees == 90 ? height - 1 - y : y] = from[(size_t)y * width + x];
    }
}

static void turn_half(const uint32_t *from, size_t count, uint32_t *to)
{
    for (size_t i = 0; i < count; i++)
        to[count - 1 - i] = from[i];
}

void turn_pixels(const uint32_t *from, uint32_t width, uint32_t height, unsigned degrees,
                 uint32_t *to)
{
    size_t count = (size_t)width * height;
    if (degrees == 180) {
        turn_half(from, count, to);
    } else if (degrees == 90 || degrees == 270) {
        for (uint32_t top = 0; top < height; top += BLOCK)
            for (uint32_t left = 0; left < width; left += BLOCK)
                turn_block(from, width, height, left, top, degrees, to);
    } else {
        memcpy(to, from, count * sizeof *to);
    }
}

struct turn_rect turn_rect(struct turn_rect r, uint32_t width, uint32_t height, unsigned degrees)
{
    switch (degrees) {
    case 90:
        return (struct turn_rect){height - r.y - r.height, r.x, r.height, r.width};
    case 180:
        return (struct turn_rect){width - r.x - r.width, height - r.y - r.height, r.width,
                                  r.height};
    case 270:
        return (struct turn_rect){r.y, width - r.x - r.width, r.height, r.width};
    default:
        return r;
    }
}
