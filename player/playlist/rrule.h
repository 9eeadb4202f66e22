/* Recurrence rules, RFC 5545 section 3.3.10: reading them. What they mean is `recur`'s. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rrule_frequency { RRULE_DAILY, RRULE_WEEKLY, RRULE_MONTHLY, RRULE_YEARLY, RRULE_FREQUENCIES };

enum rrule_end {
    RRULE_ENDLESS,
    RRULE_UNTIL_DATE,   /* "20261231": that local day is included */
    RRULE_UNTIL_LOCAL,  /* "20261231T235959": a local moment */
    RRULE_UNTIL_INSTANT /* "20261231T170000Z" */
};

enum { RRULE_POSITIONS = 366, RRULE_POSITION_WORDS = RRULE_POSITIONS / 64 + 1 };

/* Sets are bits, so that a rule is a plain value of one size however long its lists are. */
struct rrule {
    enum rrule_frequency frequency;
    unsigned interval; /* at least 1 */
    unsigned count;    /* 0: not ended by a number */
    enum rrule_end end;
    int64_t until; /* microseconds since 1970, in UTC; of a date and a local moment as if that were
                      the local time */
    uint16_t months;                     /* bit 1 … 12; 0: any */
    uint32_t month_days, from_month_end; /* BYMONTHDAY: bit 1 … 31, the latter counted backwards */
    uint8_t weekdays;                    /* BYDAY without a number: bit 0 Monday … 6 Sunday */
    bool has_weeks;                      /* BYDAY with a number, by weekday: bit 1 … 53 */
    uint64_t weeks[7], weeks_back[7];
    bool has_positions; /* BYSETPOS: bit 1 … 366 */
    uint64_t positions[RRULE_POSITION_WORDS], positions_back[RRULE_POSITION_WORDS];
};

/* Reads a rule that this program follows: FREQ DAILY, WEEKLY, MONTHLY or YEARLY first, each part
 * once, with INTERVAL, COUNT or UNTIL, BYDAY, BYMONTH, BYMONTHDAY, BYSETPOS. Returns false, and
 * leaves *ret alone, where it is none. */
bool rrule_parse(const char *text, size_t size, struct rrule *ret);
bool rrule_is_valid(const char *text, size_t size);
