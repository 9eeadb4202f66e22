/* Who is reached where: name, place, number, address. */
#include <stdlib.h>

#include "render/board.h"

static void add_entry(struct cells *cells, struct sheet *sheet, const struct slide_row *row)
{
    const struct theme *theme = &sheet->theme;
    struct stack *words = &cells->list[cells->count++].words;
    char *address = slide_address(row->url);
    struct block *block = stack_add(words, sheet, "name", TYPE_STEP, row->lead, theme->text, 0);
    if (block) {
        block->rank = 0;
        block->size_max = 5.8;
        block->lines = 2;
    }
    block = stack_add(words, sheet, "place", TYPE_CELL, row->place, theme->quiet, 3.6);
    if (block)
        block->rank = 4;
    block = stack_add(words, sheet, "phone", TYPE_REACH, row->phone, theme->accent, 3.6);
    if (block)
        block->rank = 1;
    block = stack_add(words, sheet, "url", TYPE_REACH, address, theme->accent, 3.6);
    if (block)
        block->rank = 2;
    free(address);
}

int layout_directory(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct cells cells = {.column_gap = 8, .row_gap = 5, .grow = 1.2};
    struct board board = {.category = WORD_DIRECTORY, .icon = slide_icon(slide, ICON_PHONE)};
    for (size_t i = 0; i < slide->row_count && i < CELLS_MAX; i++)
        add_entry(&cells, sheet, &slide->rows[i]);
    board_begin(&board, sheet, slide, area);
    board_draw_cells(&board, sheet, &cells);
    return 0;
}
