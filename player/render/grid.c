#include "render/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/glue.h"

enum { LINES_MOST = 5, MEASURE = 100 /* px an em, at which widths are measured */ };

static const double size_step = 0.95;
static const double size_good[LINES_MOST] = {
    4.8, 4.5, 4.1, 3, 0}; /* units: smaller is worse than one line more in a cell */
static const double cell_side = 2.4, cell_above = 1.7; /* units, at the size `size_full` */
static const double size_full = 6;
static const double stretch_most = 0.8; /* of the rows' own height */
static const double slack = 1.02;       /* letters are not exactly as wide at every size */

/* Widths in px at MEASURE, of each column set in 1 … LINES_MOST lines. */
struct needs {
    int width[GRID_COLUMNS_MAX][LINES_MOST];
};

static bool set_cell(struct grid_cell *cell, double size, unsigned lines, int width)
{
    const struct text_style style = {.size_max = size, .size_min = size, .lines_max = lines};
    return !cell->text || text_fit(cell->text, &style, width, 1 << 20, &cell->set);
}

/* The width of one piece of a text, px at MEASURE. */
static int width_of(struct sheet *sheet, const char *string, size_t size, enum font_weight weight)
{
    char *piece = strndup(string, size);
    struct grid_cell cell = {.text = piece ? sheet_text(sheet, piece, weight) : NULL};
    bool fits = cell.text && set_cell(&cell, MEASURE, 1, 1 << 20);
    text_destroy(cell.text);
    free(piece);
    return fits ? cell.set.width : 0;
}

/* What should stand on one line: "7:30 – 11:30", "thứ Năm", a word. */
static int longest_piece(struct sheet *sheet, const char *string, enum font_weight weight)
{
    char *text = unicode_normalise(string);
    size_t size = text ? strlen(text) : 0, start = 0;
    uint8_t *marks = calloc(size + 1, 1);
    int longest = 0;
    if (marks && size > 0)
        unicode_breaks(sheet->breaker, text, size, marks);
    for (size_t at = 1; marks && at <= size; at++) {
        if (at < size && (!marks[at] || glue_judge(text, size, at) > GLUE_LOOSE))
            continue;
        size_t end = at;
        while (end > start && text[end - 1] == ' ')
            end--;
        int width = width_of(sheet, text + start, end - start, weight);
        longest = width > longest ? width : longest;
        start = at;
    }
    free(marks);
    free(text);
    return longest;
}

void grid_add(struct grid *grid, struct sheet *sheet, size_t row, size_t column, const char *role,
              const char *string, enum font_weight weight, rgb ink)
{
    struct grid_cell *cell = &grid->cells[row][column];
    if (row >= grid->rows)
        grid->rows = row + 1;
    if (column >= grid->columns)
        grid->columns = column + 1;
    *cell = (struct grid_cell){.text = sheet_text(sheet, string, weight), .role = role, .ink = ink};
    if (cell->text)
        cell->least = longest_piece(sheet, string, weight);
}

/* The width of a cell that breaks only where its author has broken it. */
static int cell_whole(struct grid_cell *cell)
{
    const struct text_style style = {.size_min = MEASURE, .lines_max = LINES_MOST};
    return cell->text && text_cut(cell->text, &style, 1 << 20, 1 << 20, &cell->set)
               ? cell->set.width
               : 0;
}

