#include "display/mode_choice.h"

#define REFRESH_LEAST 49.0 /* 50 Hz, as it may be rounded */

/* The first one of that size; SIZE_MAX: none. */
static size_t find_size(const struct mode_offer *offers, size_t count, uint32_t width,
                        uint32_t height)
{
    for (size_t i = 0; i < count; i++) {
        if (offers[i].width == width && offers[i].height == height)
            return i;
    }
    return SIZE_MAX;
}

static uint64_t distance(const struct mode_offer *offer, uint32_t width, uint32_t height)
{
    int64_t across = (int64_t)offer->width - width, down = (int64_t)offer->height - height;
    return (uint64_t)(across * across) + (uint64_t)(down * down);
}

static size_t find_nearest(const struct mode_offer *offers, size_t count, uint32_t width,
                           uint32_t height)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (best == SIZE_MAX ||
            distance(&offers[i], width, height) < distance(&offers[best], width, height))
            best = i;
    }
    return best;
}

/* Whether 1920x1080 would fill it, within a tenth: else circles would become eggs, or there would
 * be bars. */
static bool is_large(const struct mode_offer *offer)
{
    double shape = (double)offer->width * MODE_USUAL_HEIGHT / MODE_USUAL_WIDTH / offer->height;
    return offer->width > MODE_USUAL_WIDTH && offer->height > MODE_USUAL_HEIGHT && shape > 0.9 &&
           shape < 1.1;
}

static size_t find_preferred(const struct mode_offer *offers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (offers[i].is_preferred)
            return i;
    }
    return count > 0 ? 0 : SIZE_MAX;
}

size_t mode_choose(const struct mode_offer *offers, size_t count, uint32_t width, uint32_t height)
{
    size_t best = find_preferred(offers, count);
    if (best == SIZE_MAX)
        return SIZE_MAX;
    if (width > 0 && height > 0) {
        best = find_nearest(offers, count, width, height);
    } else {
        size_t usual = find_size(offers, count, MODE_USUAL_WIDTH, MODE_USUAL_HEIGHT);
        bool is_smooth = usual != SIZE_MAX && !offers[usual].is_interlaced &&
                         offers[usual].refresh >= REFRESH_LEAST;
        if (is_large(&offers[best]) && is_smooth)
            best = usual;
        for (size_t i = 0; i < count; i++) {
            if (offers[i].is_named) {
                best = i;
                break;
            }
        }
    }
    return find_size(offers, count, offers[best].width, offers[best].height);
}
