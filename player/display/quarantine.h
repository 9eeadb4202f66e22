/* Which items of a document are set aside, because they cannot be drawn or bring the worker down.
 * Pure. A refused item is tried again now and then, since a missing file may come back and a lack
 * of memory passes; an item over which workers were lost may be innocent, so it gets another chance
 * when the fault turns out to have been the worker's own. An item that has letters which no font
 * here can draw is muted in that language alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    QUARANTINE_LOSSES = 2, /* workers that one item may cost */
    /* Losses in a row, without any answer between, that one item alone cannot have caused. */
    QUARANTINE_STREAK = QUARANTINE_LOSSES + 1
};

/* Sets of languages, by their places in the document. */
struct quarantine_languages {
    uint16_t mute;  /* those not to be tried now */
    uint16_t named; /* those muted and not drawn since */
};

struct quarantine {
    uint8_t *marks;                         /* one an item; owned */
    struct quarantine_languages *languages; /* the same */
    size_t count;
    size_t turn; /* where quarantine_relent goes on */
};

/* For `count` items, none set aside. Returns 0 or -ENOMEM. */
int quarantine_init(struct quarantine *quarantine, size_t count);
void quarantine_finish(struct quarantine *quarantine); /* fine on zeroed memory */

bool quarantine_holds(const struct quarantine *quarantine, size_t item);

/* The languages in which the item is not to be tried now. */
uint32_t quarantine_mute_languages(const struct quarantine *quarantine, size_t item);

/* The item cannot be read in that language. Returns whether that is news, as quarantine_refuse. */
bool quarantine_mute(struct quarantine *quarantine, size_t item, size_t language);

/* The item cannot be drawn: its file is missing, its picture broken. Returns whether that is news:
 * false where it was refused before and not drawn since. */
bool quarantine_refuse(struct quarantine *quarantine, size_t item);

/* Gives the next `count` refused or muted items another chance, by turns: never all at once, so
 * that a folder of broken pictures does not keep the good ones waiting. */
void quarantine_relent(struct quarantine *quarantine, size_t count);

/* A worker was lost over the item. */
void quarantine_lose(struct quarantine *quarantine, size_t item);

/* The item was drawn in that language: what happened before was not its fault. Returns whether no
 * other language of it is muted. */
bool quarantine_clear(struct quarantine *quarantine, size_t item, size_t language);

/* The worker answers again after a streak of losses. What the streak has set aside gets one more
 * chance, once: several bad items in a row look the same as a bad worker. */
void quarantine_pardon(struct quarantine *quarantine);

/* Nothing is left to be shown: everything over which workers were lost is tried again. Returns
 * whether there is any. */
bool quarantine_retry(struct quarantine *quarantine);
