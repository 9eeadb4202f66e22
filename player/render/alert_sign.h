/* How bad it is, told by a shape, a word and a colour: an alert must be understood by whoever sees
 * no red, and by whoever sees the screen from behind a crowd. */
#pragma once

#include "playlist/document.h"
#include "playlist/words.h"
#include "render/sheet.h"

struct alert_look {
    rgb ground, ink; /* contrast at least 4.5 */
    rgb light;       /* the same as light on a black board */
    enum word word;
};

struct alert_look alert_look(const struct sheet *sheet, enum alert_severity severity);

/* Draws the shape (an octagon, a triangle, a diamond, a disc, a square) in `ink` into the square of
 * `side` px at `x`, `y`, with its mark in `ground`. */
void alert_sign(struct sheet *sheet, enum alert_severity severity, int x, int y, int side, rgb ink,
                rgb ground);
