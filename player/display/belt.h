/* A strip that moves: pictures follow one another through a window, the last one's end by the next
 * one's beginning. How much of which is seen, and how fast it goes. Pure; everything is in pixels
 * along the way of the words. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BELT_PIECES = 2 };

struct belt {
    uint32_t window;
    uint32_t lengths[BELT_PIECES]; /* of the picture that leaves, and of the one that follows; each
                                      at least `window`, the second may be 0: none yet */
    int64_t at;   /* how far the first one's beginning has gone beyond the window's;
                     negative: it has not come so far */
    uint32_t gap; /* between the two */
};

/* What of a picture stands where. */
struct belt_piece {
    size_t picture;                /* 0 or 1 */
    uint32_t source, dest, length; /* from its beginning, from the window's; length > 0 */
};

/* Writes what is seen. Returns how many pieces; what they leave of the window is bare. */
size_t belt_pieces(const struct belt *belt, struct belt_piece ret[BELT_PIECES]);

/* The same as seen on a screen that hangs so that words run from its end to its beginning. */
void belt_mirror(const struct belt *belt, struct belt_piece *piece);

/* The gap with which a second picture that is added now comes in at the window's end; 0 where the
 * first one still reaches beyond that. */
uint32_t belt_gap(const struct belt *belt);

/* Whether the first picture has gone by, and the gap behind it. */
bool belt_has_passed(const struct belt *belt);

/* How many pixels a strip that is `height` high moves with each of `rate` frames a second, so that
 * about two words go by a second: a whole number, at least 1. */
uint32_t belt_step(uint32_t height, double rate);
