/* An alert over the whole screen, or in a strip: how bad it is, what it is about, what to do. Each
 * may be all that somebody has the time to read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "render/alert_sign.h"
#include "render/frame.h"
#include "render/layout.h"
#include "render/strip.h"

/* In units: the margin, the sign with its word at the head, the line at the foot, the panel of what
 * to do. */
static const double margin = 6, sign_lying = 17, sign_standing = 26, sign_gap = 4;
static const double word_share = 0.46, word_least = 4;
static const double foot_line = 4, foot_text = 3.6, foot_least = 2.6, gap = 5;
static const double panel_pad = 4, panel_share = 0.36, headline_size = 15, headline_least = 6.5;

/* On boards: the head's share of the height, of a banner's width at most. */
static const double board_head = 0.31, banner_head = 0.3;

/* Of a strip, in units: the margin, the space above and below, the word's and the letters' sizes,
 * from the word's baseline to the capitals below it. */
static const double strip_margin = 6, strip_margin_narrow = 2, strip_pad = 1.5, strip_word = 3.4,
                    strip_size = 6, strip_size_min = 3.4, strip_between = 2.4, strip_tail = 0.3;
/* Parts of an em: what of a font's descent no tail reaches. */
static const double strip_spare = 0.05;

/* Lower strips hold one text; letters below LEAST are a blur. */
enum { STRIP_LOW = 64, LETTERS_LEAST = 10, BOARD_WIDTH = 400 };

static void draw_word(struct sheet *sheet, const struct alert_look *look, struct rect place,
                      double size_max, double size_min, rgb ink, rgb ground)
{
    sheet_line(sheet, "category", word_in(look->word, sheet->language), FONT_BOLD, size_max,
               size_min, place, TEXT_LEFT, ink, ground);
}

/* The sign and the word at the head. Returns what is left. */
static struct rect draw_head(struct sheet *sheet, const struct warning *warning,
                             const struct alert_look *look, struct rect inner)
{
    double units = frame_is_landscape(inner) ? sign_lying : sign_standing;
    int side = sheet_px(sheet, units), beside = side + sheet_px(sheet, sign_gap);
    alert_sign(sheet, warning->severity, inner.x, inner.y, side, look->ink, look->ground);
    draw_word(sheet, look, (struct rect){inner.x + beside, inner.y, inner.width - beside, side},
              units * word_share, word_least, look->ink, look->ground);
    int used = side + sheet_px(sheet, gap);
    inner.y += used;
    inner.height -= used;
    return inner;
}

/* Until when it holds, and who says so: beside each other, or below where the screen stands. */
static struct rect draw_foot(struct sheet *sheet, const struct warning *warning,
                             const struct alert_look *look, struct rect inner)
{
    bool lies = sheet->canvas.width >= sheet->canvas.height;
    int height = sheet_px(sheet, foot_line), step = height + sheet_px(sheet, gap / 2), used = 0;
    struct rect line = {inner.x, inner.y + inner.height - height, inner.width, height};
    char *until = NULL;
    if (warning->until &&
        asprintf(&until, "%s %s", word_in(WORD_UNTIL, sheet->language), warning->until) < 0)
        until = NULL;
    if (until && sheet->band && !lies)
        line.y -= step;
    if (until)
        used = sheet_line(sheet, "until", until, FONT_BOLD, foot_text, foot_least, line, TEXT_LEFT,
                          look->ink, look->ground);
    struct rect name = line;
    name.x += lies && used > 0 ? used + sheet_px(sheet, gap) : 0;
    name.width -= name.x - line.x;
    name.y += !lies && used > 0 ? step : 0;
    sheet_line(sheet, "band", sheet->band, FONT_REGULAR, foot_text, foot_least, name,
               lies && used > 0 ? TEXT_RIGHT : TEXT_LEFT, look->ink, look->ground);
    if (until || sheet->band)
        inner.height = line.y - inner.y - sheet_px(sheet, gap);
    free(until);
    return inner;
}