/* The narrowest width in which the cell takes `lines` lines. */
static int cell_need(struct grid_cell *cell, unsigned lines)
{
    int high = cell_whole(cell), low = cell->least > 0 ? cell->least - 1 : 0;
    if (low >= high)
        return high;
    if (lines == 1)
        return high;
    int even = high / (int)lines;
    low = even > low ? even - 1 : low;
    while (high - low > MEASURE / 10) {
        int middle = low + (high - low) / 2;
        if (set_cell(cell, MEASURE, lines, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static void measure(struct grid *grid, struct needs *needs)
{
    *needs = (struct needs){0};
    for (size_t column = 0; column < grid->columns; column++)
        for (unsigned lines = 1; lines <= LINES_MOST; lines++)
            for (size_t row = 0; row < grid->rows; row++) {
                int need = cell_need(&grid->cells[row][column], lines);
                int *width = &needs->width[column][lines - 1];
                *width = need > *width ? need : *width;
            }
}

/* Starts with one line everywhere; as long as that is too wide, the column that gains most gets one
 * more. What is left over goes to all alike. */
static bool choose_widths(struct grid *grid, const struct needs *needs, double size,
                          unsigned lines_max, int width)
{
    unsigned lines[GRID_COLUMNS_MAX] = {0}; /* less one */
    for (;;) {
        int total = 0, gain_best = 0;
        size_t best = 0;
        for (size_t column = 0; column < grid->columns; column++) {
            double now = needs->width[column][lines[column]] * size / MEASURE * slack;
            grid->widths[column] = (int)ceil(now) + 2 * grid->side;
            total += grid->widths[column];
            for (unsigned more = lines[column] + 1; more < lines_max; more++) {
                int gain = needs->width[column][lines[column]] - needs->width[column][more];
                gain /= (int)(more - lines[column]);
                if (gain > gain_best) {
                    gain_best = gain;
                    best = column;
                }
            }
        }
        if (total <= width) {
            for (size_t column = 0; column < grid->columns; column++)
                grid->widths[column] += (width - total) / (int)grid->columns;
            return true;
        }
        if (gain_best == 0)
            return false;
        lines[best]++;
    }
}

static bool fit_at(struct grid *grid, const struct sheet *sheet, const struct needs *needs,
                   double size, unsigned lines, struct rect area)
{
    int used = 0, above = sheet_px(sheet, cell_above * size / (size_full * sheet->unit));
    grid->side = sheet_px(sheet, cell_side * size / (size_full * sheet->unit));
    if (!choose_widths(grid, needs, size, lines, area.width))
        return false;
    for (size_t row = 0; row < grid->rows; row++) {
        grid->heights[row] = 0;
        for (size_t column = 0; column < grid->columns; column++) {
            struct grid_cell *cell = &grid->cells[row][column];
            if (!set_cell(cell, size, lines, grid->widths[column] - 2 * grid->side))
                return false;
            if (cell->text && cell->set.height > grid->heights[row])
                grid->heights[row] = cell->set.height;
        }
        /* Diacritics rise above the capitals and hang below the line. */
        grid->heights[row] += 2 * above + (int)(size * 0.6);
        used += grid->heights[row];
    }
    grid->size = size;
    return used <= area.height;
}

/* Whether there is room for the words at all, even in the most and smallest lines: cells that are
 * far too long would be measured for minutes. */
static bool may_fit(struct grid *grid, const struct sheet *sheet, int width)
{
    double total = 0;
    for (size_t column = 0; column < grid->columns; column++) {
        int most = 0;
        for (size_t row = 0; row < grid->rows; row++) {
            int whole = cell_whole(&grid->cells[row][column]);
            most = whole > most ? whole : most;
        }
        total += most / (double)LINES_MOST;
    }
    return total * grid->size_least * sheet->unit / MEASURE <= width;
}

bool grid_fit(struct grid *grid, struct sheet *sheet, int width, int height)
{
    struct needs needs;
    struct rect area = {0, 0, width, height};
    if (!may_fit(grid, sheet, width))
        return false;
    measure(grid, &needs);
    for (unsigned lines = 1; lines <= grid->lines_max && lines <= LINES_MOST; lines++) {
        double least = fmax(size_good[lines - 1], grid->size_least);
        if (lines == grid->lines_max)
            least = grid->size_least;
        for (double size = grid->size_most; size >= least; size *= size_step)
            if (fit_at(grid, sheet, &needs, size * sheet->unit, lines, area))
                return true;
    }
    return false;
}

void grid_drop_row(struct grid *grid)
{
    if (grid->rows == 0)
        return;
    grid->rows--;
    for (size_t column = 0; column < grid->columns; column++) {
        text_destroy(grid->cells[grid->rows][column].text);
        grid->cells[grid->rows][column].text = NULL;
    }
}

void grid_drop_column(struct grid *grid, size_t column)
{
    for (size_t row = 0; row < grid->rows; row++) {
        struct grid_cell *cells = grid->cells[row];
        text_destroy(cells[column].text);
        memmove(cells + column, cells + column + 1, (grid->columns - column - 1) * sizeof *cells);
        cells[grid->columns - 1].text = NULL;
    }
    grid->columns--;
}

static void stretch(struct grid *grid, int height)
{
    int used = 0;
    for (size_t row = 0; row < grid->rows; row++)
        used += grid->heights[row];
    int spare = height - used, most = (int)(used * stretch_most);
    if (spare > most)
        spare = most;
    for (size_t row = 0; row < grid->rows && spare > 0; row++)
        grid->heights[row] += spare / (int)grid->rows;
}

static void draw_row(const struct grid *grid, struct sheet *sheet, size_t row, struct rect place)
{
    const struct theme *theme = &sheet->theme;
    bool is_head = grid->has_heads && row == 0;
    bool is_marked = (row - grid->has_heads) % 2 == 0 && !is_head;
    rgb ground = is_marked ? theme->surface : theme->background;
    if (is_marked)
        canvas_fill(&sheet->canvas, place, ground);
    for (size_t column = 0; column < grid->columns; column++) {
        const struct grid_cell *cell = &grid->cells[row][column];
        if (cell->text)
            sheet_draw(sheet, cell->role, cell->text, &cell->set, place.x + grid->side,
                       place.y + (place.height - cell->set.height) / 2,
                       grid->widths[column] - 2 * grid->side, TEXT_LEFT, cell->ink, ground);
        place.x += grid->widths[column];
    }
}

void grid_draw(struct grid *grid, struct sheet *sheet, struct rect area)
{
    stretch(grid, area.height);
    for (size_t row = 0; row < grid->rows; row++) {
        area.height = grid->heights[row];
        draw_row(grid, sheet, row, area);
        area.y += area.height;
    }
}

void grid_finish(struct grid *grid)
{
    for (size_t row = 0; row < GRID_ROWS_MAX; row++)
        for (size_t column = 0; column < GRID_COLUMNS_MAX; column++)
            text_destroy(grid->cells[row][column].text);
    *grid = (struct grid){0};
}
