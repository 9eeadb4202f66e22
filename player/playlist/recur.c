#include "playlist/recur.h"

#include <string.h>

#include "base/clock.h"
#include "playlist/rrule.h"

#define DAY (86400 * CLOCK_SECOND)
#define AHEAD (400 * DAY)
/* What comes after is of no concern to any screen, and a wrong clock must not cost long counts. */
enum { YEAR_END = 2200 };

/* A day, and where it stands in its month and year. */
struct place {
    int64_t day; /* since 1970-01-01 */
    int year, month, month_day, month_days;
    int year_day, year_days; /* the former from 0 */
    int weekday;             /* 0 Monday */
};

/* Goes through the occurrences in order. */
struct walk {
    struct rrule rule; /* with what it leaves to dtstart filled in */
    const struct zone *zone;
    struct place first; /* dtstart's day */
    int64_t of_day;     /* its local time of day in microseconds */
    int64_t period;    /* the next one to be looked at: years, months, weeks or days from the first,
                          in steps of the interval */
    int64_t first_day; /* what is before it is only counted */
    int64_t last_day;  /* periods that begin later are not looked at */
    bool is_over;      /* there are no more before that, */
    bool is_ended;     /* nor ever after */
    unsigned seen;
    int64_t days[RRULE_POSITIONS]; /* of the period */
    size_t count, at;
};

static struct place place_of(int64_t day)
{
    struct zone_time date = zone_local(NULL, day * DAY);
    int64_t month = zone_days(date.year, date.month, 1), year = zone_days(date.year, 1, 1);
    int64_t next_month =
        date.month == 12 ? zone_days(date.year + 1, 1, 1) : zone_days(date.year, date.month + 1, 1);
    return (struct place){.day = day,
                          .year = date.year,
                          .month = date.month,
                          .month_day = date.day,
                          .month_days = (int)(next_month - month),
                          .year_day = (int)(day - year),
                          .year_days = (int)(zone_days(date.year + 1, 1, 1) - year),
                          .weekday = date.weekday};
}

static void step(struct place *place)
{
    if (place->month_day == place->month_days) {
        *place = place_of(place->day + 1);
        return;
    }
    place->day++;
    place->month_day++;
    place->year_day++;
    place->weekday = (place->weekday + 1) % 7;
}

static bool has_bit(uint64_t set, int bit)
{
    return set >> bit & 1;
}

/* "2MO", "-1FR": in the year only where the rule is for years and names no months. */
static bool is_in_week(const struct rrule *rule, const struct place *place)
{
    bool of_year = rule->frequency == RRULE_YEARLY && !rule->months;
    int before = of_year ? place->year_day : place->month_day - 1;
    int behind = (of_year ? place->year_days : place->month_days) - 1 - before;
    return has_bit(rule->weeks[place->weekday], before / 7 + 1) ||
           has_bit(rule->weeks_back[place->weekday], behind / 7 + 1);
}

static bool matches(const struct rrule *rule, const struct place *place)
{
    if (rule->months && !has_bit(rule->months, place->month))
        return false;
    if ((rule->month_days || rule->from_month_end) &&
        !has_bit(rule->month_days, place->month_day) &&
        !has_bit(rule->from_month_end, place->month_days - place->month_day + 1))
        return false;
    return (!rule->weekdays && !rule->has_weeks) || has_bit(rule->weekdays, place->weekday) ||
           (rule->has_weeks && is_in_week(rule, place));
}

/* What a rule does not say it takes from dtstart. */
static void complete(struct rrule *rule, const struct place *first)
{
    if (rule->weekdays || rule->has_weeks || rule->month_days || rule->from_month_end)
        return;
    if (rule->frequency == RRULE_WEEKLY)
        rule->weekdays = (uint8_t)(1U << first->weekday);
    if (rule->frequency == RRULE_YEARLY && !rule->months)
        rule->months = (uint16_t)(1U << first->month);
    if (rule->frequency == RRULE_YEARLY || rule->frequency == RRULE_MONTHLY)
        rule->month_days = UINT32_C(1) << first->month_day;
}

static int64_t month_start(int64_t months) /* since January of the year 0 */
{
    return zone_days((int)(months / 12), (int)(months % 12) + 1, 1);
}

