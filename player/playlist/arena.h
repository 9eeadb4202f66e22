/* Memory that is given back all at once: what a parsed document or site is made of. */
#pragma once

#include <stddef.h>

struct arena; /* NULL is an empty one */

/* `size` zeroed bytes, aligned for anything, that live as long as *arena. NULL without memory. */
void *arena_take(struct arena **arena, size_t size);

/* Room for `count` elements of `size` bytes; NULL also where the product overflows. */
void *arena_take_array(struct arena **arena, size_t count, size_t size);

/* A copy of `size` bytes with a NUL behind them. */
char *arena_copy(struct arena **arena, const char *bytes, size_t size);

void arena_destroy(struct arena *arena);
