/* The rows, one by one, and what is known when the last one is there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_tally.h"
#include "playlist/limits.h"

enum { SET_SIZE = 64, MINUTES_A_DAY = 1440 };

#define MINUTE INT64_C(60000)
#define DAY (INT64_C(86400000))
#define QUARTER (15 * MINUTE)
#define SHOWN_MAX ((int64_t)(LIMIT_DURATION_MAX * 1000)) /* no item stays longer */

int64_t tally_local(struct tally *tally, int64_t instant)
{
    /* Zones change their offset at full quarters of an hour. */
    int64_t quarter = instant >= 0 ? instant / QUARTER : -1;
    if (quarter != tally->quarter || quarter < 0) {
        tally->quarter = quarter;
        tally->offset = zone_offset(tally->zone, instant * 1000) * INT64_C(1000);
    }
    return instant + tally->offset;
}

/* Of a local time, also of one before 1970: whoever forges a log is free to choose. */
static int64_t day_of(int64_t local)
{
    return local / DAY - (local % DAY < 0);
}

static int64_t hour_of(int64_t local)
{
    return (local - day_of(local) * DAY) / (60 * MINUTE);
}

static void add_figure(struct figure *figure, const struct play_row *row, int64_t shown)
{
    if (figure->plays == 0 || row->start < figure->first)
        figure->first = row->start;
    if (figure->plays == 0 || row->start > figure->last)
        figure->last = row->start;
    figure->plays++;
    figure->shown += shown;
    figure->estimated += row->clock != CLOCK_TRUSTED;
}

/* What the screen showed something in. A clock that only knows a lower bound of the time says
 * nothing about that. */
static void mark_minutes(struct tally *tally, struct tally_device *device,
                         const struct play_row *row, int64_t local, int64_t shown)
{
    int64_t start = local - tally->period.first * DAY;
    int64_t first = start / MINUTE, last = (start + (shown > 0 ? shown - 1 : 0)) / MINUTE;
    int64_t end = period_days(&tally->period) * MINUTES_A_DAY;
    if (row->clock == CLOCK_FLOOR)
        return;
    for (int64_t minute = first; minute <= last && minute < end; minute++)
        device->minutes[minute / 8] |= (unsigned char)(1 << minute % 8);
}

/* Adds what all plays that take the screen to themselves are added to. */
static void add_screen_time(struct tally *tally, const struct play_row *row,
                            struct tally_device *device, const struct tally_edition *edition,
                            uint32_t site, int64_t shown)
{
    int64_t local = tally_local(tally, row->start);
    int64_t day = day_of(local) - tally->period.first;
    add_figure(&tally->now, row, shown);
    add_figure(&device->now, row, shown);
    add_figure(&tally->hours[hour_of(local)].now, row, shown);
    for (int kind = 0; kind < TALLY_SITE; kind++)
        add_figure(&tally->groups[kind].list[edition->groups[kind]].now, row, shown);
    add_figure(&tally->groups[TALLY_SITE].list[site].now, row, shown);
    if (day >= 0 && day < period_days(&tally->period)) {
        add_figure(&tally->days[day], row, shown);
        device->days[day] |= TALLY_DAY_SHOWN | (row->clock == CLOCK_FLOOR ? 0 : TALLY_DAY_SURE);
        mark_minutes(tally, device, row, local, shown);
    }
}

/* Notes where a content was shown. */
static int add_spot(struct tally *tally, struct tally_content *content, uint32_t number,
                    uint32_t site)
{
    size_t before = tally->spots.count;
    if (site < SET_SIZE && (content->sites >> site & 1))
        return 0;
    int64_t spot = names_add(&tally->spots, (uint32_t[]){number, site}, 2 * sizeof site);
    if (spot < 0)
        return (int)spot;
    content->site_count += tally->spots.count > before;
    if (site < SET_SIZE)
        content->sites |= UINT64_C(1) << site;
    return 0;
}

static int add_now(struct tally *tally, const struct play_row *row, struct tally_device *device,
                   struct tally_edition *edition, uint32_t site, int64_t shown)
{
    struct tally_content *content = &tally->content_list[edition->content];
    uint32_t language = edition->groups[TALLY_LANGUAGE];
    add_figure(&content->now, row, shown);
    if (edition->is_banner)
        add_figure(&tally->banners.now, row, shown);
    else
        add_screen_time(tally, row, device, edition, site, shown);
    if (row->start > edition->last)
        edition->last = row->start;
    if (language < SET_SIZE)
        content->languages |= UINT64_C(1) << language;
    return add_spot(tally, content, edition->content, site);
}

static void add_before(struct tally *tally, const struct play_row *row, struct tally_device *device,
                       const struct tally_edition *edition, uint32_t site, int64_t shown)
{
    int64_t local = tally_local(tally, row->start);
    int64_t day = day_of(local) - tally->before.first;
    add_figure(&tally->content_list[edition->content].before, row, shown);
    if (edition->is_banner) {
        add_figure(&tally->banners.before, row, shown);
        return;
    }
    add_figure(&tally->total_before, row, shown);
    add_figure(&device->before, row, shown);
    add_figure(&tally->hours[hour_of(local)].before, row, shown);
    for (int kind = 0; kind < TALLY_SITE; kind++)
        add_figure(&tally->groups[kind].list[edition->groups[kind]].before, row, shown);
    add_figure(&tally->groups[TALLY_SITE].list[site].before, row, shown);
    if (day >= 0 && day < period_days(&tally->before))
        device->days_before[day] = tally->days_before[day] = 1;
}

