#include "display/belt.h"

#include <math.h>

/* Letters have 0.55 of the height an em; a word of Vietnamese with its blank takes some 2.7 of
 * these. */
static const double heights_a_second = 3;

size_t belt_pieces(const struct belt *belt, struct belt_piece ret[BELT_PIECES])
{
    size_t count = 0;
    int64_t begin = -belt->at; /* in the window */
    for (size_t i = 0; i < BELT_PIECES && belt->lengths[i] > 0; i++) {
        int64_t end = begin + belt->lengths[i];
        int64_t from = begin > 0 ? begin : 0;
        int64_t to = end < belt->window ? end : belt->window;
        if (from < to)
            ret[count++] = (struct belt_piece){i, (uint32_t)(from - begin), (uint32_t)from,
                                               (uint32_t)(to - from)};
        begin = end + belt->gap;
    }
    return count;
}

void belt_mirror(const struct belt *belt, struct belt_piece *piece)
{
    piece->dest = belt->window - piece->dest - piece->length;
    piece->source = belt->lengths[piece->picture] - piece->source - piece->length;
}

bool belt_has_passed(const struct belt *belt)
{
    return belt->at >= (int64_t)belt->lengths[0] + belt->gap;
}

uint32_t belt_gap(const struct belt *belt)
{
    int64_t end = (int64_t)belt->lengths[0] - belt->at;
    return end < belt->window ? (uint32_t)(belt->window - end) : 0;
}

uint32_t belt_step(uint32_t height, double rate)
{
    double step = round(heights_a_second * height / rate);
    return step >= 1 && step <= height ? (uint32_t)step : 1;
}