/* What to do stands in a panel of its own, in the colours the other way round. */
static struct rect draw_panel(struct sheet *sheet, const struct warning *warning,
                              const struct alert_look *look, struct rect inner)
{
    struct stack stack = {0};
    int pad = sheet_px(sheet, panel_pad);
    struct block *block =
        stack_add(&stack, sheet, "instruction", TYPE_BOARD, warning->instruction, look->ground, 0);
    if (!block)
        return inner;
    block->size_max = 6.6;
    block->size_min = 4.2;
    stack_fit(&stack, sheet, inner.width - 2 * pad, (int)(inner.height * panel_share));
    struct rect panel = {inner.x, inner.y + inner.height - stack.used - 2 * pad, inner.width,
                         stack.used + 2 * pad};
    canvas_fill_round(&sheet->canvas, panel, sheet_px(sheet, 1.5), look->ink);
    stack_draw(&stack, sheet, panel.x + pad, panel.y + pad, panel.width - 2 * pad, look->ink);
    stack_finish(&stack);
    inner.height = panel.y - inner.y - sheet_px(sheet, gap);
    return inner;
}

static void draw_words(struct sheet *sheet, const struct warning *warning,
                       const struct alert_look *look, struct rect place)
{
    struct stack stack = {0};
    struct block *block =
        stack_add(&stack, sheet, "title", TYPE_BOARD, warning->headline, look->ink, 0);
    if (block) {
        block->size_max = headline_size;
        block->size_min = headline_least;
    }
    block = stack_add(&stack, sheet, "body", TYPE_CELL, warning->description, look->ink, 8);
    if (block) {
        block->size_max = 6.5;
        block->size_min = 4.2;
        block->rank = 2;
    }
    stack_fit(&stack, sheet, place.width, place.height);
    stack_draw(&stack, sheet, place.x, place.y + (place.height - stack.used) / 2, place.width,
               look->ground);
    stack_finish(&stack);
}

static void draw_poster(struct sheet *sheet, const struct warning *warning,
                        const struct alert_look *look, struct rect area)
{
    int edge = sheet_px(sheet, margin);
    struct rect inner = {area.x + edge, area.y + edge, area.width - 2 * edge,
                         area.height - 2 * edge};
    inner = draw_head(sheet, warning, look, inner);
    inner = draw_foot(sheet, warning, look, inner);
    inner = draw_panel(sheet, warning, look, inner);
    draw_words(sheet, warning, look, inner);
}

/* The sign and the word in the upper part of a small board. Returns the rest. */
static struct rect draw_board_head(struct sheet *sheet, const struct warning *warning,
                                   const struct alert_look *look, struct rect area)
{
    int height = (int)lround(area.height * board_head), pad = height / 8 > 1 ? height / 8 : 1;
    int side = height - 2 * pad, beside = side + 3 * pad;
    canvas_fill(&sheet->canvas, (struct rect){area.x, area.y, area.width, height}, look->ground);
    alert_sign(sheet, warning->severity, area.x + pad, area.y + pad, side, look->ink, look->ground);
    draw_word(sheet, look,
              (struct rect){area.x + beside, area.y, area.width - beside - pad, height},
              height * 0.62 / sheet->unit, LETTERS_LEAST / sheet->unit, look->ink, look->ground);
    area.y += height;
    area.height -= height;
    return area;
}

/* The same at the left of a banner, the word below the sign. */
static struct rect draw_banner_head(struct sheet *sheet, const struct warning *warning,
                                    const struct alert_look *look, struct rect area)
{
    int width = (int)fmin(area.width * banner_head, area.height * 1.4), pad = area.height / 10;
    int word = area.height / 4, side = area.height - 3 * pad - word;
    canvas_fill(&sheet->canvas, (struct rect){area.x, area.y, width, area.height}, look->ground);
    alert_sign(sheet, warning->severity, area.x + (width - side) / 2, area.y + pad, side, look->ink,
               look->ground);
    sheet_line(sheet, "category", word_in(look->word, sheet->language), FONT_BOLD,
               word * 0.8 / sheet->unit, LETTERS_LEAST / sheet->unit,
               (struct rect){area.x + pad, area.y + 2 * pad + side, width - 2 * pad, word},
               TEXT_CENTRE, look->ink, look->ground);
    area.x += width;
    area.width -= width;
    return area;
}

/* Boards: the head stays, the words take turns beside it, as those of items do. */
static void draw_board(struct sheet *sheet, const struct warning *warning,
                       const struct alert_look *look, struct rect area)
{
    struct slide slide = {
        .type = ITEM_NOTICE, .title = warning->headline, .body = warning->description};
    bool lies = area.width > 2 * area.height && area.width >= BOARD_WIDTH;
    if (warning->instruction)
        slide.rows[slide.row_count++].text = warning->instruction;
    sheet->theme.background = sheet->theme.surface = 0x000000;
    sheet->theme.text = sheet->theme.accent = 0xFFFFFF;
    canvas_fill(&sheet->canvas, area, sheet->theme.background);
    area = lies ? draw_banner_head(sheet, warning, look, area)
                : draw_board_head(sheet, warning, look, area);
    layout_compact(sheet, &slide, area);
}

