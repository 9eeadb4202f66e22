/* The sheet that a layout draws on: canvas, palette, fonts and report in one hand. */
#pragma once

#include <stdbool.h>

#include "render/canvas.h"
#include "render/fonts.h"
#include "render/qr.h"
#include "render/report.h"
#include "render/slide.h"
#include "render/text.h"
#include "render/theme.h"

struct sheet_asset {
    const char *name;
    int fd;
};

struct sheet {
    struct canvas canvas;
    struct theme theme;
    struct fonts *fonts;
    struct unicode_breaker *breaker;
    struct report report;
    const char *language;
    const char *band; /* the office's name, or NULL: no name band */
    bool clock;       /* leave a place for it in the band */
    bool is_whole;    /* a picture is drawn however small it becomes */
    int code_side;    /* px that a code's card should have to be scanned from its place; 0: any */
    const struct sheet_asset *assets;
    size_t asset_count;
    unsigned page;              /* which page of the item is drawn, from 0 */
    int svg;                    /* channel to the SVG worker, or -1 */
    double unit;                /* u of docs/design.md: the short side / 108, px */
    struct picture_fault fault; /* why a layout failed */
};

/* `units` in whole pixels, at least 1. */
int sheet_px(const struct sheet *sheet, double units);

/* A text prepared for this sheet; NULL for a NULL or empty string. */
struct text *sheet_text(struct sheet *sheet, const char *string, enum font_weight weight);
/* The same for a place that has no room for lines of the author's: their breaks are blanks. */
struct text *sheet_line_text(struct sheet *sheet, const char *string, enum font_weight weight);

/* Draws a set text and reports its box. */
void sheet_draw(struct sheet *sheet, const char *role, const struct text *text,
                const struct text_set *set, int x, int y, int width, enum text_align align, rgb ink,
                rgb ground);

/* Draws one line of text within `place`, its capitals centred on the middle of the height, cut
 * visibly where it does not fit. Returns the width used. */
int sheet_line(struct sheet *sheet, const char *role, const char *string, enum font_weight weight,
               double size_max, double size_min, struct rect place, enum text_align align, rgb ink,
               rgb ground);

/* Draws a code on its white card with the upper left corner at `x`, `y`, and reports it. */
void sheet_code(struct sheet *sheet, const struct qr *qr, unsigned module, const char *content,
                int x, int y);

/* The descriptor of an asset of the job, or -1. */
int sheet_asset(const struct sheet *sheet, const char *name);

/* Fills the ground and draws the name band where there is one. Returns what is left for the
 * content. */
struct rect sheet_begin(struct sheet *sheet);