static int add_event(struct tally *tally, const struct play_row *row, uint32_t device)
{
    if (tally->event_count == TALLY_EVENTS_MAX)
        return -E2BIG;
    struct tally_event *list =
        names_reserve(tally->events, &tally->event_capacity, tally->event_count + 1, sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->events = list;
    struct tally_event *event = &list[tally->event_count++];
    *event = (struct tally_event){
        .device = device, .start = row->start, .count = row->shown, .clock = row->clock};
    if (row->event)
        snprintf(event->name, sizeof event->name, "%s", row->event);
    if (strcmp(event->name, "lost") == 0 && row->shown > 0 && row->shown < INT32_MAX)
        tally->lost += row->shown;
    tally->aside += strcmp(event->name, "aside") == 0;
    return 0;
}

static bool is_event(const struct play_row *row, const char *name)
{
    return row->kind == PLAY_KIND_EVENT && row->event && strcmp(row->event, name) == 0;
}

/* What is known last before the period: that the screen went off by its hours, or was on. */
static void note_switch(struct tally_device *device, const struct play_row *row, bool is_sure)
{
    bool is_off = is_event(row, "screen-off");
    bool is_on = is_sure || is_event(row, "screen-on") || is_event(row, "start");
    if ((!is_off && !is_on) || row->start < device->switched_before)
        return;
    device->was_off = is_off;
    device->switched_before = row->start;
}

bool tally_outside(struct tally *tally, const struct play_row *row, uint32_t device)
{
    struct tally_device *machine = &tally->device_list[device];
    bool is_before = row->start < tally->period.from;
    bool is_sure = row->kind == PLAY_KIND_SHOWN && row->clock == CLOCK_TRUSTED;
    if (is_before)
        note_switch(machine, row, is_sure);
    machine->ran_before |= is_sure && is_before;
    machine->ran_after |= is_sure && row->start >= tally->period.to;
    return is_sure;
}

int tally_add(struct tally *tally, const struct play_row *row, uint32_t device, uint32_t edition,
              uint32_t place)
{
    bool is_now = row->start >= tally->period.from && row->start < tally->period.to;
    bool is_before = row->start >= tally->before.from && row->start < tally->before.to;
    if (!is_now)
        tally_outside(tally, row, device);
    if (row->kind == PLAY_KIND_EVENT && is_now)
        return add_event(tally, row, device);
    if (row->kind == PLAY_KIND_EVENT || (!is_now && !is_before))
        return 0;
    int64_t shown = row->shown < 0 ? 0 : row->shown > SHOWN_MAX ? SHOWN_MAX : row->shown;
    uint32_t site = tally->place_sites[place];
    int64_t screen = names_add(&tally->screens, (uint32_t[]){device, place}, 2 * sizeof place);
    if (screen < 0)
        return (int)screen;
    struct tally_edition *which = &tally->edition_list[edition];
    struct tally_device *machine = &tally->device_list[device];
    if (is_now)
        return add_now(tally, row, machine, which, site, shown);
    add_before(tally, row, machine, which, site, shown);
    return 0;
}

/* --- at the end ------------------------------------------------------------------------------ */

static int64_t count_days(const unsigned char *days, int64_t count)
{
    int64_t result = 0;
    for (int64_t i = 0; i < count; i++)
        result += days[i] != 0;
    return result;
}

static bool is_vietnamese(const struct tally *tally, const struct tally_edition *edition)
{
    const struct names *names = &tally->groups[TALLY_LANGUAGE].names;
    return strcmp(names->list[edition->groups[TALLY_LANGUAGE]].key, "vi") == 0;
}

static void name_contents(struct tally *tally)
{
    for (size_t i = 0; i < tally->editions.count; i++) {
        const struct tally_edition *one = &tally->edition_list[i];
        struct tally_content *content = &tally->content_list[one->content];
        const struct tally_edition *best = &tally->edition_list[content->edition];
        bool is_ours = is_vietnamese(tally, one);
        bool was_ours = content->is_named && is_vietnamese(tally, best);
        if (one->last == 0 && content->is_named)
            continue;
        if (!content->is_named || best->last == 0 || (is_ours && !was_ours) ||
            (is_ours == was_ours && one->last > best->last))
            content->edition = (uint32_t)i;
        content->is_named = true;
    }
}

void tally_end(struct tally *tally)
{
    int64_t count = period_days(&tally->period), count_before = period_days(&tally->before);
    for (int64_t i = 0; i < count; i++)
        tally->day_count += tally->days[i].plays > 0;
    tally->day_count_before = count_days(tally->days_before, count_before);
    for (size_t i = 0; i < tally->devices.count; i++) {
        struct tally_device *device = &tally->device_list[i];
        device->day_count = count_days(device->days, count);
        device->day_count_before = count_days(device->days_before, count_before);
    }
    name_contents(tally);
}

int64_t tally_estimated(const struct tally *tally)
{
    return tally->now.estimated + tally->banners.now.estimated;
}
