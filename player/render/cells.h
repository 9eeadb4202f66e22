/* Equal places beside and below one another: steps, figures, entries. How many stand in a row is
 * chosen by trying: the arrangement in which the words are largest. */
#pragma once

#include "render/stack.h"

enum { CELLS_MAX = 8 };

struct cell {
    struct stack words; /* finish it */
    const void *what;   /* the caller's, for draw_mark */
    bool is_bare;       /* it has no mark: beside others' marks its words take that room, too */
    struct rect place, mark; /* results: of the words, and of the mark */
};

struct cells {
    struct cell list[CELLS_MAX];
    size_t count;
    double mark;        /* units; 0: none */
    bool is_mark_below; /* a bar of that height below the words, not a square beside them */
    bool is_mark_above; /* the square stands above them */
    int card;           /* px; 0: none. In place of `mark` a square of just that side, beside
                           the words or, with is_mark_below, below them */
    double column_gap, row_gap; /* units */
    double grow;         /* where there is much room, by how much words may be larger; 0: not */
    size_t columns_most; /* 0: any number */
    void (*draw_mark)(struct sheet *sheet, const struct cell *cell); /* may be NULL */
    size_t columns, rows;                                            /* results */
};

/* Whether all words fit whole into `area`: the sum of the sizes of their styles, px an em, or 0. No
 * cells always fit. */
unsigned cells_can_fit(struct cells *cells, struct sheet *sheet, struct rect area);

/* Sets the cells into `area`; what finds no room is reported. */
void cells_fit(struct cells *cells, struct sheet *sheet, struct rect area);
void cells_draw(const struct cells *cells, struct sheet *sheet);
void cells_finish(struct cells *cells);