/* The days of a period: [*begin, *end). */
static void period_days(const struct walk *walk, int64_t period, int64_t *begin, int64_t *end)
{
    const struct place *first = &walk->first;
    int64_t steps = period * walk->rule.interval, month = (int64_t)first->year * 12;
    switch (walk->rule.frequency) {
    case RRULE_YEARLY:
        *begin = month_start(month + 12 * steps);
        *end = month_start(month + 12 * (steps + 1));
        return;
    case RRULE_MONTHLY:
        month += first->month - 1 + steps;
        *begin = month_start(month);
        *end = month_start(month + 1);
        return;
    case RRULE_WEEKLY:
        *begin = first->day - first->weekday + 7 * steps;
        *end = *begin + 7;
        if (period == 0) /* as elsewhere: BYSETPOS does not count what is before dtstart here */
            *begin = first->day;
        return;
    case RRULE_DAILY:
    case RRULE_FREQUENCIES:
        break;
    }
    *begin = first->day + steps;
    *end = *begin + 1;
}

/* The last period that begins not after `day`; the first one where none does. */
static int64_t period_of(const struct walk *walk, int64_t day)
{
    const struct place *first = &walk->first;
    struct place place = place_of(day);
    int64_t years = place.year - first->year, steps = day - first->day;
    if (walk->rule.frequency == RRULE_YEARLY)
        steps = years;
    else if (walk->rule.frequency == RRULE_MONTHLY)
        steps = years * 12 + place.month - first->month;
    else if (walk->rule.frequency == RRULE_WEEKLY)
        steps = (day - first->day + first->weekday) / 7;
    return steps > 0 && day > first->day ? steps / walk->rule.interval : 0;
}

static bool has_position(const struct rrule *rule, size_t at, size_t count)
{
    int place = (int)at + 1, back = (int)(count - at);
    return has_bit(rule->positions[place / 64], place % 64) ||
           has_bit(rule->positions_back[back / 64], back % 64);
}

/* Takes up the days of the next period. */
static void fill(struct walk *walk)
{
    int64_t begin, end;
    size_t count = 0;
    period_days(walk, walk->period++, &begin, &end);
    walk->at = walk->count = 0;
    if (begin > walk->last_day) {
        walk->is_over = true;
        return;
    }
    for (struct place place = place_of(begin); place.day < end; step(&place)) {
        if (matches(&walk->rule, &place))
            walk->days[count++] = place.day;
    }
    for (size_t i = 0; i < count; i++) {
        if (!walk->rule.has_positions || has_position(&walk->rule, i, count))
            walk->days[walk->count++] = walk->days[i];
    }
}

static bool is_past_end(const struct walk *walk, int64_t day, int64_t start)
{
    int64_t local = day * DAY + walk->of_day;
    switch (walk->rule.end) {
    case RRULE_UNTIL_DATE:
        return day * DAY > walk->rule.until;
    case RRULE_UNTIL_LOCAL:
        return local > walk->rule.until;
    case RRULE_UNTIL_INSTANT:
        return start > walk->rule.until;
    case RRULE_ENDLESS:
        break;
    }
    return walk->rule.count > 0 && walk->seen >= walk->rule.count;
}

/* The instant of the next occurrence; false where there is none before the walk's end. */
static bool next_start(struct walk *walk, int64_t *ret)
{
    while (!walk->is_over) {
        if (walk->at == walk->count) {
            fill(walk);
            continue;
        }
        int64_t day = walk->days[walk->at++];
        if (day < walk->first.day)
            continue;
        if (day < walk->first_day && walk->seen < walk->rule.count) {
            walk->seen++;
            continue;
        }
        int64_t start = zone_instant(walk->zone, day, (int32_t)(walk->of_day / CLOCK_SECOND)) +
                        walk->of_day % CLOCK_SECOND;
        walk->is_over = walk->is_ended = is_past_end(walk, day, start);
        walk->seen++;
        *ret = start;
        return !walk->is_over;
    }
    return false;
}

static int64_t day_of(const struct zone *zone, int64_t instant)
{
    struct zone_time local = zone_local(zone, instant);
    return zone_days(local.year, local.month, local.day);
}

