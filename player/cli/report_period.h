/* The time that a report is about, and the one before that it is compared with. Days are local ones
 * of a zone; instants are milliseconds since 1970, as in the log. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/zone.h"
#include "cli/option.h"

enum period_kind { PERIOD_QUARTER, PERIOD_YEAR, PERIOD_RANGE };

enum { PERIOD_DAYS_MAX = 3660, PERIOD_NAME_SIZE = 32 };

struct period {
    enum period_kind kind;
    int year, quarter;   /* of a quarter 1 … 4; of a range 0 */
    int64_t first, last; /* days since 1970, both within */
    int64_t from, to;    /* instants, `to` is behind it */
};

/* What the options --quarter, --year, --from and --to ask for; without any, the quarter that `now`
 * (microseconds) lies in. Returns 0, or -1 after saying what does not fit together. */
int period_read(const struct options *options, const struct zone *zone, int64_t now,
                struct period *ret);

/* The quarter before a quarter, the year before a year, as many days before a range. */
struct period period_before(const struct period *period, const struct zone *zone);

/* How many days it has. */
int64_t period_days(const struct period *period);

/* "2026-Q3", "2026", "2026-07-01/2026-07-15": for programs. */
void period_name(const struct period *period, char name[PERIOD_NAME_SIZE]);
