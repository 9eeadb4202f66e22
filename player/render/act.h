/* How a passer-by acts on a slide: the code on its card, with the words beside it. */
#pragma once

#include "render/sheet.h"

struct act {
    struct qr qr;        /* nothing to scan: all zeroes */
    const char *content; /* what the code says */
    unsigned module;     /* px; 0: no card */
    int side;            /* of the card, px; 0: none */
};

/* Encodes `url` (NULL: no act) for a card of about `wish` px, and at most `limit`; larger where the
 * sheet's scanning distance asks for it. Where no card can be read it is left out and reported. */
void act_prepare(struct act *act, struct sheet *sheet, const char *url, int wish, int limit);

/* Draws the card at `x`, `y`. */
void act_draw(const struct act *act, struct sheet *sheet, int x, int y);
void act_finish(struct act *act);
