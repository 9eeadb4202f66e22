#include "playlist/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FIRST = 4096, BLOCK_MAX = 256 * 1024 };

struct arena {
    struct arena *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

void *arena_take(struct arena **arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    struct arena *block = *arena;
    if (!block || block->size - block->used < size) {
        size_t want = block ? block->size * 2 : BLOCK_FIRST;
        if (want > BLOCK_MAX)
            want = BLOCK_MAX;
        if (want < size)
            want = size;
        block = malloc(sizeof *block + want);
        if (!block)
            return NULL;
        *block = (struct arena){.next = *arena, .size = want};
        *arena = block;
    }
    void *taken = memset(block->bytes + block->used, 0, size);
    block->used += size;
    return taken;
}

void *arena_take_array(struct arena **arena, size_t count, size_t size)
{
    size_t total;
    return __builtin_mul_overflow(count, size, &total) ? NULL : arena_take(arena, total);
}

char *arena_copy(struct arena **arena, const char *bytes, size_t size)
{
    char *copy = arena_take(arena, size + 1);
    if (copy && size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

void arena_destroy(struct arena *arena)
{
    while (arena) {
        struct arena *next = arena->next;
        free(arena);
        arena = next;
    }
}
