/* Charts as inline SVG (SVG 2, HTML Living Standard): bars, each with words that say the same for
 * whoever does not see them. Colours come from the page's style. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct chart_bar {
    const char *name;  /* below or beside it; "" for none */
    const char *words; /* beside a lying bar, and told where one points at it; never NULL */
    int64_t value;
};

enum { CHART_BARS_MAX = 128 };

/* Standing bars over time, with a scale in whole numbers. `title` says what is to be seen. */
void chart_put_series(FILE *out, const char *title, const struct chart_bar *bars, size_t count);

/* Lying bars, each with its name and words. */
void chart_put_shares(FILE *out, const char *title, const struct chart_bar *bars, size_t count);
