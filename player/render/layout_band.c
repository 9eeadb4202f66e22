#include <math.h>

#include "render/layout.h"
#include "render/strip.h"

/* In units: the line above, the bar of progress, the margins, the sign, and what is kept free above
 * and below the words. */
static const double rule = 0.4, bar_height = 1.7, margin = 6, margin_narrow = 2.5;
static const double sign_side = 7, sign_gap = 3, breath = 1.3;

/* Narrower than that, in units, there is no room for a sign beside words. */
enum { NARROW = 100 };

/* Under so many pixels it is a board of light-emitting diodes: words that shine on black. */
enum { BOARD_WIDTH = 400 };

/* Letters below that are a blur on most panels, whatever the unit says. */
enum { SIZE_CLEAR = 15, SIZE_LEAST = 7 };

/* Signal colours of their own on their own grounds (contrast 9.7, 6.9, 7.2 and 15.6); on a board
 * the same meanings as light. */
static const struct look {
    rgb ground, ink, light;
    enum icon sign;
    double size_max, size_min; /* units */
} looks[JOB_TONES] = {
    [JOB_PLAIN] = {0x000000, 0xF6F4EC, 0xF6F4EC, ICON_NONE, 3.8, 3.2},
    [JOB_BUSY] = {0xFFC845, 0x14213D, 0xFFC845, ICON_STICK, 6.5, 4.4},
    [JOB_GOOD] = {0x00695C, 0xFFFFFF, 0x5FD3BC, ICON_TICK, 6.5, 4.4},
    [JOB_BAD] = {0xB3001B, 0xFFFFFF, 0xFF8A7A, ICON_WARNING, 6.5, 4.4},
};

static struct look look_of(const struct band *band, int width)
{
    struct look look = looks[band->tone];
    if (width < BOARD_WIDTH) {
        look.ground = 0x000000;
        look.ink = look.light;
    }
    return look;
}

/* How much of the whole is done is told by length, whatever the colours. Returns its height. */
static int draw_progress(struct sheet *sheet, const struct look *look, int progress)
{
    int width = (int)sheet->canvas.width, height = (int)sheet->canvas.height;
    int bar = sheet_px(sheet, bar_height);
    if (progress < 0)
        return 0;
    if (bar < 2)
        bar = 2;
    canvas_fill(&sheet->canvas, (struct rect){0, height - bar, width, bar},
                rgb_mix(look->ground, look->ink, 0.25));
    canvas_fill(&sheet->canvas, (struct rect){0, height - bar, width * progress / 100, bar},
                look->ink);
    return bar;
}

static bool draw_text(struct sheet *sheet, const struct look *look, const char *string,
                      double size_min, bool cut, struct rect place)
{
    const struct strip_style style = {.role = "band",
                                      .weight = look->sign == ICON_NONE ? FONT_REGULAR : FONT_BOLD,
                                      .size_max = fmax(sheet->unit * look->size_max, size_min),
                                      .size_min = size_min,
                                      .ink = look->ink,
                                      .ground = look->ground};
    return strip_draw_text(sheet, &style, string, cut, place);
}

int layout_band(struct sheet *sheet, const struct band *band)
{
    int width = (int)sheet->canvas.width, height = (int)sheet->canvas.height;
    const struct look look = look_of(band, width);
    sheet->unit = band->unit;
    bool narrow = width < sheet_px(sheet, NARROW);
    int edge = sheet_px(sheet, narrow ? margin_narrow : margin);
    int line = sheet_px(sheet, rule), pad = sheet_px(sheet, breath);
    canvas_fill(&sheet->canvas, (struct rect){0, 0, width, height}, look.ground);
    canvas_fill(&sheet->canvas, (struct rect){0, 0, width, line}, look.ink);
    int bar = draw_progress(sheet, &look, band->progress);
    struct rect place = {edge, line + pad, width - 2 * edge, height - line - bar - 2 * pad};
    if (look.sign != ICON_NONE && !narrow) {
        int side = sheet_px(sheet, sign_side), gap = sheet_px(sheet, sign_gap);
        canvas_icon(&sheet->canvas, look.sign, edge, line + (height - line - bar - side) / 2.0,
                    side, false, look.ink);
        place.x += side + gap;
        place.width -= side + gap;
    }
    double clear = fmax(sheet->unit * look.size_min, SIZE_CLEAR);
    for (size_t i = 0; i < band->count; i++) {
        if (draw_text(sheet, &look, band->texts[i], clear, false, place))
            return 0;
    }
    draw_text(sheet, &look, band->texts[band->count - 1], SIZE_LEAST, true, place);
    return 0;
}