/* Whether each day of its periods is an occurrence, so that none needs to be counted. */
static bool is_every_period(const struct rrule *rule)
{
    return rule->frequency == RRULE_DAILY && !rule->months && !rule->month_days &&
           !rule->from_month_end && !rule->weekdays && !rule->has_weeks;
}

/* Begins with the period in which an occurrence at `from` would lie, or earlier. A rule that is
 * ended by a number is counted from its beginning. */
static bool walk_init(struct walk *walk, const struct schedule_entry *entry,
                      const struct zone *zone, int64_t from, int64_t until)
{
    walk->zone = zone;
    walk->is_over = walk->is_ended = false;
    walk->seen = 0;
    walk->count = walk->at = 0;
    if (!rrule_parse(entry->rrule, strlen(entry->rrule), &walk->rule))
        return false;
    struct zone_time local = zone_local(zone, entry->dtstart);
    walk->first = place_of(zone_days(local.year, local.month, local.day));
    walk->of_day = (local.hour * 3600 + local.minute * 60 + local.second) * CLOCK_SECOND +
                   (entry->dtstart % CLOCK_SECOND + CLOCK_SECOND) % CLOCK_SECOND;
    complete(&walk->rule, &walk->first);
    int64_t end = zone_days(YEAR_END, 1, 1), last = day_of(zone, until) + 1;
    walk->last_day = last < end ? last : end;
    walk->first_day = day_of(zone, from) - 1;
    walk->period = period_of(walk, walk->first_day);
    if (walk->rule.count > 0 && !is_every_period(&walk->rule))
        walk->period = 0;
    else if (walk->rule.count > 0)
        walk->seen = (unsigned)walk->period;
    return true;
}

/* Whether the window is open at `now`; *ret_change: when that may be otherwise. */
static bool look(const struct schedule_entry *entry, const struct zone *zone, int64_t now,
                 int64_t *ret_change)
{
    struct walk walk;
    int64_t start, open_until = now, limit = now + AHEAD;
    *ret_change = TIME_ALWAYS_AFTER;
    if (now < entry->dtstart) { /* as long as it is, nothing occurs */
        *ret_change = entry->dtstart;
        return false;
    }
    if (!walk_init(&walk, entry, zone, now - entry->duration, limit))
        return false;
    while (open_until < limit && next_start(&walk, &start)) {
        if (start > open_until) {
            *ret_change = open_until > now ? open_until : start;
            return open_until > now;
        }
        if (start + entry->duration > open_until)
            open_until = start + entry->duration;
    }
    if (open_until > now)
        *ret_change = open_until < limit ? open_until : limit;
    else if (!walk.is_ended && walk.last_day < zone_days(YEAR_END, 1, 1))
        *ret_change = limit;
    return open_until > now;
}

static bool look_once(const struct schedule_entry *entry, int64_t now, int64_t *ret_change)
{
    int64_t start = entry->dtstart, end = start + entry->duration;
    *ret_change = now < start ? start : now < end ? end : TIME_ALWAYS_AFTER;
    return start <= now && now < end;
}

bool recur_look(const struct schedule_entry *entry, const struct zone *zone, int64_t now,
                int64_t *ret_change)
{
    *ret_change = TIME_ALWAYS_AFTER;
    if (entry->dtstart == TIME_ALWAYS_BEFORE)
        return true;
    return entry->rrule ? look(entry, zone, now, ret_change) : look_once(entry, now, ret_change);
}

bool recur_is_open(const struct schedule_entry *entry, const struct zone *zone, int64_t now)
{
    int64_t ignored;
    return recur_look(entry, zone, now, &ignored);
}

int64_t recur_next_change(const struct schedule_entry *entry, const struct zone *zone, int64_t now)
{
    int64_t change;
    recur_look(entry, zone, now, &change);
    return change;
}

bool recur_names_dates(const struct schedule_entry *entry)
{
    struct rrule rule;
    if (!entry->rrule || !rrule_parse(entry->rrule, strlen(entry->rrule), &rule))
        return false;
    bool is_long = rule.frequency == RRULE_MONTHLY || rule.frequency == RRULE_YEARLY;
    return is_long || rule.months || rule.month_days || rule.from_month_end;
}
