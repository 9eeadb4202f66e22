#include "render/frame.h"

#include "playlist/words.h"
#include "render/act.h"

/* In units: the margins, the card's side, and the distances from the card to its words, to the
 * column beside it and to the column above it. */
static const double margin = 6, card_landscape = 60, card_portrait = 62, label_gap = 4;
static const double column_gap = 9, foot_gap = 8, sign_side = 36;
static const double address_size = 7, address_least = 4.2, address_gap = 5;

bool frame_is_landscape(struct rect area)
{
    return area.width >= area.height;
}

void frame_add_basis(struct stack *stack, struct sheet *sheet, const char *basis)
{
    struct block *block =
        stack_add(stack, sheet, "basis", TYPE_BASIS, basis, sheet->theme.quiet, 5);
    if (block)
        block->rank = 9;
}

/* "Scan to open" in a line of its own. Returns nothing: a label without room is no loss. */
static void draw_label(struct sheet *sheet, struct rect place)
{
    sheet_line(sheet, "label", word_in(WORD_SCAN, sheet->language), FONT_BOLD, 4, 3, place,
               TEXT_LEFT, sheet->theme.text, sheet->theme.background);
}

/* Where the words go: all of `inner` but what stands beside or below them. */
static struct rect draw_code_beside(struct sheet *sheet, const struct frame *frame,
                                    struct rect inner)
{
    int gap = sheet_px(sheet, label_gap), line = sheet_px(sheet, 4);
    int limit = inner.height - gap - line;
    struct act act;
    if (limit > inner.width * 9 / 20)
        limit = inner.width * 9 / 20;
    act_prepare(&act, sheet, frame->url,
                sheet_px(sheet, frame->card > 0 ? frame->card : card_landscape), limit);
    if (act.side > 0) {
        int foot = inner.y + inner.height, left = inner.x + inner.width - act.side;
        act_draw(&act, sheet, left, foot - line - gap - act.side);
        draw_label(sheet, (struct rect){left, foot - line, act.side, line});
        inner.width -= act.side + sheet_px(sheet, column_gap);
    }
    act_finish(&act);
    return inner;
}

/* The address above the label, at the code's side. Returns whether there is room. */
static bool draw_address(struct sheet *sheet, const char *address, struct rect place)
{
    struct text *text = sheet_text(sheet, address, FONT_BOLD);
    const struct text_style style = {.size_max = address_size * sheet->unit,
                                     .size_min = address_least * sheet->unit,
                                     .lines_max = 1,
                                     .spare_lines = 2};
    struct text_set set;
    bool fits = text && text_fit(text, &style, place.width, place.height, &set);
    if (fits)
        sheet_draw(sheet, "url", text, &set, place.x, place.y + place.height - set.height,
                   place.width, TEXT_LEFT, sheet->theme.accent, sheet->theme.background);
    text_destroy(text);
    return fits;
}

static struct rect draw_code_below(struct sheet *sheet, struct frame *frame, struct rect inner)
{
    int gap = sheet_px(sheet, label_gap), line = sheet_px(sheet, 4);
    int limit = inner.height * 2 / 5 < inner.width ? inner.height * 2 / 5 : inner.width;
    struct act act;
    act_prepare(&act, sheet, frame->url,
                sheet_px(sheet, frame->card > 0 ? frame->card : card_portrait), limit);
    if (act.side > 0) {
        int foot = inner.y + inner.height, beside = act.side + gap;
        act_draw(&act, sheet, inner.x, foot - act.side);
        draw_label(sheet, (struct rect){inner.x + beside, foot - line, inner.width - beside, line});
        frame->has_address =
            frame->address &&
            draw_address(sheet, frame->address,
                         (struct rect){inner.x + beside, foot - act.side, inner.width - beside,
                                       act.side - line - sheet_px(sheet, address_gap)});
        inner.height -= act.side + sheet_px(sheet, foot_gap);
    }
    act_finish(&act);
    return inner;
}

/* In landscape the sign stands where the code would, at half the height. */
static struct rect draw_sign(struct sheet *sheet, const struct frame *frame, struct rect inner)
{
    int side = sheet_px(sheet, sign_side);
    if (frame->sign == ICON_NONE || inner.width < 4 * side)
        return inner;
    canvas_icon(&sheet->canvas, frame->sign, inner.x + inner.width - side - sheet_px(sheet, 4),
                inner.y + (inner.height - side) / 2.0, side, true, frame->sign_colour);
    inner.width -= side + sheet_px(sheet, 4 + column_gap);
    return inner;
}

struct rect frame_begin(struct sheet *sheet, struct frame *frame, struct rect area)
{
    int edge = sheet_px(sheet, margin);
    struct rect inner = {area.x + edge, area.y + edge, area.width - 2 * edge,
                         area.height - 2 * edge};
    if (!frame_is_landscape(area))
        return frame->url ? draw_code_below(sheet, frame, inner) : inner;
    return frame->url ? draw_code_beside(sheet, frame, inner) : draw_sign(sheet, frame, inner);
}

void frame_draw(struct sheet *sheet, struct stack *stack, struct frame *frame, struct rect area)
{
    frame_add_basis(stack, sheet, frame->basis);
    struct rect inner = frame_begin(sheet, frame, area);
    stack_fit(stack, sheet, inner.width, inner.height);
    stack_draw(stack, sheet, inner.x, inner.y, inner.width, sheet->theme.background);
}
