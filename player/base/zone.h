/* Local time of one zone: one read of a TZif file (RFC 9636) into a table, then pure look-ups. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct zone; /* immutable once read */

/* A local moment of the proleptic Gregorian calendar. */
struct zone_time {
    int year, month, day;     /* month 1 … 12, day 1 … 31 */
    int hour, minute, second; /* 0 … 23, 0 … 59, 0 … 59 */
    int weekday;              /* 0 Monday … 6 Sunday, as in iCalendar's MO … SU */
};

/* Reads the zone `name` ("Asia/Ho_Chi_Minh") from the system's zone database. Returns 0 and a
 * table that the caller destroys, or -EINVAL (no such name, or no TZif), or another -errno. */
int zone_read(const char *name, struct zone **ret_zone);

/* Makes a zone from the bytes of a TZif file, version 1 to 4. Returns 0 or -EINVAL or -ENOMEM. */
int zone_parse(const void *data, size_t size, struct zone **ret_zone);

/* A zone with one offset for all time, in seconds east of Greenwich; NULL without memory. */
struct zone *zone_fixed(int32_t offset);
void zone_destroy(struct zone *zone); /* NULL is fine */

/* Seconds east of Greenwich at `instant` (microseconds since 1970). A NULL zone is UTC. */
int32_t zone_offset(const struct zone *zone, int64_t instant);

/* The local moment at `instant`. */
struct zone_time zone_local(const struct zone *zone, int64_t instant);

/* Days since 1970-01-01 of a date; exact for years -9999 … 9999. */
int64_t zone_days(int year, int month, int day);

/* The instant of the local moment `days` since 1970-01-01 at `second` of that day (0 … 86400).
 * In a gap (clocks forward) the instant after it; of two (clocks back) the first. */
int64_t zone_instant(const struct zone *zone, int64_t days, int32_t second);
