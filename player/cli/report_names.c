#include "cli/report_names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { SLOTS_FIRST = 64, ELEMENTS_FIRST = 16 };

void names_finish(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i].key);
    free(names->list);
    free(names->slots);
    *names = (struct names){0};
}

/* The slot where the key is, or the free one where it belongs. */
static size_t find(const struct names *names, const void *key, size_t size, uint64_t hash)
{
    size_t mask = names->slot_count - 1, at = (size_t)(hash ^ hash >> 32) & mask;
    for (; names->slots[at] != 0; at = (at + 1) & mask) {
        const struct names_entry *entry = &names->list[names->slots[at] - 1];
        if (entry->hash == hash && entry->size == size && memcmp(entry->key, key, size) == 0)
            break;
    }
    return at;
}

static int grow_slots(struct names *names)
{
    size_t count = names->slot_count ? names->slot_count * 2 : SLOTS_FIRST;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return -ENOMEM;
    for (size_t i = 0; i < names->count; i++) {
        uint64_t hash = names->list[i].hash;
        size_t at = (size_t)(hash ^ hash >> 32) & (count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(names->slots);
    names->slots = slots;
    names->slot_count = count;
    return 0;
}

int64_t names_add(struct names *names, const void *key, size_t size)
{
    uint64_t hash = hash_bytes(HASH_START, key, size);
    if (names->slot_count < 2 * (names->count + 1) && grow_slots(names) < 0)
        return -ENOMEM;
    size_t at = find(names, key, size, hash);
    if (names->slots[at] != 0)
        return names->slots[at] - 1;
    if (names->count == NAMES_MAX)
        return -E2BIG;
    struct names_entry *list =
        names_reserve(names->list, &names->capacity, names->count + 1, sizeof *list);
    if (!list)
        return -ENOMEM;
    names->list = list;
    char *copy = malloc(size + 1);
    if (!copy)
        return -ENOMEM;
    memcpy(copy, key, size);
    copy[size] = '\0';
    names->list[names->count] = (struct names_entry){.key = copy, .size = size, .hash = hash};
    names->slots[at] = (uint32_t)++names->count;
    return (int64_t)names->count - 1;
}

void *names_reserve(void *list, size_t *capacity, size_t needed, size_t size)
{
    size_t room = *capacity ? *capacity : ELEMENTS_FIRST;
    if (list && needed <= *capacity)
        return list;
    while (room < needed)
        room *= 2;
    void *grown = reallocarray(list, room, size);
    if (!grown)
        return NULL;
    memset((char *)grown + *capacity * size, 0, (room - *capacity) * size);
    *capacity = room;
    return grown;
}
