/* The items that were left out last, and why: for display.json. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "playlist/limits.h"

enum { LEFTOUT_MAX = 20, LEFTOUT_REASON_BYTES = 200 };

struct leftout_entry {
    char item[LIMIT_ID_BYTES + 1], feed[LIMIT_ID_BYTES + 1];
    char reason[LEFTOUT_REASON_BYTES]; /* cut at a letter's end */
};

/* All zeroes: none. */
struct leftout {
    struct leftout_entry entries[LEFTOUT_MAX]; /* the oldest first */
    size_t count;
};

/* Notes the item, in place of the oldest where there are too many. Returns whether that changes
 * anything. */
bool leftout_add(struct leftout *leftout, const char *feed, const char *item, const char *reason);

/* The item is shown again. Returns whether it was noted. */
bool leftout_remove(struct leftout *leftout, const char *feed, const char *item);

/* Forgets all of that feed. Returns whether there were any. */
bool leftout_forget(struct leftout *leftout, const char *feed);
