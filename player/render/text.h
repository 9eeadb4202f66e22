/* A text on a slide: brought into normal form, parted into runs of one font, broken into lines,
 * fitted to a place, drawn. Never cut silently: text_fit says no, text_cut shows what it cuts. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/canvas.h"
#include "render/fonts.h"
#include "render/lines.h"
#include "render/unicode.h"

enum { TEXT_MISSING_MAX = 32 };

/* Letters and signs that no font has; left out of the picture and reported. */
struct text_missing {
    uint32_t codes[TEXT_MISSING_MAX];
    size_t count;
    uint32_t letter; /* the first of them without which a word is another one; 0: none */
};

struct text;

/* Prepares `string`. Returns NULL without memory or where nothing is left to draw. Letters that no
 * font has are added to `missing`. `fonts` must outlive the text. */
struct text *text_create(struct fonts *fonts, struct unicode_breaker *breaker, const char *string,
                         enum font_weight weight, struct text_missing *missing);
void text_destroy(struct text *text); /* NULL is fine */

struct text_style {
    double size_max, size_min; /* px an em */
    unsigned lines_max;
    unsigned spare_lines; /* at the smallest size, rather than not at all; 0: as lines_max */
    unsigned letters_max; /* a line; 0: any number */
    bool balance;
};

/* A text set in lines. Heights are optical: from the top of the capitals of the first line to the
 * baseline of the last one (in Khmer with what hangs below it). */
struct text_set {
    unsigned size; /* px an em */
    size_t line_count;
    size_t ends[LINES_MAX];
    int width, height;
    int cap;   /* from the top to the first baseline */
    int step;  /* from baseline to baseline */
    int below; /* how far ink may reach below the last baseline */
    bool cut;  /* ends with "…" because the rest found no place */
};

/* Sets the text as large as it fits into width × height px. Returns false, *ret untouched, where
 * it does not fit at the smallest size. */
bool text_fit(const struct text *text, const struct text_style *style, int width, int height,
              struct text_set *ret);

/* Sets at the smallest size as many lines as there is room for, the last one ending in "…".
 * Returns false where there is no room for a line. */
bool text_cut(const struct text *text, const struct text_style *style, int width, int height,
              struct text_set *ret);

enum text_align { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };

/* Draws with the upper left corner at `x`, `y`; lines are aligned within `width`. */
void text_draw(const struct text *text, const struct text_set *set, struct canvas *canvas, int x,
               int y, int width, enum text_align align, rgb ink, rgb ground);

/* How many words a reader reads, about: of Vietnamese, syllables. */
size_t text_words(const struct text *text, const struct text_set *set);

/* What a reader reads: a fresh string without line feeds, cut where the set is; or NULL. */
char *text_shown(const struct text *text, const struct text_set *set);
