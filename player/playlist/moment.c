#include "playlist/moment.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/zone.h"

enum { DATE_BYTES = 10, TIME_BYTES = 8, OFFSET_BYTES = 6 };

static bool read_digits(const char *text, size_t count, int low, int high, int *ret)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *ret = value;
    return value >= low && value <= high;
}

static int month_length(int year, int month)
{
    int next_year = month == 12 ? year + 1 : year, next_month = month == 12 ? 1 : month + 1;
    return (int)(zone_days(next_year, next_month, 1) - zone_days(year, month, 1));
}

bool moment_parse_date(const char *text, size_t size, int64_t *ret)
{
    int year, month, day;
    if (size != DATE_BYTES || text[4] != '-' || text[7] != '-' ||
        !read_digits(text, 4, 1, 9999, &year) || !read_digits(text + 5, 2, 1, 12, &month) ||
        !read_digits(text + 8, 2, 1, month_length(year, month), &day))
        return false;
    *ret = zone_days(year, month, day);
    return true;
}

bool moment_parse_time(const char *text, size_t size, int16_t *ret)
{
    int hour, minute;
    if (size != 5 || text[2] != ':' || !read_digits(text, 2, 0, 24, &hour) ||
        !read_digits(text + 3, 2, 0, hour == 24 ? 0 : 59, &minute))
        return false;
    *ret = (int16_t)(hour * 60 + minute);
    return true;
}

/* The offset behind an instant, in seconds east of Greenwich. */
static bool read_offset(const char *text, size_t size, int *ret)
{
    int hours, minutes;
    if (size == 1 && (text[0] == 'Z' || text[0] == 'z')) {
        *ret = 0;
        return true;
    }
    if (size != OFFSET_BYTES || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        !read_digits(text + 1, 2, 0, 23, &hours) || !read_digits(text + 4, 2, 0, 59, &minutes))
        return false;
    *ret = (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

bool moment_parse_instant(const char *text, size_t size, int64_t *ret)
{
    int64_t days, fraction = 0;
    int hour, minute, second, offset;
    size_t at = DATE_BYTES + 1 + TIME_BYTES;
    if (size <= at || (text[DATE_BYTES] != 'T' && text[DATE_BYTES] != 't') ||
        !moment_parse_date(text, DATE_BYTES, &days))
        return false;
    const char *time = text + DATE_BYTES + 1;
    if (time[2] != ':' || time[5] != ':' || !read_digits(time, 2, 0, 23, &hour) ||
        !read_digits(time + 3, 2, 0, 59, &minute) || !read_digits(time + 6, 2, 0, 59, &second))
        return false;
    if (text[at] == '.') {
        size_t start = ++at;
        for (int64_t unit = CLOCK_SECOND / 10; at < size && text[at] >= '0' && text[at] <= '9';
             unit /= 10)
            fraction += (text[at++] - '0') * unit;
        if (at == start)
            return false;
    }
    if (!read_offset(text + at, size - at, &offset))
        return false;
    int64_t seconds = days * 86400 + (int64_t)hour * 3600 + (int64_t)minute * 60 + second - offset;
    *ret = seconds * CLOCK_SECOND + fraction;
    return true;
}

void moment_format(int64_t instant, char text[MOMENT_TEXT_SIZE])
{
    static const int64_t first = INT64_C(-62135596800) * CLOCK_SECOND; /* 0001-01-01 */
    static const int64_t last = INT64_C(253402300799) * CLOCK_SECOND;  /* 9999-12-31T23:59:59 */
    int64_t inside = instant < first ? first : instant > last ? last : instant;
    struct zone_time time = zone_local(NULL, inside);
    snprintf(text, MOMENT_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", time.year, time.month,
             time.day, time.hour, time.minute, time.second);
}
