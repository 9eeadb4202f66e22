#include "playlist/rrule.h"

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

static const char *const part_names[PARTS] = {"FREQ",  "INTERVAL", "COUNT",      "UNTIL",
                                              "BYDAY", "BYMONTH",  "BYMONTHDAY", "BYSETPOS"};
static const char *const frequency_names[RRULE_FREQUENCIES] = {"DAILY", "WEEKLY", "MONTHLY",
                                                               "YEARLY"};

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
static bool read_number(const char *text, size_t size, int low, int high, int *ret)
{
    int value = 0, sign = 1;
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
    if (value < low || value > high || (low < 0 && value == 0))
        return false;
    *ret = value;
    return true;
}

/* "MO", or with the number of a week in front: "1MO", "-1FR". */
static bool read_day(const char *text, size_t size, struct rrule *rule)
{
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    int day = size < 2 ? -1 : find_name(text + size - 2, 2, days, 7), week;
    if (day < 0)
        return false;
    if (size == 2) {
        rule->weekdays |= (uint8_t)(1U << day);
        return true;
    }
    bool numbered = rule->frequency == RRULE_MONTHLY || rule->frequency == RRULE_YEARLY;
    if (!numbered || !read_number(text, size - 2, -53, 53, &week))
        return false;
    rule->has_weeks = true;
    *(week > 0 ? &rule->weeks[day] : &rule->weeks_back[day]) |= UINT64_C(1)
                                                                << (week > 0 ? week : -week);
    return true;
}

static bool read_until(const char *text, size_t size, struct rrule *rule)
{
    char instant[] = "0000-00-00T00:00:00Z";
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
    rule->end = size == 8 ? RRULE_UNTIL_DATE : size == 15 ? RRULE_UNTIL_LOCAL : RRULE_UNTIL_INSTANT;
    return moment_parse_instant(instant, sizeof instant - 1, &rule->until);
}

static bool read_month_day(const char *text, size_t size, struct rrule *rule)
{
    int day;
    if (rule->frequency == RRULE_WEEKLY || !read_number(text, size, -31, 31, &day))
        return false;
    *(day > 0 ? &rule->month_days : &rule->from_month_end) |= UINT32_C(1) << (day > 0 ? day : -day);
    return true;
}

static bool read_position(const char *text, size_t size, struct rrule *rule)
{
    int at;
    if (!read_number(text, size, -RRULE_POSITIONS, RRULE_POSITIONS, &at))
        return false;
    uint64_t *set = at > 0 ? rule->positions : rule->positions_back;
    int place = at > 0 ? at : -at;
    rule->has_positions = true;
    set[place / 64] |= UINT64_C(1) << (place % 64);
    return true;
}

static bool read_element(enum part part, const char *text, size_t size, struct rrule *rule)
{
    int month;
    if (part == PART_BYDAY)
        return read_day(text, size, rule);
    if (part == PART_BYMONTHDAY)
        return read_month_day(text, size, rule);
    if (part == PART_BYSETPOS)
        return read_position(text, size, rule);
    if (!read_number(text, size, 1, 12, &month))
        return false;
    rule->months |= (uint16_t)(1U << month);
    return true;
}

static bool read_list(enum part part, const char *text, size_t size, struct rrule *rule)
{
    for (size_t at = 0; at <= size; at++) {
        const char *comma = memchr(text + at, ',', size - at);
        size_t length = comma ? (size_t)(comma - text) - at : size - at;
        if (!read_element(part, text + at, length, rule))
            return false;
        at += length;
    }
    return true;
}

static bool read_value(enum part part, const char *text, size_t size, struct rrule *rule)
{
    int number;
    switch (part) {
    case PART_FREQ:
        number = find_name(text, size, frequency_names, RRULE_FREQUENCIES);
        rule->frequency = number < 0 ? RRULE_DAILY : (enum rrule_frequency)number;
        return number >= 0;
    case PART_INTERVAL:
    case PART_COUNT:
        if (!read_number(text, size, 1, 9999, &number))
            return false;
        *(part == PART_COUNT ? &rule->count : &rule->interval) = (unsigned)number;
        return true;
    case PART_UNTIL:
        return read_until(text, size, rule);
    case PART_BYDAY:
    case PART_BYMONTH:
    case PART_BYMONTHDAY:
    case PART_BYSETPOS:
        return read_list(part, text, size, rule);
    case PARTS:
        break;
    }
    return false;
}

bool rrule_parse(const char *text, size_t size, struct rrule *ret)
{
    struct rrule rule = {.interval = 1};
    unsigned seen = 0;
    for (size_t at = 0; at <= size; at++) {
        const char *semicolon = memchr(text + at, ';', size - at);
        size_t length = semicolon ? (size_t)(semicolon - text) - at : size - at;
        const char *equals = memchr(text + at, '=', length);
        if (!equals)
            return false;
        size_t name = (size_t)(equals - text) - at;
        int part = find_name(text + at, name, part_names, PARTS);
        /* FREQ comes first, as RFC 5545 asks of those who write rules: the others depend on it. */
        if (part < 0 || (seen & 1U << part) || (seen == 0 && part != PART_FREQ) ||
            !read_value((enum part)part, equals + 1, length - name - 1, &rule))
            return false;
        seen |= 1U << part;
        at += length;
    }
    const unsigned by = 1U << PART_BYDAY | 1U << PART_BYMONTH | 1U << PART_BYMONTHDAY;
    bool both_ends = (seen & 1U << PART_COUNT) && (seen & 1U << PART_UNTIL);
    if (both_ends || (rule.has_positions && !(seen & by)))
        return false;
    *ret = rule;
    return true;
}

bool rrule_is_valid(const char *text, size_t size)
{
    struct rrule ignored;
    return rrule_parse(text, size, &ignored);
}
