/* The theme's picture behind the words of a slide, under a veil of the theme's background that is
 * as thick as its least favourable pixel needs. */
#pragma once

#include "render/sheet.h"

/* Draws it into `area`, where there is one and it can be read: what is written there in the theme's
 * colours keeps a contrast of 4.5. */
void backdrop_draw(struct sheet *sheet, struct rect area);