int layout_alert(struct sheet *sheet, const struct warning *warning)
{
    const struct alert_look look = alert_look(sheet, warning->severity);
    struct rect area = {0, 0, (int)sheet->canvas.width, (int)sheet->canvas.height};
    theme_make_plain(&sheet->theme);
    sheet->theme.background = look.ground;
    canvas_fill(&sheet->canvas, area, look.ground);
    if (layout_is_compact(sheet))
        draw_board(sheet, warning, &look, area);
    else
        draw_poster(sheet, warning, &look, area);
    return 0;
}

/* Sets what the strip says: with what to do where that finds room, else the headline alone. `lead`
 * (may be NULL) goes before it. */
static bool fit_strip_words(struct sheet *sheet, const struct warning *warning,
                            const struct strip_style *style, const char *lead, struct rect place,
                            struct strip_words *ret)
{
    const char *before = lead ? lead : "", *colon = lead ? ": " : "";
    char *longer = NULL, *shorter = NULL;
    if (warning->instruction && asprintf(&longer, "%s%s%s – %s", before, colon, warning->headline,
                                         warning->instruction) < 0)
        longer = NULL;
    if (asprintf(&shorter, "%s%s%s", before, colon, warning->headline) < 0)
        shorter = NULL;
    bool fits =
        (longer && strip_fit(sheet, style, longer, false, place.width, place.height, ret)) ||
        strip_fit(sheet, style, shorter, true, place.width, place.height, ret);
    free(longer);
    free(shorter);
    return fits;
}

/* How bad it is, above what it is: the two together stand in the middle, tails and all. */
static void draw_two_lines(struct sheet *sheet, const struct warning *warning,
                           const struct alert_look *look, const struct strip_style *style,
                           struct rect place)
{
    int line = sheet_px(sheet, strip_word), between = sheet_px(sheet, strip_between);
    int cap = (int)lround(line * FONTS_CAP_HEIGHT), below = cap + between;
    struct strip_words words;
    struct rect room = place;
    room.height -= cap + between + sheet_px(sheet, strip_tail);
    bool fits = fit_strip_words(sheet, warning, style, NULL, room, &words);
    int ink = fits ? below + words.set.cap + (int)(words.set.line_count - 1) * words.set.step +
                         words.set.below - (int)(words.set.size * strip_spare)
                   : cap;
    int top = place.y + (place.height - ink) / 2;
    draw_word(sheet, look, (struct rect){place.x, top - (line - cap) / 2, place.width, line},
              strip_word, 2.6, look->ink, look->ground);
    if (fits)
        strip_lay(sheet, style, &words, place.x, top + below, place.width);
}

int layout_banner(struct sheet *sheet, const struct warning *warning)
{
    const struct alert_look look = alert_look(sheet, warning->severity);
    struct rect area = {0, 0, (int)sheet->canvas.width, (int)sheet->canvas.height};
    sheet->unit = warning->unit;
    double least = fmax(sheet->unit * strip_size_min, LETTERS_LEAST);
    const struct strip_style style = {.role = "title",
                                      .weight = FONT_BOLD,
                                      .size_max = fmax(sheet->unit * strip_size, least),
                                      .size_min = least,
                                      .ink = look.ink,
                                      .ground = look.ground};
    int edge = sheet_px(sheet, area.width < 100 * sheet->unit ? strip_margin_narrow : strip_margin);
    int pad = sheet_px(sheet, strip_pad), side = area.height - 2 * pad;
    int beside = edge + side + sheet_px(sheet, strip_margin / 2);
    canvas_fill(&sheet->canvas, area, look.ground);
    alert_sign(sheet, warning->severity, edge, pad, side, look.ink, look.ground);
    struct rect place = {beside, pad, area.width - beside - edge, side};
    struct strip_words words;
    if (area.height >= STRIP_LOW)
        draw_two_lines(sheet, warning, &look, &style, place);
    else if (fit_strip_words(sheet, warning, &style, word_in(look.word, sheet->language), place,
                             &words))
        strip_lay(sheet, &style, &words, place.x, place.y + (place.height - words.set.height) / 2,
                  place.width);
    return 0;
}
