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

/* A text that found room. */
struct strip_words {
    struct text *text; /* owned */
    struct text_set set;
};

/* Sets the text in one line or two into width × height px if it can be read there; with `cut` in
 * any case, and what is cut is reported. Returns whether *ret is there, for strip_lay. `string` may
 * be NULL, for want of memory. */
bool strip_fit(struct sheet *sheet, const struct strip_style *style, const char *string, bool cut,
               int width, int height, struct strip_words *ret);

/* Draws the words with their upper left corner at x, y, and finishes them. */
void strip_lay(struct sheet *sheet, const struct strip_style *style, struct strip_words *words,
               int x, int y, int width);

/* Draws the text in one line or two, in the middle of `place`'s height, if it can be read there;
 * with `cut` in any case, and what is cut is reported. Returns whether it was drawn. `string` may
 * be NULL, for want of memory. */
bool strip_draw_text(struct sheet *sheet, const struct strip_style *style, const char *string,
                     bool cut, struct rect place);
