/* When a screen showed nothing though it should have: times of GAP_MINUTES and more without a play
 * between the first and the last play of a day; and days without any play between the first and the
 * last day with one, those beyond the period among them. Times in which the screen was off by its
 * hours do not count, nor do free Saturdays and Sundays: those are only told. Plays whose clock
 * knew no more than a lower bound of the time are not looked at. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/report_tally.h"

enum { GAP_MINUTES = 5, GAPS_MAX = 200000 };

enum gap_cause {
    GAP_UNKNOWN,
    GAP_POWER,     /* the screen process went away without a word: a power cut, a pulled plug */
    GAP_STOPPED,   /* it was ended in order, and started again */
    GAP_UNPLUGGED, /* no screen was connected */
    GAP_CAUSES
};

struct gap {
    uint32_t device;
    int64_t from, to; /* instants in milliseconds, to the minute */
    enum gap_cause cause;
    bool is_days; /* whole days, `to` is the midnight behind the last */
};

struct gaps {
    struct gap *list; /* by time */
    size_t count, capacity;
    int64_t minutes; /* of those within days */
    int64_t days;    /* of the others */
    int64_t weekend; /* Saturdays and Sundays without a play, none of them in the list */
};

/* Finds those of all machines of a tally that has ended; sorts its events by machine and time.
 * Returns 0, -E2BIG or -ENOMEM. */
int gaps_find(struct tally *tally, struct gaps *ret);
void gaps_finish(struct gaps *gaps); /* fine on zeroed memory */
