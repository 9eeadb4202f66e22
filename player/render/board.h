/* A poster with a middle of its own: category and headline above it, address and basis below it,
 * the code beside or under all of it. */
#pragma once

#include "playlist/words.h"
#include "render/cells.h"
#include "render/frame.h"

struct board {
    enum word category;
    enum icon icon;
    struct stack head, foot;
    struct rect inner, middle; /* px: within the margins; what is left between head and foot */
    int card, beside; /* px: the code's side, and what it takes of the head's width; 0: none */
};

/* Draws the code, sets head and foot, and says what is left. Finish it. */
void board_begin(struct board *board, struct sheet *sheet, const struct slide *slide,
                 struct rect area);
/* Makes head and foot smaller: `scale` 1 … 0.5 of what they were at first. */
void board_shrink(struct board *board, struct sheet *sheet, double scale);

/* Draws head and foot. */
void board_draw(const struct board *board, struct sheet *sheet);
void board_finish(struct board *board);

/* Says once what codes in the middle are for: right of the headline or, where that is long, of the
 * category; nothing where neither leaves room. */
void board_label_codes(const struct board *board, struct sheet *sheet);

/* The usual end: cells fill the middle. All are drawn and finished. */
void board_draw_cells(struct board *board, struct sheet *sheet, struct cells *cells);
