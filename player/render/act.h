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

/* A page of its own on a board, where the code's modules can be told apart: the code and, where
 * there is room, what to do with it. Drawn, and reported as such a page, with `is_shown`. Returns
 * whether there is one. */
bool act_draw_page(struct sheet *sheet, const char *content, struct rect place, bool is_shown);

void act_finish(struct act *act);
