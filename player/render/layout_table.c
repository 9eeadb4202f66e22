/* A table: columns as wide as their words need, rows told apart by their ground. */
#include <stdlib.h>

#include "render/board.h"

enum { ROWS_MAX = 9 }; /* the heads are the first */

/* In units; the text's size goes down in steps until all fits. */
static const double size_most = 6, size_step = 0.95;
static const double size_good[] = {4.8, 4, 3}; /* smaller is worse than one line more in a cell */
static const double cell_side = 2.4, cell_above = 1.7;
static const double stretch_most = 0.8; /* of the rows' own height */

struct table {
    struct text *texts[ROWS_MAX][SLIDE_COLUMNS_MAX];
    struct text_set sets[ROWS_MAX][SLIDE_COLUMNS_MAX];
    size_t rows, columns;
    bool has_heads;
    int widths[SLIDE_COLUMNS_MAX], heights[ROWS_MAX];
    int side, above; /* px round a cell's words */
};

static void read_table(struct table *table, struct sheet *sheet, const struct slide *slide)
{
    table->columns = slide->column_count;
    for (size_t i = 0; i < slide->column_count; i++)
        table->has_heads |= slide->columns[i] != NULL;
    size_t first = table->has_heads;
    for (size_t i = 0; i < slide->column_count && first; i++)
        table->texts[0][i] = sheet_text(sheet, slide->columns[i], FONT_BOLD);
    for (size_t row = 0; row < slide->row_count && first + row < ROWS_MAX; row++) {
        for (size_t i = 0; i < slide->column_count; i++)
            table->texts[first + row][i] =
                sheet_text(sheet, slide->rows[row].cells[i], i == 0 ? FONT_BOLD : FONT_REGULAR);
        table->rows = first + row + 1;
    }
}

static bool set_cell(struct table *table, size_t row, size_t column, double size, unsigned lines,
                     int width)
{
    const struct text *text = table->texts[row][column];
    const struct text_style style = {.size_max = size, .size_min = size, .lines_max = lines};
    return !text || text_fit(text, &style, width, 1 << 20, &table->sets[row][column]);
}

/* As wide as each column would like to be; a column that is too wide for its share gives way. */
static bool choose_widths(struct table *table, double size, int width)
{
    int total = 0, widest = 0;
    for (size_t column = 0; column < table->columns; column++) {
        table->widths[column] = 0;
        for (size_t row = 0; row < table->rows; row++) {
            if (!set_cell(table, row, column, size, 1, 1 << 20))
                return false;
            int needed = table->texts[row][column] ? table->sets[row][column].width : 0;
            if (needed > table->widths[column])
                table->widths[column] = needed;
        }
        table->widths[column] += 2 * table->side;
        total += table->widths[column];
        if (table->widths[column] > table->widths[widest])
            widest = (int)column;
    }
    if (total > width)
        table->widths[widest] -= total - width;
    else
        for (size_t column = 0; column < table->columns; column++)
            table->widths[column] += (width - total) / (int)table->columns;
    return table->widths[widest] > 2 * table->side;
}

static bool fit_at(struct table *table, const struct sheet *sheet, double size, unsigned lines,
                   struct rect area)
{
    int used = 0;
    table->side = sheet_px(sheet, cell_side);
    table->above = sheet_px(sheet, cell_above * size / (size_most * sheet->unit));
    if (!choose_widths(table, size, area.width))
        return false;
    for (size_t row = 0; row < table->rows; row++) {
        table->heights[row] = 0;
        for (size_t column = 0; column < table->columns; column++) {
            int width = table->widths[column] - 2 * table->side;
            if (!set_cell(table, row, column, size, lines, width))
                return false;
            if (table->texts[row][column] && table->sets[row][column].height > table->heights[row])
                table->heights[row] = table->sets[row][column].height;
        }
        /* Diacritics rise above the capitals and hang below the line. */
        table->heights[row] += 2 * table->above + (int)(size * 0.6);
        used += table->heights[row];
    }
    return used <= area.height;
}

static void draw_row(const struct table *table, struct sheet *sheet, size_t row, int x, int y,
                     int width)
{
    const struct theme *theme = &sheet->theme;
    bool is_head = table->has_heads && row == 0;
    bool is_marked = (row - table->has_heads) % 2 == 0 && !is_head;
    rgb ground = is_marked ? theme->surface : theme->background;
    rgb ink = is_head ? theme->category : theme->text;
    if (is_marked)
        canvas_fill(&sheet->canvas, (struct rect){x, y, width, table->heights[row]}, ground);
    for (size_t column = 0; column < table->columns; column++) {
        const struct text_set *set = &table->sets[row][column];
        if (table->texts[row][column])
            sheet_draw(sheet, is_head ? "head" : "cell", table->texts[row][column], set,
                       x + table->side, y + (table->heights[row] - set->height) / 2,
                       table->widths[column] - 2 * table->side, TEXT_LEFT, ink, ground);
        x += table->widths[column];
    }
}

/* The last rows go where even the smallest letters find no room for all. */
static void fit(struct table *table, struct sheet *sheet, struct rect area)
{
    while (table->rows > 0) {
        for (unsigned lines = 1; lines <= 3; lines++)
            for (double size = size_most; size > size_good[lines - 1]; size *= size_step)
                if (fit_at(table, sheet, size * sheet->unit, lines, area))
                    return;
        report_overflow(&sheet->report, "row");
        table->rows--;
    }
}

/* Rows take what height is left, but stay together. */
static void stretch(struct table *table, int height)
{
    int used = 0;
    for (size_t row = 0; row < table->rows; row++)
        used += table->heights[row];
    int spare = height - used, most = (int)(used * stretch_most);
    if (spare > most)
        spare = most;
    for (size_t row = 0; row < table->rows && spare > 0; row++)
        table->heights[row] += spare / (int)table->rows;
}

int layout_table(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct table table = {0};
    struct board board = {.category = WORD_NOTICE, .icon = slide_icon(slide, ICON_LIST)};
    read_table(&table, sheet, slide);
    board_begin(&board, sheet, slide, area);
    board_draw(&board, sheet);
    struct rect middle = board.middle;
    fit(&table, sheet, middle);
    stretch(&table, middle.height);
    int y = middle.y;
    for (size_t row = 0; row < table.rows; row++) {
        draw_row(&table, sheet, row, middle.x, y, middle.width);
        y += table.heights[row];
    }
    for (size_t row = 0; row < ROWS_MAX; row++)
        for (size_t column = 0; column < SLIDE_COLUMNS_MAX; column++)
            text_destroy(table.texts[row][column]);
    board_finish(&board);
    return 0;
}
