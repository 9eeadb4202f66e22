/* The words of a strip that lies over or beside slides. */
#pragma once

#include <stdbool.h>

#include "render/sheet.h"

struct strip_style {
    const char *role; /* in the report of what was drawn */
    enum font_weight weight;
    double size_max, size_min; /* px; the least at which they are still read */
    rgb ink, ground;
};

/* Draws the text in one line or two, in the middle of `place`'s height, if it can be read there;
 * with `cut` in any case, and what is cut is reported. Returns whether it was drawn. `string` may
 * be NULL, for want of memory. */
bool strip_draw_text(struct sheet *sheet, const struct strip_style *style, const char *string,
                     bool cut, struct rect place);
