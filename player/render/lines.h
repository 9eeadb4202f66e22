/* Which pieces of a text go on which line: the fewest lines, evenly filled, without a last line
 * of one lonely syllable. Pure arithmetic on widths. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "render/glue.h"

enum { LINES_MAX = 16 };

struct line_piece {
    double width;     /* em, without the blank behind it */
    double blank;     /* em of the blank behind it; 0: none */
    unsigned letters; /* with the blank */
    enum glue after;  /* what a line end behind it would mean; of the last piece ignored */
};

struct lines_wish {
    double width;         /* em a line */
    unsigned lines_max;   /* at most LINES_MAX */
    unsigned letters_max; /* a line; 0: any number */
    bool balance; /* all lines of about the same length; otherwise the last may be shorter */
};

/* Chooses the lines. Returns their number, their price (less is better; may be NULL; without what
 * the number of lines costs) and fills ends[i] with the index behind the last piece of line i; 0
 * where the text does not fit. Without `letters_max` it would fit a wider column, so a word longer
 * than `letters_max` is let through where it is alone on its line. */
size_t lines_choose(const struct line_piece *pieces, size_t count, const struct lines_wish *wish,
                    size_t ends[LINES_MAX], double *ret_price);

/* Whether the first of several lines is a single syllable. */
bool lines_begin_lonely(const struct line_piece *pieces, size_t count,
                        const size_t ends[LINES_MAX]);

/* Fills lines one after another and stops where the place ends: for texts that do not fit. Breaks
 * words where it must, and only there. Returns the number of lines; *ret_pieces is how many pieces
 * they hold. */
size_t lines_fill(const struct line_piece *pieces, size_t count, const struct lines_wish *wish,
                  size_t ends[LINES_MAX], size_t *ret_pieces);

/* Width of the pieces from … to - 1 on one line, em. */
double lines_width(const struct line_piece *pieces, size_t from, size_t to);
