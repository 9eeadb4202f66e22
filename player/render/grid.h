/* A grid of words: columns as wide as their words need, rows told apart by their ground. Words that
 * find no room in one line break into more, in the widest columns first; then all become smaller.
 */
#pragma once

#include "render/sheet.h"

enum { GRID_ROWS_MAX = 17, GRID_COLUMNS_MAX = 4 };

struct grid_cell {
    struct text *text; /* owned; NULL: empty */
    const char *role;  /* static */
    rgb ink;
    struct text_set set; /* result */
    int least;           /* result: px at the size of measure, of what should not be broken */
};

struct grid {
    struct grid_cell cells[GRID_ROWS_MAX][GRID_COLUMNS_MAX];
    size_t rows, columns;
    bool has_heads;     /* the first row is one of heads */
    double size_most;   /* units */
    double size_least;  /* units: nothing becomes smaller */
    unsigned lines_max; /* of a cell */
    /* Results, px: */
    int widths[GRID_COLUMNS_MAX], heights[GRID_ROWS_MAX];
    int side; /* beside a cell's words */
    double size;
};

/* Puts a text into a cell; nothing for NULL or "". */
void grid_add(struct grid *grid, struct sheet *sheet, size_t row, size_t column, const char *role,
              const char *string, enum font_weight weight, rgb ink);

/* Sets all cells into width × height px as large as they fit. False: not even the smallest do. */
bool grid_fit(struct grid *grid, struct sheet *sheet, int width, int height);

/* Takes away the last row, or a column; the others move up. */
void grid_drop_row(struct grid *grid);
void grid_drop_column(struct grid *grid, size_t column);

/* Draws what grid_fit has set; rows take what height is left, but stay together. */
void grid_draw(struct grid *grid, struct sheet *sheet, struct rect area);
void grid_finish(struct grid *grid);
