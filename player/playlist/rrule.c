#include "playlist/rrule.h"

#include <stdint.h>
#include <string.h>

#include "playlist/moment.h"

enum part {
    PART_FREQ,
    PART_INTERVAL,
    PART_COUNT,
    PART_UNTIL,
    PART_BYDAY,
    PART_BYMONTH,
    PART_BYMONTHDAY,
    PART_BYSETPOS,
    PARTS
};

enum frequency { DAILY, WEEKLY, MONTHLY, YEARLY, FREQUENCIES };

static const char *const part_names[PARTS] = {"FREQ",  "INTERVAL", "COUNT",      "UNTIL",
                                              "BYDAY", "BYMONTH",  "BYMONTHDAY", "BYSETPOS"};
static const char *const frequency_names[FREQUENCIES] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};

/* Index of the text among the names, or -1. */
static int find_name(const char *text, size_t size, const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        if (strlen(names[i]) == size && memcmp(names[i], text, size) == 0)
            return i;
    }
    return -1;
}

/* A whole number between the bounds; with a sign where negative ones are allowed, never 0 then. */
static bool is_number(const char *text, size_t size, long low, long high)
{
    long value = 0, sign = 1;
    size_t at = 0;
    if (low < 0 && size > 0 && (text[0] == '-' || text[0] == '+')) {
        sign = text[0] == '-' ? -1 : 1;
        at = 1;
    }
    if (at == size || size - at > 4)
        return false;
    for (; at < size; at++) {
        if (text[at] < '0' || text[at] > '9')
            return false;
        value = value * 10 + (text[at] - '0');
    }
    value *= sign;
    return value >= low && value <= high && (low >= 0 || value != 0);
}

/* "MO", or with the number of a week in front: "1MO", "-1FR". */
static bool is_day(const char *text, size_t size, bool numbered)
{
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    if (size < 2 || find_name(text + size - 2, 2, days, 7) < 0)
        return false;
    return size == 2 || (numbered && is_number(text, size - 2, -53, 53));
}

/* "20261231T170000Z", "20261231T235959" or "20261231". */
static bool is_until(const char *text, size_t size)
{
    char instant[] = "0000-00-00T00:00:00Z";
    int64_t ignored;
    if (size != 8 && size != 15 && size != 16)
        return false;
    memcpy(instant, text, 4);
    memcpy(instant + 5, text + 4, 2);
    memcpy(instant + 8, text + 6, 2);
    if (size > 8) {
        if (text[8] != 'T' || (size == 16 && text[15] != 'Z'))
            return false;
        memcpy(instant + 11, text + 9, 2);
        memcpy(instant + 14, text + 11, 2);
        memcpy(instant + 17, text + 13, 2);
    }
    return moment_parse_instant(instant, sizeof instant - 1, &ignored);
}

static bool element_is_valid(enum part part, const char *text, size_t size, int frequency)
{
    if (part == PART_BYDAY)
        return is_day(text, size, frequency == MONTHLY || frequency == YEARLY);
    if (part == PART_BYMONTH)
        return is_number(text, size, 1, 12);
    if (part == PART_BYMONTHDAY)
        return frequency != WEEKLY && is_number(text, size, -31, 31);
    return is_number(text, size, -366, 366);
}

static bool list_is_valid(enum part part, const char *text, size_t size, int frequency)
{
    for (size_t at = 0; at <= size; at++) {
        const char *comma = memchr(text + at, ',', size - at);
        size_t length = comma ? (size_t)(comma - text) - at : size - at;
        if (!element_is_valid(part, text + at, length, frequency))
            return false;
        at += length;
    }
    return true;
}

static bool value_is_valid(enum part part, const char *text, size_t size, int frequency)
{
    switch (part) {
    case PART_FREQ:
        return frequency >= 0;
    case PART_INTERVAL:
    case PART_COUNT:
        return is_number(text, size, 1, 9999);
    case PART_UNTIL:
        return is_until(text, size);
    case PART_BYDAY:
    case PART_BYMONTH:
    case PART_BYMONTHDAY:
    case PART_BYSETPOS:
        return list_is_valid(part, text, size, frequency);
    case PARTS:
        break;
    }
    return false;
}

bool rrule_is_valid(const char *text, size_t size)
{
    unsigned seen = 0;
    int frequency = -1;
    for (size_t at = 0; at <= size; at++) {
        const char *semicolon = memchr(text + at, ';', size - at);
        size_t length = semicolon ? (size_t)(semicolon - text) - at : size - at;
        const char *equals = memchr(text + at, '=', length);
        if (!equals)
            return false;
        size_t name = (size_t)(equals - text) - at;
        int part = find_name(text + at, name, part_names, PARTS);
        const char *value = equals + 1;
        size_t value_size = length - name - 1;
        /* FREQ comes first, as RFC 5545 asks of those who write rules: the others depend on it. */
        if (part == PART_FREQ)
            frequency = find_name(value, value_size, frequency_names, FREQUENCIES);
        if (part < 0 || (seen & 1U << part) || (seen == 0 && part != PART_FREQ) ||
            !value_is_valid((enum part)part, value, value_size, frequency))
            return false;
        seen |= 1U << part;
        at += length;
    }
    const unsigned by = 1U << PART_BYDAY | 1U << PART_BYMONTH | 1U << PART_BYMONTHDAY;
    bool both_ends = (seen & 1U << PART_COUNT) && (seen & 1U << PART_UNTIL);
    return !both_ends && (!(seen & 1U << PART_BYSETPOS) || (seen & by));
}
