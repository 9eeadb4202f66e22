/* Numbers for things that are known by a key: the n-th new one gets the number n. A hash table that
 * never forgets and is bounded. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { NAMES_MAX = 4000000 };

struct names_entry {
    char *key; /* NUL behind it */
    size_t size;
    uint64_t hash;
};

/* Zeroed memory is an empty one. */
struct names {
    struct names_entry *list;
    size_t count, capacity;
    uint32_t *slots; /* number + 1; 0: free */
    size_t slot_count;
};

void names_finish(struct names *names); /* fine on zeroed memory */

/* The number of the key of `size` bytes, a new one where it was not there: then names->count has
 * grown. Or -ENOMEM, or -E2BIG beyond NAMES_MAX. */
int64_t names_add(struct names *names, const void *key, size_t size);

/* Makes room for `needed` elements of `size` bytes in a list of the caller's that goes along with
 * the numbers; what is new is zeroed. Returns the list, perhaps at another place, or NULL: no
 * memory, and the list stands as it was. */
void *names_reserve(void *list, size_t *capacity, size_t needed, size_t size);
