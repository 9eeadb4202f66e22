/* Options that say when. */
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "cli/option.h"
#include "playlist/moment.h"

enum { DATE_LENGTH = 10, HOURS_MAX = 87840 };

int option_read_moment(const char *value, const struct zone *zone, int64_t *ret)
{
    char utc[] = "0000-00-00T00:00:00Z";
    size_t length = value ? strlen(value) : 0;
    int64_t moment, second = 1000000;
    if (length == 0)
        return -1;
    if (moment_parse_instant(value, length, ret))
        return 0;
    /* "…T08:00" and "…T08:00:30": the one shape is filled up to the other. */
    if (length != DATE_LENGTH && length != strlen("2026-03-02T08:00") &&
        length != strlen("2026-03-02T08:00:30"))
        return -1;
    memcpy(utc, value, length);
    if (!moment_parse_instant(utc, strlen(utc), &moment))
        return -1;
    int64_t days = moment / (86400 * second), rest = moment - days * 86400 * second;
    if (rest < 0) {
        days--;
        rest += 86400 * second;
    }
    *ret = zone_instant(zone, days, (int32_t)(rest / second));
    return 0;
}

bool option_is_moment(const char *value)
{
    int64_t ignored;
    return option_read_moment(value, NULL, &ignored) == 0;
}

bool option_is_hours(const char *value)
{
    return option_is_seconds(value) && strtod(value, NULL) >= 1e-3 &&
           strtod(value, NULL) <= HOURS_MAX;
}

bool option_is_clock(const char *value)
{
    return strcmp(value, "trusted") == 0 || strcmp(value, "floor") == 0;
}
