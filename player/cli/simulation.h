/* A playlist played without a screen: the very choices that the screen makes, as fast as they can
 * be made. */
#pragma once

#include "playlist/choice.h"

/* What is on without a break. */
struct simulated {
    int64_t start, end;        /* microseconds since 1970 */
    const struct item *item;   /* NULL: an alert, or the built-in content */
    const struct alert *alert; /* NULL: an item, or the built-in content */
    const struct playlist *playlist;
    const struct schedule_entry *entry;
    size_t language;
};

struct simulated_item {
    const char *obstacle; /* why the screen leaves it out, a word for machines; NULL: it does not */
    const char *absence;  /* why it was never on */
    uint64_t plays;
    int64_t time; /* on the screen, in microseconds */
};

struct simulated_gap {
    int64_t start, end;
};

/* Fill in the first part; all zeroes otherwise. */
struct simulation {
    struct choice_feed feed;
    enum clock_rung clock;
    int64_t from, to;
    void (*shown)(void *context, const struct simulated *shown); /* each in turn; NULL is fine */
    void *context;
    /* How long an item stays whose turn would be `duration` and whose validity ends in `left`;
     * NULL: that long. */
    int64_t (*stay)(void *context, const struct item *item, size_t language, int64_t duration,
                    int64_t left);
    void *stay_context;

    struct simulated_item *items; /* as the document's; owned */
    uint64_t alert_plays;
    int64_t alert_time;
    struct simulated_gap *gaps; /* in which the built-in content is on; owned */
    size_t gap_count, gap_capacity;
    uint64_t changes; /* of what is on */
};

/* Gives each item its entry, without an obstacle. Returns 0 or -ENOMEM. */
int simulation_init(struct simulation *simulation);

/* How far the choice is ahead of the times that are told: where the clock is wrong, it is not
 * before the document was made. */
int64_t simulation_ahead(const struct simulation *simulation);

/* Plays from `from` to `to`, then finds out why what was never on was not. Returns 0 or -ENOMEM. */
int simulation_run(struct simulation *simulation);
void simulation_finish(struct simulation *simulation);

/* simulation_absence.c: of each item that was never on says why: a word for machines, one of
 * item_is_eligible's, its obstacle, or "lower-priority" (others were on all the time) or "no-turn"
 * (its turn has not come yet). Returns 0 or -ENOMEM. */
int simulation_find_absences(struct simulation *simulation);

/* Why this is on: "loop", "schedule", "alert" or "builtin". */
const char *simulated_reason(const struct simulated *shown);
