/* The lines of the ticker in force, as words: resolved once, so that nothing of a document is
 * looked at while they go by. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "display/programme.h"

struct overlay_lines {
    char **texts; /* owned */
    size_t count;
    const char *language; /* of the first one; the document's, until the programme is renewed */
    uint64_t mark;        /* tells these from others; 0: none */
};

/* Those of `programme` at `wall`. A line with a variable that has no value is left out; so is what
 * is more than any passer-by can wait for. *ret_until as of programme_lines. */
struct overlay_lines overlay_lines_read(const struct programme *programme, int64_t wall,
                                        int64_t *ret_until);
void overlay_lines_finish(struct overlay_lines *lines); /* fine on zeroed memory */

/* Fills in as many of the texts, from `at` on, as one job takes: at least one. */
void overlay_lines_fill(const struct overlay_lines *lines, size_t at, struct job_ticker *ret);
