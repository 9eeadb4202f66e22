/* What to do, one thing after another: a number in a disc, what it is called, what it says. */
#include <stdio.h>

#include "render/board.h"

static const double disc = 10; /* units */

static void draw_number(struct sheet *sheet, const struct cell *cell)
{
    const struct theme *theme = &sheet->theme;
    char number[8];
    struct rect mark = cell->mark;
    snprintf(number, sizeof number, "%d", *(const int *)cell->what);
    canvas_fill_round(&sheet->canvas, mark, mark.width / 2.0, theme->accent);
    sheet_line(sheet, "number", number, FONT_BOLD, disc * 0.62, disc * 0.3, mark, TEXT_CENTRE,
               theme->background, theme->accent);
}

int layout_steps(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    int numbers[CELLS_MAX];
    struct cells cells = {.mark = disc, .column_gap = 6, .row_gap = 5, .draw_mark = draw_number};
    struct board board = {.category = WORD_GUIDE, .icon = ICON_LIST};
    for (size_t i = 0; i < slide->row_count && i < CELLS_MAX; i++) {
        struct cell *cell = &cells.list[cells.count++];
        struct stack *words = &cell->words;
        numbers[i] = (int)i + 1;
        cell->what = &numbers[i];
        struct block *block =
            stack_add(words, sheet, "step", TYPE_STEP, slide->rows[i].lead, theme->text, 0);
        if (block)
            block->rank = 0;
        block = stack_add(words, sheet, "text", TYPE_CELL, slide->rows[i].text, theme->quiet, 4);
        if (block)
            block->rank = 5;
    }
    board_begin(&board, sheet, slide, area);
    board_draw_cells(&board, sheet, &cells);
    return 0;
}
