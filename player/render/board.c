#include "render/board.h"

#include <stdlib.h>

/* In units, and parts of the height that head and foot may take. */
static const double card = 36; /* the middle is what counts here */
static const double head_gap = 7, foot_gap = 5;
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
    stack_add(&board->head, sheet, "title", TYPE_NAME, slide->title, theme->text, 6);
}

static void add_foot(struct board *board, struct sheet *sheet, const struct slide *slide)
{
    const struct theme *theme = &sheet->theme;
    char *address = slide_address(slide->url);
    struct block *block =
        stack_add(&board->foot, sheet, "url", TYPE_ADDRESS, address, theme->accent, 0);
    if (block)
        block->size_max = 7;
    block = stack_add(&board->foot, sheet, "note", TYPE_BASIS, slide->note, theme->quiet, 4);
    if (block)
        block->rank = 8;
    frame_add_basis(&board->foot, sheet, slide->basis);
    free(address);
}

void board_begin(struct board *board, struct sheet *sheet, const struct slide *slide,
                 struct rect area)
{
    const struct frame frame = {.url = slide->url, .card = card};
    struct rect inner = frame_begin(sheet, &frame, area);
    add_head(board, sheet, slide);
    add_foot(board, sheet, slide);
    stack_fit(&board->head, sheet, inner.width, (int)(inner.height * head_part));
    stack_fit(&board->foot, sheet, inner.width, (int)(inner.height * foot_part));
    int above = board->head.used ? board->head.used + sheet_px(sheet, head_gap) : 0;
    int below = board->foot.used ? board->foot.used + sheet_px(sheet, foot_gap) : 0;
    board->middle =
        (struct rect){inner.x, inner.y + above, inner.width, inner.height - above - below};
}

void board_draw(const struct board *board, struct sheet *sheet)
{
    const struct rect *middle = &board->middle;
    int above = board->head.used ? board->head.used + sheet_px(sheet, head_gap) : 0;
    stack_draw(&board->head, sheet, middle->x, middle->y - above, middle->width,
               sheet->theme.background);
    stack_draw(&board->foot, sheet, middle->x,
               middle->y + middle->height + sheet_px(sheet, foot_gap), middle->width,
               sheet->theme.background);
}

void board_finish(struct board *board)
{
    stack_finish(&board->head);
    stack_finish(&board->foot);
}

void board_draw_cells(struct board *board, struct sheet *sheet, struct cells *cells)
{
    cells_fit(cells, sheet, board->middle);
    board_draw(board, sheet);
    cells_draw(cells, sheet);
    cells_finish(cells);
    board_finish(board);
}
