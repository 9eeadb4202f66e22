/* Whether an item, or an entry of the schedule, is for a site and a moment. */
#pragma once

#include "playlist/choice.h"
#include "playlist/openings.h"

/* NULL where the item itself may be shown at the moment of `openings`, else why not, one of the
 * words of item_is_eligible. *until is brought down to the instant at which that changes. */
const char *item_obstacle(const struct item *item, const struct choice_feed *feed,
                          struct openings *openings, int64_t *until);

/* Whether the entry is in force at the moment of `openings`; *until as above. */
bool entry_is_in_force(const struct schedule_entry *entry, const struct choice_feed *feed,
                       struct openings *openings, int64_t *until);

/* Whether the time of day, of the week or of the year decides about it, beside its validity. */
bool entry_has_hours(const struct schedule_entry *entry);

/* Whether the playlist is on at the moment of `openings`: an entry has it on or, without a
 * schedule, it is the first. *until as above. */
bool playlist_is_on(size_t playlist, const struct choice_feed *feed, struct openings *openings,
                    int64_t *until);

/* Until when at the latest the item, which begins at `now`, stays by its validity, its dayparts and
 * the entries of the schedule that have its playlist on with this priority or a higher one; at most
 * `limit`. */
int64_t item_stay(const struct item *item, int priority, const struct choice_feed *feed,
                  enum clock_rung clock, int64_t now, int64_t limit);
