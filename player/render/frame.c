#include "render/frame.h"

#include "render/act.h"
#include "render/words.h"

/* In units: the margins, the card's side, and the distance between the card and its words. */
static const double margin = 6, card_landscape = 56, card_portrait = 60, label_gap = 4;
static const double column_gap = 9;

bool frame_is_landscape(struct rect area)
{
    return area.width >= area.height;
}

static void add_basis(struct stack *stack, struct sheet *sheet, const char *basis)
{
    struct block *block =
        stack_add(stack, sheet, "basis", TYPE_BASIS, basis, sheet->theme.quiet, 5);
    if (block)
        block->rank = 9;
}

static void draw_words(struct sheet *sheet, struct stack *stack, struct rect place)
{
    stack_fit(stack, sheet, place.width, place.height);
    stack_draw(stack, sheet, place.x, place.y, place.width, sheet->theme.background);
}

/* "Scan to open" in a line of its own. Returns nothing: a label without room is no loss. */
static void draw_label(struct sheet *sheet, struct rect place)
{
    sheet_line(sheet, "label", word_in(WORD_SCAN, sheet->language), FONT_BOLD, 4, 3, place,
               TEXT_LEFT, sheet->theme.text, sheet->theme.background);
}

static void draw_landscape(struct sheet *sheet, struct stack *stack, const char *url,
                           struct rect area)
{
    int edge = sheet_px(sheet, margin), gap = sheet_px(sheet, label_gap);
    int line = sheet_px(sheet, 4);
    struct rect inner = {area.x + edge, area.y + edge, area.width - 2 * edge,
                         area.height - 2 * edge};
    struct act act;
    int limit = inner.height - gap - line;
    if (limit > inner.width * 9 / 20)
        limit = inner.width * 9 / 20;
    act_prepare(&act, sheet, url, sheet_px(sheet, card_landscape), limit);
    struct rect words = inner;
    if (act.side > 0) {
        int foot = inner.y + inner.height;
        struct rect card = {inner.x + inner.width - act.side, foot - line - gap - act.side,
                            act.side, act.side};
        words.width = inner.width - act.side - sheet_px(sheet, column_gap);
        act_draw(&act, sheet, card.x, card.y);
        draw_label(sheet, (struct rect){card.x, foot - line, card.width, line});
    }
    draw_words(sheet, stack, words);
    act_finish(&act);
}

static void draw_portrait(struct sheet *sheet, struct stack *stack, const char *url,
                          struct rect area)
{
    int edge = sheet_px(sheet, margin), gap = sheet_px(sheet, label_gap);
    struct rect inner = {area.x + edge, area.y + edge, area.width - 2 * edge,
                         area.height - 2 * edge};
    struct act act;
    int limit = inner.height / 2 < inner.width ? inner.height / 2 : inner.width;
    act_prepare(&act, sheet, url, sheet_px(sheet, card_portrait), limit);
    struct rect words = inner;
    if (act.side > 0) {
        int top = inner.y + inner.height - act.side;
        int line = sheet_px(sheet, 4);
        words.height -= act.side + sheet_px(sheet, 7);
        act_draw(&act, sheet, inner.x, top);
        draw_label(sheet, (struct rect){inner.x + act.side + gap, top + act.side - line,
                                        inner.width - act.side - gap, line});
    }
    draw_words(sheet, stack, words);
    act_finish(&act);
}

void frame_draw(struct sheet *sheet, struct stack *stack, const char *url, const char *basis,
                struct rect area)
{
    add_basis(stack, sheet, basis);
    if (frame_is_landscape(area))
        draw_landscape(sheet, stack, url, area);
    else
        draw_portrait(sheet, stack, url, area);
}
