#include "display/card.h"

#include <stdbool.h>

#define BACKGROUND 0x0A1F3CU
#define BOARD 0x12305AU
#define QUIET 0xB9C6D8U
#define ACCENT 0xFFC845U

struct box {
    int64_t x, y, width, height, radius;
};

/* Whether the middle of pixel (x, y) lies in the box with rounded corners. In half pixels. */
static bool is_inside(const struct box *box, int64_t x, int64_t y)
{
    int64_t dx = 0, dy = 0, radius = box->radius * 2;
    int64_t left = box->x * 2 + radius, right = (box->x + box->width) * 2 - radius;
    int64_t top = box->y * 2 + radius, bottom = (box->y + box->height) * 2 - radius;
    int64_t px = x * 2 + 1, py = y * 2 + 1;
    if (px < left)
        dx = left - px;
    else if (px > right)
        dx = px - right;
    if (py < top)
        dy = top - py;
    else if (py > bottom)
        dy = py - bottom;
    return dx * dx + dy * dy <= radius * radius;
}

static void fill(struct pixels *pixels, const struct box *box, uint32_t colour)
{
    for (int64_t y = box->y < 0 ? 0 : box->y; y < box->y + box->height && y < pixels->height; y++) {
        for (int64_t x = box->x < 0 ? 0 : box->x; x < box->x + box->width && x < pixels->width;
             x++) {
            if (is_inside(box, x, y))
                pixels->data[(size_t)y * pixels->width + (size_t)x] = colour;
        }
    }
}

int card_draw(uint32_t width, uint32_t height, struct pixels *ret)
{
    struct pixels pixels;
    int result = pixels_create(width, height, &pixels);
    if (result < 0)
        return result;
    for (size_t i = 0; i < (size_t)width * height; i++)
        pixels.data[i] = BACKGROUND;
    /* A notice board with three lines of writing, the first one marked: u is the unit of the grid
     * of all slides, a 108th of the short side. */
    int64_t u = (width < height ? width : height) / 108;
    if (u < 1)
        u = 1;
    int64_t x = (int64_t)width / 2 - 18 * u, y = (int64_t)height / 2 - 14 * u;
    const struct box board = {x, y, 36 * u, 28 * u, 3 * u};
    const struct box mark = {x + 5 * u, y + 6 * u, 4 * u, 4 * u, 2 * u};
    const struct box lines[] = {{x + 12 * u, y + 6 * u, 19 * u, 4 * u, 2 * u},
                                {x + 5 * u, y + 13 * u, 26 * u, 3 * u, 3 * u / 2},
                                {x + 5 * u, y + 19 * u, 18 * u, 3 * u, 3 * u / 2}};
    fill(&pixels, &board, BOARD);
    fill(&pixels, &mark, ACCENT);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fill(&pixels, &lines[i], QUIET);
    *ret = pixels;
    return 0;
}
