#include "cli/near.h"

#include <string.h>

enum { NAME_BYTES_MAX = 63 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t near_distance(const char *a, const char *b, size_t limit)
{
    size_t rows = strlen(a), columns = strlen(b);
    if (rows > NAME_BYTES_MAX || columns > NAME_BYTES_MAX)
        return limit + 1;
    /* Three rows of the table suffice: a swap looks two back. */
    size_t table[3][NAME_BYTES_MAX + 1];
    for (size_t j = 0; j <= columns; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t *row = table[i % 3], *above = table[(i + 2) % 3], *two_above = table[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t changed = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = smaller(changed, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], two_above[j - 2] + 1);
        }
    }
    return smaller(table[rows % 3][columns], limit + 1);
}

const char *near_name(const char *typed, const char *const *names, size_t count, size_t stride)
{
    /* A third of the letters may be wrong, at least one, so that "sze" finds "size" but "x"
     * finds nothing. */
    size_t best_distance = strlen(typed) < 3 ? 1 : (strlen(typed) + 2) / 3;
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *name;
        memcpy(&name, (const char *)names + i * stride, sizeof name);
        size_t distance = near_distance(typed, name, best_distance);
        if (distance < best_distance || (distance == best_distance && !best)) {
            best_distance = distance;
            best = name;
        }
    }
    return best;
}
