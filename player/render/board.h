/* A poster with a middle of its own: category and headline above it, address and basis below it,
 * the code beside or under all of it. */
#pragma once

#include "render/cells.h"
#include "render/frame.h"
#include "render/words.h"

struct board {
    enum word category;
    enum icon icon;
    struct stack head, foot;
    struct rect middle; /* px: what is left for the middle */
};

/* Draws the code, sets head and foot, and says what is left. Finish it. */
void board_begin(struct board *board, struct sheet *sheet, const struct slide *slide,
                 struct rect area);
/* Draws head and foot. */
void board_draw(const struct board *board, struct sheet *sheet);
void board_finish(struct board *board);

/* The usual end: cells fill the middle. All are drawn and finished. */
void board_draw_cells(struct board *board, struct sheet *sheet, struct cells *cells);
