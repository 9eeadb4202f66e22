#include "cli/report_period.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/say.h"

enum { MONTHS_A_QUARTER = 3, MONTHS_A_YEAR = 12 };

/* The day `months` after January of `year`. */
static int64_t month_start(int year, int months)
{
    return zone_days(year + months / MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1);
}

static struct period finish(struct period period, const struct zone *zone)
{
    period.from = zone_instant(zone, period.first, 0) / 1000;
    period.to = zone_instant(zone, period.last + 1, 0) / 1000;
    return period;
}

static struct period quarter_of(int year, int quarter, const struct zone *zone)
{
    return finish((struct period){.kind = PERIOD_QUARTER,
                                  .year = year,
                                  .quarter = quarter,
                                  .first = month_start(year, (quarter - 1) * MONTHS_A_QUARTER),
                                  .last = month_start(year, quarter * MONTHS_A_QUARTER) - 1},
                  zone);
}

static struct period year_of(int year, const struct zone *zone)
{
    return finish((struct period){.kind = PERIOD_YEAR,
                                  .year = year,
                                  .first = month_start(year, 0),
                                  .last = month_start(year + 1, 0) - 1},
                  zone);
}

static struct period range_of(int64_t first, int64_t last, const struct zone *zone)
{
    return finish((struct period){.kind = PERIOD_RANGE, .first = first, .last = last}, zone);
}

static int read_range(const char *from, const char *to, const struct zone *zone, int64_t today,
                      struct period *ret)
{
    int64_t first, last = today;
    if (!from) {
        say(_("--to wants a --from: the first day of the report"));
        return -1;
    }
    option_read_day(from, &first);
    if (to)
        option_read_day(to, &last);
    if (last < first) {
        if (to)
            say(_("--to %s is before --from %s"), to, from);
        else
            say(_("--from %s is still to come; is the date right?"), from);
        return -1;
    }
    if (last - first >= PERIOD_DAYS_MAX) {
        say(_("a report is about at most %d days"), PERIOD_DAYS_MAX);
        return -1;
    }
    *ret = range_of(first, last, zone);
    return 0;
}

int period_read(const struct options *options, const struct zone *zone, int64_t now,
                struct period *ret)
{
    const char *quarter = options_value(options, "quarter"), *year = options_value(options, "year");
    const char *from = options_value(options, "from"), *to = options_value(options, "to");
    struct zone_time local = zone_local(zone, now);
    int y = local.year, q = (local.month - 1) / MONTHS_A_QUARTER + 1;
    if ((quarter != NULL) + (year != NULL) + (from || to) > 1) {
        say(_("one period at a time: --quarter, or --year, or --from and --to"));
        return -1;
    }
    if (from || to)
        return read_range(from, to, zone, zone_days(local.year, local.month, local.day), ret);
    if (year) {
        option_read_year(year, &y);
        *ret = year_of(y, zone);
        return 0;
    }
    if (quarter)
        option_read_quarter(quarter, &y, &q);
    *ret = quarter_of(y, q, zone);
    return 0;
}

struct period period_before(const struct period *period, const struct zone *zone)
{
    if (period->kind == PERIOD_YEAR)
        return year_of(period->year - 1, zone);
    if (period->kind == PERIOD_QUARTER && period->quarter > 1)
        return quarter_of(period->year, period->quarter - 1, zone);
    if (period->kind == PERIOD_QUARTER)
        return quarter_of(period->year - 1, 4, zone);
    return range_of(period->first - period_days(period), period->first - 1, zone);
}

int64_t period_days(const struct period *period)
{
    return period->last - period->first + 1;
}

void period_name(const struct period *period, char name[PERIOD_NAME_SIZE])
{
    struct zone_time first = zone_local(NULL, period->first * 86400 * CLOCK_SECOND);
    struct zone_time last = zone_local(NULL, period->last * 86400 * CLOCK_SECOND);
    if (period->kind == PERIOD_QUARTER)
        snprintf(name, PERIOD_NAME_SIZE, "%04d-Q%d", period->year, period->quarter);
    else if (period->kind == PERIOD_YEAR)
        snprintf(name, PERIOD_NAME_SIZE, "%04d", period->year);
    else
        snprintf(name, PERIOD_NAME_SIZE, "%04d-%02d-%02d/%04d-%02d-%02d", first.year % 10000,
                 first.month % 100, first.day % 100, last.year % 10000, last.month % 100,
                 last.day % 100);
}
