/* A table: heads, rows, nothing else. */
#include "render/board.h"
#include "render/grid.h"

static const double heads_size[] = {1, 0.8, 0.65};   /* a smaller headline goes before a row */
static const double size_most = 6, size_least = 2.6; /* units */

enum { LINES = 4 }; /* of a cell */

static void read_table(struct grid *grid, struct sheet *sheet, const struct slide *slide)
{
    const struct theme *theme = &sheet->theme;
    for (size_t i = 0; i < slide->column_count; i++)
        grid->has_heads |= slide->columns[i] != NULL;
    size_t first = grid->has_heads;
    for (size_t i = 0; i < slide->column_count && first; i++)
        grid_add(grid, sheet, 0, i, "head", slide->columns[i], FONT_BOLD, theme->category);
    for (size_t row = 0; row < slide->row_count; row++)
        for (size_t i = 0; i < slide->column_count; i++)
            grid_add(grid, sheet, first + row, i, "cell", slide->rows[row].cells[i],
                     i == 0 ? FONT_BOLD : FONT_REGULAR, theme->text);
}

/* The last rows go where even the smallest letters find no room for all. */
static void fit(struct grid *grid, struct board *board, struct sheet *sheet)
{
    for (size_t i = 0; i < sizeof heads_size / sizeof *heads_size; i++) {
        if (i > 0)
            board_shrink(board, sheet, heads_size[i]);
        if (grid_fit(grid, sheet, board->middle.width, board->middle.height))
            return;
    }
    report_overflow(&sheet->report, "row");
    while (grid->rows > grid->has_heads) {
        grid_drop_row(grid);
        if (grid_fit(grid, sheet, board->middle.width, board->middle.height))
            break;
    }
    if (grid->rows == grid->has_heads) /* heads over nothing say nothing */
        grid->rows = 0;
}

int layout_table(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct grid grid = {.size_most = size_most, .size_least = size_least, .lines_max = LINES};
    struct board board = {.category = WORD_NOTICE, .icon = slide_icon(slide, ICON_LIST)};
    read_table(&grid, sheet, slide);
    if (slide->rows_left_out)
        report_overflow(&sheet->report, "row");
    board_begin(&board, sheet, slide, area);
    fit(&grid, &board, sheet);
    board_draw(&board, sheet);
    grid_draw(&grid, sheet, board.middle);
    grid_finish(&grid);
    board_finish(&board);
    return 0;
}
