/* Who is reached where: name, place, number, address. They stand in places of their own or, where
 * these would not hold all, in rows, where the number is the last thing to go. */
#include <math.h>
#include <stdlib.h>

#include "render/board.h"
#include "render/codes.h"
#include "render/grid.h"

enum { FEW = 4, LINES = 3 };

static const double size_most = 5.8, size_least = 3.4, size_last = 2.6; /* units, of rows */
static const double size_easy = 4.2; /* units: below it an address beside a number goes */

/* Units: the least of words with codes or without; of cards; the most of words beside and above
 * them. */
static const double name_least = 4.6, place_least = 3.4, reach_least = 4;
static const double code_least = 22, beside_name = 5.2, beside_place = 4.6, below_place = 5.1;

/* Of the card that a telephone needs: who scans from 1.5 m away reads from 4 m (docs/legibility.md,
 * the tolerance taken off). The code is the quicker way, but not for everybody. */
static const double read_part = 1 / 6.0;

/* What a cell's mark shows. */
struct code {
    const struct codes *all;
    size_t index;
};

/* How an entry's words are set where a code stands with them. */
struct company {
    bool is_coded;
    double least;                 /* units, of all words; smaller than that they are never */
    double name_most, place_most; /* units */
};

static const struct company alone = {.name_most = 5.8, .place_most = 5.6};

static void refine(struct block *block, unsigned rank, double least, const struct company *company)
{
    if (!block)
        return;
    block->rank = rank;
    block->size_min = fmax(least, company->least);
    /* Numbers and addresses are copied from the screen, too: each on one line. */
    block->is_whole =
        company->is_coded && (block->style == TYPE_REACH || block->style == TYPE_LINK);
}

static void add_entry(struct cells *cells, struct sheet *sheet, const struct slide_row *row,
                      const struct company *company)
{
    const struct theme *theme = &sheet->theme;
    struct stack *words = &cells->list[cells->count++].words;
    char *address = slide_address(row->url);
    words->is_led = true;
    struct block *block = stack_add(words, sheet, "name", TYPE_STEP, row->lead, theme->text, 0);
    refine(block, 0, name_least, company);
    if (block) {
        block->size_max = fmax(company->name_most, company->least);
        block->lines = 2;
    }
    block = stack_add(words, sheet, "place", TYPE_CELL, row->place, theme->quiet, 3.6);
    refine(block, 4, place_least, company);
    if (block)
        block->size_max = fmax(company->place_most, company->least);
    block = stack_add(words, sheet, "phone", TYPE_REACH, row->phone, theme->accent, 3.6);
    refine(block, 1, reach_least, company);
    block = stack_add(words, sheet, "url", TYPE_LINK, address, theme->accent, 3.6);
    refine(block, 2, reach_least, company);
    free(address);
}

static void add_entries(struct cells *cells, struct sheet *sheet, const struct slide *slide,
                        const struct company *company)
{
    for (size_t i = 0; i < slide->row_count && slide->row_count <= CELLS_MAX; i++)
        add_entry(cells, sheet, &slide->rows[i], company);
}

/* What a column of the rows holds. */
enum column { COLUMN_NAME, COLUMN_PLACE, COLUMN_REACH, COLUMN_URL, COLUMNS };

struct rows {
    struct grid grid;
    enum column columns[COLUMNS];
};

static bool has_column(const struct slide *slide, enum column column)
{
    for (size_t i = 0; i < slide->row_count; i++) {
        const struct slide_row *row = &slide->rows[i];
        if ((column == COLUMN_NAME && row->lead) || (column == COLUMN_PLACE && row->place) ||
            (column == COLUMN_REACH && (row->phone || row->url)) ||
            (column == COLUMN_URL && row->phone && row->url))
            return true;
    }
    return false;
}

static void add_cell(struct rows *rows, struct sheet *sheet, const struct slide_row *row,
                     size_t index, size_t at)
{
    const struct theme *theme = &sheet->theme;
    char *address = slide_address(row->url);
    bool has_phone = row->phone != NULL;
    switch (rows->columns[at]) {
    case COLUMN_NAME:
        grid_add(&rows->grid, sheet, index, at, "name", row->lead, FONT_BOLD, theme->text);
        break;
    case COLUMN_PLACE:
        grid_add(&rows->grid, sheet, index, at, "place", row->place, FONT_REGULAR, theme->quiet);
        break;
    case COLUMN_REACH:
        grid_add(&rows->grid, sheet, index, at, has_phone ? "phone" : "url",
                 has_phone ? row->phone : address, FONT_BOLD, theme->accent);
        break;
    case COLUMN_URL:
    case COLUMNS:
    default:
        grid_add(&rows->grid, sheet, index, at, "url", has_phone ? address : NULL, FONT_BOLD,
                 theme->accent);
        break;
    }
    free(address);
}

static void read_rows(struct rows *rows, struct sheet *sheet, const struct slide *slide)
{
    size_t count = 0;
    rows->grid = (struct grid){.size_most = size_most, .size_least = size_easy, .lines_max = LINES};
    for (int column = 0; column < COLUMNS; column++)
        if (has_column(slide, (enum column)column))
            rows->columns[count++] = (enum column)column;
    for (size_t i = 0; i < slide->row_count; i++)
        for (size_t at = 0; at < count; at++)
            add_cell(rows, sheet, &slide->rows[i], i, at);
}

