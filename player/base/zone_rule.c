#include "base/zone_rule.h"

#include "base/zone.h"

enum { DAY_SECONDS = 86400, OFFSET_HOURS_MAX = 24, TIME_HOURS_MAX = 167 };

struct cursor {
    const char *at, *end;
};

static bool take(struct cursor *cursor, char wanted)
{
    if (cursor->at == cursor->end || *cursor->at != wanted)
        return false;
    cursor->at++;
    return true;
}

static bool read_number(struct cursor *cursor, int low, int high, int *ret)
{
    const char *start = cursor->at;
    int value = 0;
    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        if (cursor->at - start >= 4)
            return false;
        value = value * 10 + (*cursor->at++ - '0');
    }
    if (cursor->at == start || value < low || value > high)
        return false;
    *ret = value;
    return true;
}

/* A zone's abbreviation: letters, or anything printable between < and >. */
static bool skip_name(struct cursor *cursor)
{
    const char *start = cursor->at;
    if (take(cursor, '<')) {
        while (cursor->at < cursor->end && *cursor->at != '>')
            cursor->at++;
        return take(cursor, '>');
    }
    while (cursor->at < cursor->end && ((*cursor->at >= 'A' && *cursor->at <= 'Z') ||
                                        (*cursor->at >= 'a' && *cursor->at <= 'z')))
        cursor->at++;
    return cursor->at - start >= 3;
}

static bool read_time(struct cursor *cursor, int hours_max, int32_t *ret)
{
    int sign = 1, hours, minutes = 0, seconds = 0;
    if (take(cursor, '-'))
        sign = -1;
    else
        take(cursor, '+');
    if (!read_number(cursor, 0, hours_max, &hours))
        return false;
    if (take(cursor, ':') && !read_number(cursor, 0, 59, &minutes))
        return false;
    if (take(cursor, ':') && !read_number(cursor, 0, 59, &seconds))
        return false;
    *ret = sign * (hours * 3600 + minutes * 60 + seconds);
    return true;
}

static bool read_change(struct cursor *cursor, struct zone_change *ret)
{
    bool ok;
    *ret = (struct zone_change){.time = 2 * 3600};
    if (take(cursor, 'M')) {
        ret->kind = ZONE_DAY_MONTH;
        ok = read_number(cursor, 1, 12, &ret->month) && take(cursor, '.') &&
             read_number(cursor, 1, 5, &ret->week) && take(cursor, '.') &&
             read_number(cursor, 0, 6, &ret->day);
    } else if (take(cursor, 'J')) {
        ret->kind = ZONE_DAY_JULIAN;
        ok = read_number(cursor, 1, 365, &ret->day);
    } else {
        ret->kind = ZONE_DAY_ZERO;
        ok = read_number(cursor, 0, 365, &ret->day);
    }
    if (ok && take(cursor, '/'))
        ok = read_time(cursor, TIME_HOURS_MAX, &ret->time);
    return ok;
}

int zone_rule_parse(const char *text, size_t size, struct zone_rule *ret)
{
    struct cursor cursor = {text, text + size};
    struct zone_rule rule = {0};
    int32_t west;
    if (!skip_name(&cursor) || !read_time(&cursor, OFFSET_HOURS_MAX, &west))
        return -1;
    rule.standard = -west;
    if (cursor.at < cursor.end) {
        rule.has_daylight = true;
        rule.daylight = rule.standard + 3600;
        if (!skip_name(&cursor))
            return -1;
        if (cursor.at < cursor.end && *cursor.at != ',') {
            if (!read_time(&cursor, OFFSET_HOURS_MAX, &west))
                return -1;
            rule.daylight = -west;
        }
        if (!take(&cursor, ',') || !read_change(&cursor, &rule.start) || !take(&cursor, ',') ||
            !read_change(&cursor, &rule.end))
            return -1;
    }
    if (cursor.at != cursor.end)
        return -1;
    *ret = rule;
    return 0;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

/* Days since 1970 of the change in that year. */
static int64_t change_day(const struct zone_change *change, int year)
{
    int64_t january = zone_days(year, 1, 1);
    if (change->kind == ZONE_DAY_ZERO)
        return january + change->day;
    if (change->kind == ZONE_DAY_JULIAN)
        return january + change->day - 1 + (is_leap(year) && change->day > 59);
    int64_t first = zone_days(year, change->month, 1);
    int weekday = (int)(((first + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday; 0 is Sunday */
    int day = (change->day - weekday + 7) % 7 + 7 * (change->week - 1);
    while (day >= month_length(year, change->month))
        day -= 7;
    return first + day;
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t seconds)
{
    if (!rule->has_daylight)
        return rule->standard;
    struct zone_time standard_time =
        zone_local(NULL, (seconds + rule->standard) * INT64_C(1000000));
    int year = standard_time.year;
    int64_t start =
        change_day(&rule->start, year) * DAY_SECONDS + rule->start.time - rule->standard;
    int64_t end = change_day(&rule->end, year) * DAY_SECONDS + rule->end.time - rule->daylight;
    bool daylight =
        start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
    return daylight ? rule->daylight : rule->standard;
}
