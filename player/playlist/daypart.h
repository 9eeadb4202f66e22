/* Windows of the local day: reading them, and telling whether one is open. The evaluation is pure;
 * docs/playlist.md, "Day windows", says what the fields mean. */
#pragma once

#include "base/zone.h"
#include "playlist/document.h"
#include "playlist/field.h"

/* Reads the object `token` into *ret, except for its name. Faults are reported. */
void daypart_read(struct reader *reader, uint32_t token, const struct spot *spot,
                  struct daypart *ret);

/* Whether one of its windows is open at `now` (microseconds since 1970) in `zone` (NULL: UTC). A
 * window belongs to the day on which it begins, also where it crosses midnight; an exception stands
 * for the windows of its date. A local time that clocks skip is the instant behind the gap; a
 * window all of which they skip lasts there for its length. */
bool daypart_is_open(const struct daypart *daypart, const struct zone *zone, int64_t now);

/* When that may be otherwise, > now: the next change, or at the latest about a week ahead, when to
 * ask again. */
int64_t daypart_next_change(const struct daypart *daypart, const struct zone *zone, int64_t now);
