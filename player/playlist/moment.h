/* Instants, dates and times of day as the document writes them. All return false, and leave *ret
 * alone, where the text is none. `size` bytes; no NUL needed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RFC 3339, "2026-03-01T07:30:00+07:00", with an offset or Z: microseconds since 1970 in UTC.
 * Fractions of a second are cut at microseconds; a leap second (:60) is refused, no clock here
 * counts it. */
bool moment_parse_instant(const char *text, size_t size, int64_t *ret);

/* "2026-03-01": days since 1970-01-01. Only dates that exist; years 0001 … 9999. */
bool moment_parse_date(const char *text, size_t size, int64_t *ret);

/* "07:30", "24:00" at most: minutes of the day. */
bool moment_parse_time(const char *text, size_t size, int16_t *ret);

/* Writes "2026-03-01T00:30:00Z": whole seconds in UTC, rounded down. An instant outside the years
 * 1 … 9999 is written as the nearest one inside. */
enum { MOMENT_TEXT_SIZE = 32 };
void moment_format(int64_t instant, char text[MOMENT_TEXT_SIZE]);
