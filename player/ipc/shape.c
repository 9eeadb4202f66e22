#include "ipc/shape.h"

#include <math.h>

/* In units of the short side / 108. */
static const double banner_lying = 12, banner_standing = 17, ticker_units = 8;

/* Families of screens, as in docs/design.md; the strips' shares of a board's height. */
enum { TINY_SIDE = 400, BANNER_RATIO = 3 };
static const double banner_share = 0.36, ticker_share = 0.26;

/* Shorter than that, letters would not be legible however the screen measures. */
enum { HEIGHT_LEAST = 18 };

bool shape_is_board(uint32_t width, uint32_t height)
{
    uint32_t shorter = width < height ? width : height, longer = width < height ? height : width;
    return longer < TINY_SIDE || longer > BANNER_RATIO * (uint64_t)shorter;
}

bool shape_is_tiny(uint32_t width, uint32_t height)
{
    return width < TINY_SIDE && height < TINY_SIDE;
}

static struct shape make(double height, double units, uint32_t whole)
{
    double high = fmin(round(fmax(height, HEIGHT_LEAST)), floor(whole / 2.0));
    high = fmax(high, 1);
    return (struct shape){.height = (uint32_t)high, .unit = high / units};
}

static double unit_of(uint32_t width, uint32_t height)
{
    return (width < height ? width : height) / 108.0;
}

struct shape shape_banner(uint32_t width, uint32_t height)
{
    double units = width >= height ? banner_lying : banner_standing;
    if (shape_is_board(width, height))
        return make(height * banner_share, banner_lying, height);
    return make(units * unit_of(width, height), units, height);
}

struct shape shape_ticker(uint32_t width, uint32_t height)
{
    if (shape_is_board(width, height))
        return make(height * ticker_share, ticker_units, height);
    return make(ticker_units * unit_of(width, height), ticker_units, height);
}

struct shape_room shape_room(uint32_t width, uint32_t height, bool has_banner, bool has_ticker)
{
    bool gives_way = has_banner && shape_is_board(width, height);
    return (struct shape_room){.top = has_banner ? shape_banner(width, height).height : 0,
                               .foot = has_ticker && !gives_way ? shape_ticker(width, height).height
                                                                : 0};
}
