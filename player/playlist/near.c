#include "playlist/near.h"

#include <ctype.h>
#include <string.h>

enum { NEAR_BYTES = 40 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: Levenshtein's distance, with a swap of two neighbours as one step. */
static size_t distance(const char *a, size_t size_a, const char *b, size_t size_b)
{
    size_t rows[3][NEAR_BYTES + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= size_b; j++)
        above[j] = j;
    for (size_t i = 1; i <= size_a; i++) {
        row[0] = i;
        for (size_t j = 1; j <= size_b; j++) {
            int letter = tolower((unsigned char)a[i - 1]);
            int other = tolower((unsigned char)b[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (letter != other));
            if (i > 1 && j > 1 && letter == tolower((unsigned char)b[j - 2]) &&
                tolower((unsigned char)a[i - 2]) == other)
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[size_b];
}

const char *near_name(const char *name, size_t size, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t best_distance = size / 3 + 1;
    if (size == 0 || size > NEAR_BYTES)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        if (length > NEAR_BYTES)
            continue;
        size_t found = distance(name, size, names[i], length);
        if (found < best_distance) {
            best = names[i];
            best_distance = found;
        }
    }
    return best;
}
