#include "cli/seen.h"

#include <stdlib.h>

enum { CAPACITY_FIRST = 256 };

/* The place of the digest in the table, or the free one where it belongs. */
static size_t find(const uint64_t *table, size_t capacity, uint64_t digest)
{
    size_t at = (size_t)(digest ^ digest >> 32) & (capacity - 1);
    while (table[at] && table[at] != digest)
        at = (at + 1) & (capacity - 1);
    return at;
}

static bool grow(struct seen *seen)
{
    size_t capacity = seen->capacity ? 2 * seen->capacity : CAPACITY_FIRST;
    uint64_t *table = calloc(capacity, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < seen->capacity; i++) {
        if (seen->table[i])
            table[find(table, capacity, seen->table[i])] = seen->table[i];
    }
    free(seen->table);
    seen->table = table;
    seen->capacity = capacity;
    return true;
}

bool seen_add(struct seen *seen, uint64_t digest)
{
    if (digest == 0)
        digest = 1;
    if (2 * (seen->count + 1) > seen->capacity && !grow(seen))
        return false;
    size_t at = find(seen->table, seen->capacity, digest);
    if (seen->table[at])
        return true;
    seen->table[at] = digest;
    seen->count++;
    return false;
}

void seen_finish(struct seen *seen)
{
    free(seen->table);
    *seen = (struct seen){0};
}
