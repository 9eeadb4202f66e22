#include "cli/report_gaps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTES_A_DAY = 1440, SATURDAY = 5 };

#define MINUTE INT64_C(60000)
#define DAY INT64_C(86400000)
#define NEAR (2 * MINUTE) /* how far an event may lie from the gap that it explains */

/* The machine that is looked at. */
struct search {
    struct tally *tally;
    struct gaps *gaps;
    uint32_t device;
    const struct tally_event *events; /* of this machine, by time */
    size_t event_count;
    unsigned char *off; /* a bit for each minute of the period: off by its hours */
};

static bool bit(const unsigned char *bits, int64_t at)
{
    return bits[at / 8] >> at % 8 & 1;
}

static int compare_events(const void *left, const void *right)
{
    const struct tally_event *a = left, *b = right;
    if (a->device != b->device)
        return a->device < b->device ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

static int compare_gaps(const void *left, const void *right)
{
    const struct gap *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->device > b->device) - (a->device < b->device);
}

/* Minutes of the period at an instant; may lie outside. */
static int64_t minute_of(struct tally *tally, int64_t instant)
{
    return (tally_local(tally, instant) - tally->period.first * DAY) / MINUTE;
}

static int64_t instant_of(const struct tally *tally, int64_t minute)
{
    return zone_instant(tally->zone, tally->period.first + minute / MINUTES_A_DAY,
                        (int32_t)(minute % MINUTES_A_DAY) * 60) /
           1000;
}

/* From a "screen-off" to the next "screen-on", or start of the program, or the end. */
static void mark_off(struct search *search)
{
    int64_t end = period_days(&search->tally->period) * MINUTES_A_DAY;
    int64_t from = search->tally->device_list[search->device].was_off ? 0 : -1;
    memset(search->off, 0, (size_t)(end / 8));
    for (size_t i = 0; i <= search->event_count; i++) {
        const struct tally_event *event = i < search->event_count ? &search->events[i] : NULL;
        bool is_off = event && strcmp(event->name, "screen-off") == 0;
        bool is_on =
            !event || strcmp(event->name, "screen-on") == 0 || strcmp(event->name, "start") == 0;
        int64_t minute = event ? minute_of(search->tally, event->start) : end;
        if (is_off && from < 0)
            from = minute;
        if (!is_on || from < 0)
            continue;
        for (; from <= minute && from < end; from++)
            search->off[from / 8] |= (unsigned char)(1 << from % 8);
        from = -1;
    }
}

static enum gap_cause find_cause(const struct search *search, int64_t from, int64_t to)
{
    enum gap_cause cause = GAP_UNKNOWN;
    bool has_stopped = false;
    for (size_t i = 0; i < search->event_count; i++) {
        const struct tally_event *event = &search->events[i];
        if (event->start < from - NEAR || event->start > to + NEAR)
            continue;
        if (strcmp(event->name, "unplugged") == 0)
            return GAP_UNPLUGGED;
        if (strcmp(event->name, "stop") == 0)
            has_stopped = true;
        if (strcmp(event->name, "gone") == 0)
            cause = GAP_POWER;
        if (strcmp(event->name, "start") == 0)
            cause = has_stopped ? GAP_STOPPED : GAP_POWER;
    }
    return cause == GAP_UNKNOWN && has_stopped ? GAP_STOPPED : cause;
}

static int add_gap(struct search *search, int64_t first, int64_t end, bool is_days)
{
    struct gaps *gaps = search->gaps;
    int64_t from = instant_of(search->tally, first), to = instant_of(search->tally, end);
    if (gaps->count == GAPS_MAX)
        return -E2BIG;
    struct gap *list = names_reserve(gaps->list, &gaps->capacity, gaps->count + 1, sizeof *list);
    if (!list)
        return -ENOMEM;
    gaps->list = list;
    list[gaps->count++] = (struct gap){.device = search->device,
                                       .from = from,
                                       .to = to,
                                       .cause = find_cause(search, from, to),
                                       .is_days = is_days};
    gaps->minutes += is_days ? 0 : end - first;
    gaps->days += is_days ? (end - first) / MINUTES_A_DAY : 0;
    return 0;
}

