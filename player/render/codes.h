/* Several codes on one slide: all on cards of the same size, or none at all. */
#pragma once

#include "render/sheet.h"

enum { CODES_MAX = 4 }; /* on one slide: more are a wall, and nobody finds theirs */

struct codes {
    struct qr list[CODES_MAX];
    const char *contents[CODES_MAX]; /* the caller's */
    size_t count;
    unsigned module; /* px */
    int side;        /* of each card, px */
};

/* Adds a code for `url`, which must outlive them. False: there are too many, or it cannot be
 * encoded. */
bool codes_add(struct codes *codes, const char *url);

/* Makes them alike: as many modules a side as the largest has, and cards that a telephone reads
 * from its place, of `least` px or more. False: one cannot be made so; then none may be drawn. */
bool codes_even(struct codes *codes, const struct sheet *sheet, int least);

/* Draws the card of code `index` at `x`, `y`. */
void codes_draw(const struct codes *codes, struct sheet *sheet, size_t index, int x, int y);
void codes_finish(struct codes *codes);
