#include "cli/report_tally.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_word.h"
#include "playlist/limits.h"

enum { SET_SIZE = 64, MINUTES_A_DAY = 1440, WORDS_MAX = 8 };

#define MINUTE INT64_C(60000)
#define DAY (INT64_C(86400000))
#define QUARTER (15 * MINUTE)
#define SHOWN_MAX ((int64_t)(LIMIT_DURATION_MAX * 1000)) /* no item stays longer */

int tally_init(struct tally *tally, const struct period *period, const struct zone *zone)
{
    *tally = (struct tally){.zone = zone, .period = *period, .quarter = INT64_MIN};
    tally->before = period_before(period, zone);
    tally->days = calloc((size_t)period_days(&tally->period), sizeof *tally->days);
    tally->days_before = calloc((size_t)period_days(&tally->before), 1);
    return tally->days && tally->days_before ? 0 : -ENOMEM;
}

void tally_finish(struct tally *tally)
{
    struct names *const all[] = {&tally->contents, &tally->editions, &tally->titles,
                                 &tally->devices,  &tally->places,   &tally->spots,
                                 &tally->screens};
    for (size_t i = 0; i < tally->devices.count; i++) {
        free(tally->device_list[i].days);
        free(tally->device_list[i].days_before);
        free(tally->device_list[i].minutes);
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        names_finish(all[i]);
    for (size_t i = 0; i < TALLY_KINDS; i++) {
        names_finish(&tally->groups[i].names);
        free(tally->groups[i].list);
    }
    free(tally->content_list);
    free(tally->edition_list);
    free(tally->device_list);
    free(tally->place_sites);
    free(tally->days);
    free(tally->days_before);
    free(tally->events);
    *tally = (struct tally){0};
}

/* --- numbers --------------------------------------------------------------------------------- */

/* The number of at most WORDS_MAX words together. */
static int64_t add_words(struct names *names, const char *const *words, size_t count)
{
    char key[WORDS_MAX * WORD_SIZE];
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += word_clean(key + size, words[i]) + 1; /* with its NUL */
    return names_add(names, key, size);
}

/* The second of two words that add_words has put together. */
static const char *second_word(const struct names_entry *entry)
{
    return entry->key + strlen(entry->key) + 1;
}

static int64_t add_group(struct tally_groups *groups, const char *name)
{
    char word[WORD_SIZE];
    int64_t number = names_add(&groups->names, word, word_clean(word, name));
    if (number < 0)
        return number;
    struct tally_group *list =
        names_reserve(groups->list, &groups->capacity, groups->names.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    groups->list = list;
    return number;
}

int64_t tally_device(struct tally *tally, const char *device)
{
    if (tally->devices.count == TALLY_DEVICES_MAX)
        return -E2BIG;
    int64_t number = names_add(&tally->devices, device, strlen(device));
    if (number < 0)
        return number;
    struct tally_device *list = names_reserve(tally->device_list, &tally->device_capacity,
                                              tally->devices.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->device_list = list;
    struct tally_device *one = &list[number];
    size_t days = (size_t)period_days(&tally->period);
    if (!one->days)
        one->days = calloc(days, 1);
    if (!one->days_before)
        one->days_before = calloc((size_t)period_days(&tally->before), 1);
    if (!one->minutes)
        one->minutes = calloc(days, MINUTES_A_DAY / 8);
    return one->days && one->days_before && one->minutes ? number : -ENOMEM;
}

static int64_t add_content(struct tally *tally, const struct play_item *item)
{
    int64_t number = add_words(&tally->contents, (const char *const[]){item->feed, item->item}, 2);
    if (number < 0)
        return number;
    struct tally_content *list = names_reserve(tally->content_list, &tally->content_capacity,
                                               tally->contents.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->content_list = list;
    list[number].feed = tally->contents.list[number].key;
    list[number].item = second_word(&tally->contents.list[number]);
    return number;
}

static int fill_edition(struct tally *tally, const struct play_item *item,
                        struct tally_edition *edition)
{
    const char *const words[] = {[TALLY_TOPIC] = item->topic,
                                 [TALLY_AUDIENCE] = item->audience,
                                 [TALLY_LANGUAGE] = item->language,
                                 [TALLY_TYPE] = item->type};
    int64_t content = add_content(tally, item);
    int64_t title = add_words(&tally->titles, (const char *const[]){item->title}, 1);
    if (content < 0 || title < 0)
        return (int)(content < 0 ? content : title);
    for (int kind = 0; kind < TALLY_SITE; kind++) {
        int64_t group = add_group(&tally->groups[kind], words[kind]);
        if (group < 0)
            return (int)group;
        edition->groups[kind] = (uint32_t)group;
    }
    edition->content = (uint32_t)content;
    edition->title = (uint32_t)title;
    return 0;
}

int64_t tally_edition(struct tally *tally, const struct play_item *item, size_t source)
{
    const char *const words[] = {item->feed, item->item,  item->version, item->language,
                                 item->type, item->title, item->topic,   item->audience};
    struct tally_edition one = {0};
    size_t before = tally->editions.count;
    int64_t number = add_words(&tally->editions, words, sizeof words / sizeof *words);
    int result = number < 0 ? (int)number : fill_edition(tally, item, &one);
    if (result < 0)
        return result;
    struct tally_edition *list = names_reserve(tally->edition_list, &tally->edition_capacity,
                                               tally->editions.count, sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->edition_list = list;
    if (tally->editions.count > before)
        list[number] = one;
    if (list[number].id == 0 && item->width > 0) {
        list[number].source = source;
        list[number].id = item->id;
    }
    return number;
}

int64_t tally_place(struct tally *tally, const struct play_place *place)
{
    int64_t number =
        add_words(&tally->places, (const char *const[]){place->site, place->screen}, 2);
    int64_t site = number < 0 ? number : add_group(&tally->groups[TALLY_SITE], place->site);
    if (site < 0)
        return site;
    uint32_t *list = names_reserve(tally->place_sites, &tally->place_capacity, tally->places.count,
                                   sizeof *list);
    if (!list)
        return -ENOMEM;
    tally->place_sites = list;
    list[number] = (uint32_t)site;
    return number;
}

const char *tally_site_of(const struct tally *tally, uint32_t place)
{
    return tally->places.list[place].key;
}

const char *tally_screen_of(const struct tally *tally, uint32_t place)
{
    return second_word(&tally->places.list[place]);
}

/* --- rows ------------------------------------------------------------------------------------ */

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
    int64_t local = tally_local(tally, row->start);
    int64_t day = local / DAY - tally->period.first;
    struct tally_content *content = &tally->content_list[edition->content];
    uint32_t language = edition->groups[TALLY_LANGUAGE];
    add_figure(&tally->now, row, shown);
    add_figure(&content->now, row, shown);
    add_figure(&device->now, row, shown);
    add_figure(&tally->hours[local % DAY / (60 * MINUTE)].now, row, shown);
    for (int kind = 0; kind < TALLY_SITE; kind++)
        add_figure(&tally->groups[kind].list[edition->groups[kind]].now, row, shown);
    add_figure(&tally->groups[TALLY_SITE].list[site].now, row, shown);
    if (day >= 0 && day < period_days(&tally->period)) {
        add_figure(&tally->days[day], row, shown);
        device->days[day] = 1;
        mark_minutes(tally, device, row, local, shown);
    }
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
    int64_t day = local / DAY - tally->before.first;
    add_figure(&tally->total_before, row, shown);
    add_figure(&tally->content_list[edition->content].before, row, shown);
    add_figure(&device->before, row, shown);
    add_figure(&tally->hours[local % DAY / (60 * MINUTE)].before, row, shown);
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

int tally_add(struct tally *tally, const struct play_row *row, uint32_t device, uint32_t edition,
              uint32_t place)
{
    bool is_now = row->start >= tally->period.from && row->start < tally->period.to;
    bool is_before = row->start >= tally->before.from && row->start < tally->before.to;
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
