#include "render/board.h"

#include <stdlib.h>

#include "render/act.h"

/* In units, and parts of the height that head and foot may take. */
static const double card = 31, card_gap = 9; /* the middle is what counts here */
static const double label_size = 4, label_least = 3, label_width = 20, label_gap = 3;
static const double head_gap = 7, foot_gap = 5;
static const double title_size = 9, shrunk[] = {0.8, 0.65};
static const double head_part = 0.4, foot_part = 0.3;

static void add_head(struct board *board, struct sheet *sheet, const struct slide *slide)
{
    const struct theme *theme = &sheet->theme;
    struct block *block = stack_add(&board->head, sheet, "category", TYPE_LABEL,
                                    word_in(board->category, sheet->language), theme->category, 0);
    if (block) {
        block->icon = board->icon;
        block->rank = 6;
    }
    block = stack_add(&board->head, sheet, "title", TYPE_NAME, slide->title, theme->text, 6);
    if (block) {
        block->rank = 0;
        block->size_max = title_size;
    }
}

static void add_address(struct stack *stack, struct sheet *sheet, const struct slide *slide)
{
    char *address = slide_address_short(slide->url);
    struct block *block =
        stack_add(stack, sheet, "url", TYPE_ADDRESS, address, sheet->theme.accent, 5);
    if (block)
        block->size_max = 7;
    free(address);
}

static void add_foot(struct board *board, struct sheet *sheet, const struct slide *slide)
{
    struct block *block =
        stack_add(&board->foot, sheet, "note", TYPE_BASIS, slide->note, sheet->theme.quiet, 4);
    if (block)
        block->rank = 8;
    frame_add_basis(&board->foot, sheet, slide->basis);
}

/* "Scan to open" left of the code, at its foot. Returns the width that it takes. */
static int draw_label(struct sheet *sheet, const struct act *act, struct rect inner)
{
    struct text *text = sheet_text(sheet, word_in(WORD_SCAN, sheet->language), FONT_BOLD);
    const struct text_style style = {.size_max = label_size * sheet->unit,
                                     .size_min = label_least * sheet->unit,
                                     .lines_max = 3,
                                     .balance = true};
    struct text_set set;
    int width = sheet_px(sheet, label_width), gap = sheet_px(sheet, label_gap);
    bool fits = text && inner.width * 4 > inner.height * 5 &&
                text_fit(text, &style, width, act->side, &set);
    if (fits)
        sheet_draw(sheet, "label", text, &set, inner.x + inner.width - act->side - gap - width,
                   inner.y + act->side - set.height - set.below, width, TEXT_RIGHT,
                   sheet->theme.text, sheet->theme.background);
    text_destroy(text);
    return fits ? set.width + gap : 0;
}

/* In landscape the code stands at the right of the headline: the middle keeps the whole width. */
static void draw_code(struct board *board, struct sheet *sheet, const struct slide *slide)
{
    struct act act;
    struct rect *inner = &board->inner;
    act_prepare(&act, sheet, slide->url, sheet_px(sheet, card), inner->height / 2);
    if (act.side > 0) {
        act_draw(&act, sheet, inner->x + inner->width - act.side, inner->y);
        board->beside = act.side + draw_label(sheet, &act, *inner) + sheet_px(sheet, card_gap);
        board->card = act.side;
    }
    act_finish(&act);
}

static void fit_ends(struct board *board, struct sheet *sheet)
{
    const struct rect inner = board->inner;
    int most = (int)(inner.height * head_part);
    if (most < board->card || board->beside)
        most = board->card > most * 3 / 4 ? board->card : most * 3 / 4;
    stack_fit(&board->head, sheet, inner.width - board->beside, most);
    stack_fit(&board->foot, sheet, inner.width, (int)(inner.height * foot_part));
    int head = board->head.used > board->card ? board->head.used : board->card;
    int above = head ? head + sheet_px(sheet, head_gap) : 0;
    int below = board->foot.used ? board->foot.used + sheet_px(sheet, foot_gap) : 0;
    board->middle =
        (struct rect){inner.x, inner.y + above, inner.width, inner.height - above - below};
}

void board_begin(struct board *board, struct sheet *sheet, const struct slide *slide,
                 struct rect area)
{
    bool is_wide = area.width * 4 >= area.height * 3; /* upright only where it stands high */
    char *address = slide_address_short(slide->url);
    struct frame frame = {.url = is_wide ? NULL : slide->url, .card = card, .address = address};
    board->inner = frame_begin(sheet, &frame, area);
    if (is_wide && slide->url)
        draw_code(board, sheet, slide);
    add_head(board, sheet, slide);
    if (!frame.has_address)
        add_address(board->beside ? &board->head : &board->foot, sheet, slide);
    free(address);
    add_foot(board, sheet, slide);
    fit_ends(board, sheet);
}

void board_shrink(struct board *board, struct sheet *sheet, double scale)
{
    struct stack *const ends[] = {&board->head, &board->foot};
    for (size_t end = 0; end < 2; end++) {
        for (size_t i = 0; i < ends[end]->count; i++) {
            struct block *block = &ends[end]->blocks[i];
            if (block->rank < 6) /* category and small print are small already */
                block->even = scale * title_size * sheet->unit;
        }
    }
    fit_ends(board, sheet);
}

void board_draw(const struct board *board, struct sheet *sheet)
{
    const struct rect *inner = &board->inner;
    rgb ground = sheet->theme.background;
    stack_draw(&board->head, sheet, inner->x, inner->y, inner->width - board->beside, ground);
    stack_draw(&board->foot, sheet, inner->x, inner->y + inner->height - board->foot.used,
               inner->width, ground);
}

void board_finish(struct board *board)
{
    stack_finish(&board->head);
    stack_finish(&board->foot);
}

/* Where the last line of `block` stands, px from the top of the head, if `width` px are free at its
 * right; -1: they are not. */
static int free_line(const struct board *board, const struct block *block, int width)
{
    const struct text_set *set = &block->set;
    if (block->is_out || !block->text || block->indent + set->width + width > board->inner.width)
        return -1;
    return block->top + set->cap + (int)(set->line_count - 1) * set->step;
}

void board_label_codes(const struct board *board, struct sheet *sheet)
{
    struct text *text = sheet_text(sheet, word_in(WORD_SCAN, sheet->language), FONT_BOLD);
    const struct rect *inner = &board->inner;
    const struct text_style style = {
        .size_max = label_size * sheet->unit, .size_min = label_size * sheet->unit, .lines_max = 1};
    struct text_set set;
    bool fits = text && text_fit(text, &style, inner->width, inner->height, &set);
    for (size_t i = board->head.count; fits && i-- > 0;) {
        int gap = sheet_px(sheet, card_gap);
        int line = free_line(board, &board->head.blocks[i], set.width + gap);
        if (line < 0)
            continue;
        sheet_draw(sheet, "label", text, &set, inner->x + inner->width - set.width,
                   inner->y + line - set.cap, set.width, TEXT_RIGHT, sheet->theme.text,
                   sheet->theme.background);
        break;
    }
    text_destroy(text);
}

void board_draw_cells(struct board *board, struct sheet *sheet, struct cells *cells)
{
    for (size_t i = 0; i < sizeof shrunk / sizeof *shrunk; i++)
        if (!cells_can_fit(cells, sheet, board->middle))
            board_shrink(board, sheet, shrunk[i]);
    cells_fit(cells, sheet, board->middle);
    board_draw(board, sheet);
    cells_draw(cells, sheet);
    cells_finish(cells);
    board_finish(board);
}
