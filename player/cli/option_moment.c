/* Options that say when. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "cli/option.h"
#include "playlist/moment.h"
#include "playlist/moment_guess.h"

enum { DATE_LENGTH = 10, TURNED_SIZE = 24, HOURS_MAX = 87840 };

/* Turns a date as an office writes it, "28/11/2026" or "1/2/2027", with "17:00" or "17h30" before
 * or behind it, into the other order, "2026-11-28T17:00:00". False: it is none. */
static bool turn(const char *value, char turned[TURNED_SIZE])
{
    struct moment_guess guess;
    if (!strchr(value, '/') || strchr(value, '+') ||
        !moment_guess_instant(value, strlen(value), "Z", false, &guess) || *guess.text == '\0')
        return false;
    snprintf(turned, TURNED_SIZE, "%.*s", (int)strcspn(guess.text, "Z"), guess.text);
    return true;
}

int option_read_moment(const char *value, const struct zone *zone, int64_t *ret)
{
    char utc[] = "0000-00-00T00:00:00Z", turned[TURNED_SIZE];
    if (value && turn(value, turned))
        value = turned;
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
    if (utc[DATE_LENGTH] == ' ')
        utc[DATE_LENGTH] = 'T';
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

bool option_is_deadline(const char *value)
{
    return strpbrk(value, ":h") && option_is_moment(value);
}

bool option_is_hours(const char *value)
{
    return option_is_seconds(value) && strtod(value, NULL) <= HOURS_MAX;
}

bool option_is_clock(const char *value)
{
    return strcmp(value, "trusted") == 0 || strcmp(value, "floor") == 0;
}
