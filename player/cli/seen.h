/* A set of digests: has this one been here before? */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zeroes is empty. */
struct seen {
    uint64_t *table; /* open addressing; 0 is a free place */
    size_t capacity; /* a power of two */
    size_t count;
};

/* Adds the digest and returns whether it was there already. Without memory it forgets: false. */
bool seen_add(struct seen *seen, uint64_t digest);
void seen_finish(struct seen *seen);
