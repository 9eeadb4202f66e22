/* Turning a finished picture by quarter turns, clockwise, for screens that hang on their side. */
#pragma once

#include <stdint.h>

/* Copies `from` (width × height, rows without padding) turned by `degrees` (0, 90, 180, 270) to
 * `to`, which is height × width for 90 and 270. The two must not overlap. */
void turn_pixels(const uint32_t *from, uint32_t width, uint32_t height, unsigned degrees,
                 uint32_t *to);

struct turn_rect {
    uint32_t x, y, width, height;
};

/* Where the rectangle of an upright width × height picture lies in the turned one. */
struct turn_rect turn_rect(struct turn_rect rect, uint32_t width, uint32_t height,
                           unsigned degrees);
