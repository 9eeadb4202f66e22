/* What a text is made of; for text.c, which prepares it, and text_set.c, which sets it in lines. */
#pragma once

#include "render/text.h"

/* What stands between two places where a line may end. */
struct text_piece {
    size_t start, end; /* bytes, without the blank behind */
};

struct text {
    struct fonts *fonts;
    enum font_weight weight;
    char *string;
    size_t size;
    int8_t *faces; /* a byte's face */
    struct text_piece *pieces;
    struct line_piece *widths;
    size_t count;
    bool is_tall;   /* holds a script that needs more height than Latin */
    double rise;    /* em, of the tallest of these scripts */
    double descent; /* em, the deepest ink */
};

/* Bytes start … end - 1, all of one face. */
struct text_run {
    size_t start, end;
    int face;
};

/* Steps to the next run before `end`; the first call gets a run that ends where it is to begin.
 * Returns false behind the last one. */
bool text_next_run(const struct text *text, size_t end, struct text_run *run);

/* Copies the run with a NUL behind it. Returns false where it is too long. */
bool text_copy_run(const struct text *text, const struct text_run *run, char buffer[FONTS_RUN_MAX]);
bool text_measure_run(const struct text *text, const struct text_run *run, struct font_extent *ret);