static bool has_column_left(const struct rows *rows, enum column column)
{
    for (size_t at = 0; at < rows->grid.columns; at++)
        if (rows->columns[at] == column)
            return true;
    return false;
}

/* Takes the column away, if it is there. */
static bool drop_column(struct rows *rows, struct sheet *sheet, enum column column,
                        const char *role)
{
    for (size_t at = 0; at < rows->grid.columns; at++) {
        if (rows->columns[at] != column)
            continue;
        grid_drop_column(&rows->grid, at);
        for (; at < rows->grid.columns; at++)
            rows->columns[at] = rows->columns[at + 1];
        report_overflow(&sheet->report, role);
        return true;
    }
    return false;
}

static bool try_rows(struct rows *rows, struct board *board, struct sheet *sheet)
{
    static const double scales[] = {1, 0.8, 0.65};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        board_shrink(board, sheet, scales[i]);
        if (grid_fit(&rows->grid, sheet, board->middle.width, board->middle.height))
            return true;
    }
    return false;
}

/* First an address beside a number goes, then the places, then the last entries. */
static void fit_rows(struct rows *rows, struct board *board, struct sheet *sheet)
{
    if (try_rows(rows, board, sheet))
        return;
    rows->grid.size_least = size_least;
    if (!has_column_left(rows, COLUMN_URL) && try_rows(rows, board, sheet))
        return;
    if (drop_column(rows, sheet, COLUMN_URL, "url") && try_rows(rows, board, sheet))
        return;
    if (drop_column(rows, sheet, COLUMN_PLACE, "place") && try_rows(rows, board, sheet))
        return;
    rows->grid.size_least = size_last;
    while (rows->grid.rows > 0 && !try_rows(rows, board, sheet)) {
        grid_drop_row(&rows->grid);
        report_overflow(&sheet->report, "row");
    }
}

static void draw_rows(struct board *board, struct sheet *sheet, const struct slide *slide)
{
    struct rows rows;
    read_rows(&rows, sheet, slide);
    fit_rows(&rows, board, sheet);
    board_draw(board, sheet);
    grid_draw(&rows.grid, sheet, board->middle);
    grid_finish(&rows.grid);
    board_finish(board);
}

static void draw_code(struct sheet *sheet, const struct cell *cell)
{
    const struct code *code = cell->what;
    codes_draw(code->all, sheet, code->index, cell->mark.x, cell->mark.y);
}

/* Fills the cells, with codes below the words or beside them. */
static bool try_codes(struct cells *cells, struct sheet *sheet, const struct slide *slide,
                      const struct codes *codes, const struct code marks[], bool is_below,
                      struct rect middle)
{
    struct company company = {.is_coded = true,
                              .least = sheet->code_side * read_part / sheet->unit,
                              .name_most = is_below ? alone.name_most : beside_name,
                              .place_most = is_below ? below_place : beside_place};
    *cells = (struct cells){.column_gap = 10,
                            .row_gap = 8,
                            .card = codes->side,
                            .is_mark_below = is_below,
                            .columns_most = slide->row_count == FEW ? FEW / 2 : 0,
                            .draw_mark = draw_code};
    add_entries(cells, sheet, slide, &company);
    for (size_t i = 0; i < cells->count; i++) {
        cells->list[i].what = &marks[i];
        cells->list[i].is_bare = slide->rows[i].url == NULL;
    }
    if (cells->count > 0 && cells_can_fit(cells, sheet, middle) > 0)
        return true;
    cells_finish(cells);
    return false;
}

static bool read_codes(struct codes *codes, struct code marks[CELLS_MAX], const struct sheet *sheet,
                       const struct slide *slide)
{
    for (size_t i = 0; i < slide->row_count; i++) {
        const char *url = slide->rows[i].url;
        if (i < CELLS_MAX)
            marks[i] = (struct code){codes, codes->count};
        if (url && !codes_add(codes, url))
            return false;
    }
    return codes_even(codes, sheet, sheet_px(sheet, code_least));
}

/* A code for every entry with an address, or for none: where one is missing among others it looks
 * forgotten. On a screen on its side most would hang too high for a raised hand. */
static bool draw_coded(struct board *board, struct sheet *sheet, const struct slide *slide)
{
    struct cells cells;
    struct codes codes = {0};
    struct code marks[CELLS_MAX] = {0};
    bool fits = read_codes(&codes, marks, sheet, slide) &&
                (try_codes(&cells, sheet, slide, &codes, marks, true, board->middle) ||
                 try_codes(&cells, sheet, slide, &codes, marks, false, board->middle));
    if (fits) {
        board_label_codes(board, sheet);
        board_draw_cells(board, sheet, &cells);
    }
    codes_finish(&codes);
    return fits;
}

int layout_directory(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct cells cells = {.column_gap = 8, .row_gap = 5, .grow = 1.2};
    struct board board = {.category = WORD_DIRECTORY, .icon = slide_icon(slide, ICON_PHONE)};
    board_begin(&board, sheet, slide, area);
    if (frame_is_landscape(area) && draw_coded(&board, sheet, slide))
        return 0;
    if (slide->row_count == FEW)
        cells.columns_most = FEW / 2;
    add_entries(&cells, sheet, slide, &alone);
    if (cells.count > 0 && cells_can_fit(&cells, sheet, board.middle)) {
        board_draw_cells(&board, sheet, &cells);
    } else {
        cells_finish(&cells);
        draw_rows(&board, sheet, slide);
    }
    return 0;
}
