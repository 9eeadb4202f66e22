/* Recurrence rules, RFC 5545 section 3.3.10: their form. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether the rule is one that this program follows: FREQ DAILY, WEEKLY, MONTHLY or YEARLY, each
 * part once, with INTERVAL, COUNT or UNTIL, BYDAY, BYMONTH, BYMONTHDAY, BYSETPOS. */
bool rrule_is_valid(const char *text, size_t size);
