/* The header values that we read ourselves (RFC 9110, RFC 7240), as pure functions. Each takes the
 * `size` bytes of a value without the blanks around it; nothing need end them. What is not exactly
 * in form is as good as absent. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal digits only; one too great for the type is INT64_MAX. False: no number. */
bool http_header_number(const char *value, size_t size, int64_t *ret);

/* An entity tag (RFC 9110, 8.8.3): "…" or W/"…". */
bool http_header_tag(const char *value, size_t size, bool *ret_weak);

/* An HTTP-date in any of its three forms (RFC 9110, 5.6.7), in microseconds since 1970. A year of
 * two digits is of 1970 … 2069. */
bool http_header_date(const char *value, size_t size, int64_t *ret);

/* "bytes FIRST-LAST/TOTAL" with FIRST ≤ LAST < TOTAL; a TOTAL of "*" gives -1. */
bool http_header_range(const char *value, size_t size, int64_t *ret_first, int64_t *ret_last,
                       int64_t *ret_total);

/* Whether "wait" is among the preferences that were applied (RFC 7240, section 3): a list of
 * NAME or NAME=WORD. A list with one member out of form tells nothing: false. */
bool http_header_applies_wait(const char *value, size_t size);

/* Whether the value is `word`, in any case. */
bool http_header_is(const char *value, size_t size, const char *word);
