/* All items and places of a log in memory, found by their ids. */
#pragma once

#include "plays/history.h"

struct words {
    struct play_item *items; /* ordered by id; their strings are owned, too */
    size_t item_count, item_room;
    struct play_place *places;
    size_t place_count, place_room;
    int error;
};

/* Reads them. 0 and words that the caller finishes, or -errno. */
int words_read(struct history *history, struct words *ret);
void words_finish(struct words *words);

/* NULL: there is none. */
const struct play_item *words_item(const struct words *words, int64_t id);
const struct play_place *words_place(const struct words *words, int64_t id);