static int search_day(struct search *search, int64_t day)
{
    const unsigned char *shown = search->tally->device_list[search->device].minutes;
    int64_t first = day * MINUTES_A_DAY, last = first + MINUTES_A_DAY - 1;
    int result = 0;
    while (first <= last && !bit(shown, first))
        first++;
    while (last >= first && !bit(shown, last))
        last--;
    for (int64_t at = first; at <= last && result == 0;) {
        int64_t end = at;
        while (end <= last && !bit(shown, end) && !bit(search->off, end))
            end++;
        if (end - at >= GAP_MINUTES)
            result = add_gap(search, at, end, false);
        at = end + 1;
    }
    return result;
}

enum day_kind { DAY_SHOWN, DAY_OFF, DAY_WEEKEND, DAY_IDLE };

static enum day_kind kind_of(const struct search *search, int64_t day)
{
    const struct tally *tally = search->tally;
    if (tally->device_list[search->device].days[day])
        return DAY_SHOWN;
    for (int64_t at = day * MINUTES_A_DAY; at < (day + 1) * MINUTES_A_DAY; at++) {
        if (!bit(search->off, at))
            return zone_local(NULL, (tally->period.first + day) * DAY * 1000).weekday >= SATURDAY
                       ? DAY_WEEKEND
                       : DAY_IDLE;
    }
    return DAY_OFF;
}

static int search_device(struct search *search)
{
    const struct tally_device *device = &search->tally->device_list[search->device];
    int64_t first = 0, last = period_days(&search->tally->period) - 1, idle = -1;
    int result = 0;
    mark_off(search);
    /* A screen that ran before and runs again behind it was in operation all the while. */
    while (first <= last && !device->ran_before && !(device->days[first] & TALLY_DAY_SURE))
        first++;
    while (last >= first && !device->ran_after && !(device->days[last] & TALLY_DAY_SURE))
        last--;
    for (int64_t day = first; day <= last + 1 && result == 0; day++) {
        enum day_kind kind = day <= last ? kind_of(search, day) : DAY_SHOWN;
        if (kind == DAY_IDLE && idle < 0)
            idle = day;
        if (kind != DAY_IDLE && idle >= 0) {
            result = add_gap(search, idle * MINUTES_A_DAY, day * MINUTES_A_DAY, true);
            idle = -1;
        }
        if (kind == DAY_SHOWN && day <= last && result == 0)
            result = search_day(search, day);
        search->gaps->weekend += kind == DAY_WEEKEND;
    }
    return result;
}

int gaps_find(struct tally *tally, struct gaps *ret)
{
    struct gaps gaps = {0};
    struct search search = {.tally = tally, .gaps = &gaps};
    size_t size = (size_t)period_days(&tally->period) * (MINUTES_A_DAY / 8);
    search.off = malloc(size);
    int result = search.off ? 0 : -ENOMEM;
    if (tally->event_count > 0)
        qsort(tally->events, tally->event_count, sizeof *tally->events, compare_events);
    size_t at = 0;
    for (uint32_t i = 0; i < tally->devices.count && result == 0; i++) {
        size_t first = at;
        while (at < tally->event_count && tally->events[at].device == i)
            at++;
        search.device = i;
        search.events = tally->events ? tally->events + first : NULL;
        search.event_count = at - first;
        result = search_device(&search);
    }
    free(search.off);
    if (result < 0) {
        gaps_finish(&gaps);
        return result;
    }
    if (gaps.count > 0)
        qsort(gaps.list, gaps.count, sizeof *gaps.list, compare_gaps);
    *ret = gaps;
    return 0;
}

void gaps_finish(struct gaps *gaps)
{
    free(gaps->list);
    *gaps = (struct gaps){0};
}
