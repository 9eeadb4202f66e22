/* When the recurrence rule of a schedule entry opens it (RFC 5545 section 3.3.10, the part that
 * `rrule` reads). Pure, and in a bounded number of steps whatever the rule. */
#pragma once

#include "base/zone.h"
#include "playlist/document.h"

/* Each occurrence opens a window of the entry's `duration`, at the local time of day of `dtstart`
 * in `zone` (NULL: UTC). `dtstart` itself is one only where it fits the rule, and COUNT counts
 * those that fit. Windows that touch or overlap are one. Without a rule there is the one at
 * `dtstart`; without `dtstart`, it is always open. */
bool recur_is_open(const struct schedule_entry *entry, const struct zone *zone, int64_t now);

/* The same, and when that may be otherwise, as below. */
bool recur_look(const struct schedule_entry *entry, const struct zone *zone, int64_t now,
                int64_t *ret_change);

/* Whether its rule picks days of a month or of the year: by its frequency, or by what narrows it.
 * The other rules know hours and days of the week only. */
bool recur_names_dates(const struct schedule_entry *entry);

/* When that may be otherwise, > now: the next change, or, where there is none for long, about a
 * year ahead, when to ask again. TIME_ALWAYS_AFTER: never. */
int64_t recur_next_change(const struct schedule_entry *entry, const struct zone *zone, int64_t now);
