/* A report for programs: all figures. Numbers of milliseconds and counts are integers; instants are
 * RFC 3339 in UTC, days local dates. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli/report_view.h"
#include "playlist/moment.h"

/* Members are added without looking: cJSON passes over what there is no memory for, and
 * `view_write_json` looks at the whole. */

static void add_instant(cJSON *object, const char *name, int64_t milliseconds)
{
    char text[MOMENT_TEXT_SIZE];
    moment_format(milliseconds * 1000, text);
    cJSON_AddStringToObject(object, name, text);
}

static void add_figure(cJSON *object, const struct figure *figure)
{
    cJSON_AddNumberToObject(object, "plays", (double)figure->plays);
    cJSON_AddNumberToObject(object, "shownMs", (double)figure->shown);
    cJSON_AddNumberToObject(object, "estimatedPlays", (double)figure->estimated);
    if (figure->plays == 0) {
        cJSON_AddNullToObject(object, "firstShown");
        cJSON_AddNullToObject(object, "lastShown");
        return;
    }
    add_instant(object, "firstShown", figure->first);
    add_instant(object, "lastShown", figure->last);
}

static void add_before(cJSON *object, const struct figure *figure)
{
    add_figure(cJSON_AddObjectToObject(object, "before"), figure);
}

static void add_word(cJSON *object, const char *name, const char *word)
{
    if (word && *word)
        cJSON_AddStringToObject(object, name, word);
    else
        cJSON_AddNullToObject(object, name);
}

static void add_period(cJSON *object, const char *member, const struct period *period)
{
    static const char *const kinds[] = {"quarter", "year", "range"};
    char name[PERIOD_NAME_SIZE], day[SPELL_SIZE];
    cJSON *one = cJSON_AddObjectToObject(object, member);
    period_name(period, name);
    cJSON_AddStringToObject(one, "kind", kinds[period->kind]);
    cJSON_AddStringToObject(one, "name", name);
    cJSON_AddStringToObject(one, "from", spell_day(day, period->first, SPELL_ENGLISH));
    cJSON_AddStringToObject(one, "to", spell_day(day, period->last, SPELL_ENGLISH));
}

static void add_set(const struct view *view, cJSON *object, const char *name, enum tally_kind kind,
                    uint64_t set)
{
    cJSON *list = cJSON_AddArrayToObject(object, name);
    for (uint32_t i = 0; i < 64; i++) {
        if (set >> i & 1)
            cJSON_AddItemToArray(list, cJSON_CreateString(view_group(view, kind, i)));
    }
}

static void add_items(const struct view *view, cJSON *root)
{
    static const struct {
        const char *name;
        enum tally_kind kind;
    } words[] = {{"type", TALLY_TYPE}, {"topic", TALLY_TOPIC}, {"audience", TALLY_AUDIENCE}};
    const struct tally *tally = view->tally;
    cJSON *list = cJSON_AddArrayToObject(root, "byItem");
    for (uint32_t i = 0; i < tally->contents.count; i++) {
        const struct tally_content *content = &tally->content_list[i];
        if (content->now.plays == 0 && content->before.plays == 0)
            continue;
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "feed", content->feed);
        cJSON_AddStringToObject(object, "item", content->item);
        cJSON_AddStringToObject(object, "title", view_title(view, i));
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            add_word(object, words[k].name,
                     view_group(view, words[k].kind, view_edition(view, i)->groups[words[k].kind]));
        add_set(view, object, "languages", TALLY_LANGUAGE, content->languages);
        add_set(view, object, "sites", TALLY_SITE, content->sites);
        add_figure(object, &content->now);
        add_before(object, &content->before);
        cJSON_AddItemToArray(list, object);
    }
}

static void add_groups(const struct view *view, cJSON *root)
{
    static const struct {
        const char *list, *name;
        enum tally_kind kind;
    } all[] = {{"byTopic", "topic", TALLY_TOPIC},
               {"byAudience", "audience", TALLY_AUDIENCE},
               {"byLanguage", "language", TALLY_LANGUAGE},
               {"byType", "type", TALLY_TYPE},
               {"bySite", "site", TALLY_SITE}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const struct tally_groups *groups = &view->tally->groups[all[k].kind];
        cJSON *list = cJSON_AddArrayToObject(root, all[k].list);
        for (uint32_t i = 0; i < groups->names.count; i++) {
            const struct tally_group *group = &groups->list[i];
            if (group->now.plays == 0 && group->before.plays == 0)
                continue;
            cJSON *object = cJSON_CreateObject();
            add_word(object, all[k].name, view_group(view, all[k].kind, i));
            add_figure(object, &group->now);
            add_before(object, &group->before);
            cJSON_AddItemToArray(list, object);
        }
    }
}

static void add_times(const struct view *view, cJSON *root)
{
    const struct tally *tally = view->tally;
    char day[SPELL_SIZE];
    cJSON *days = cJSON_AddArrayToObject(root, "byDay");
    cJSON *hours = cJSON_AddArrayToObject(root, "byHour");
    for (int64_t i = 0; i < view_days_come(view); i++) {
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "day",
                                spell_day(day, tally->period.first + i, SPELL_ENGLISH));
        add_figure(object, &tally->days[i]);
        cJSON_AddItemToArray(days, object);
    }
    for (int i = 0; i < TALLY_HOURS; i++) {
        cJSON *object = cJSON_CreateObject();
        cJSON_AddNumberToObject(object, "hour", i);
        add_figure(object, &tally->hours[i].now);
        add_before(object, &tally->hours[i].before);
        cJSON_AddItemToArray(hours, object);
    }
}

static void add_places(const struct view *view, cJSON *object, uint32_t device)
{
    const struct tally *tally = view->tally;
    cJSON *list = cJSON_AddArrayToObject(object, "places");
    for (size_t i = 0; i < tally->screens.count; i++) {
        uint32_t key[2];
        memcpy(key, tally->screens.list[i].key, sizeof key);
        if (key[0] != device)
            continue;
        cJSON *place = cJSON_CreateObject();
        add_word(place, "site", tally_site_of(tally, key[1]));
        add_word(place, "screen", tally_screen_of(tally, key[1]));
        cJSON_AddItemToArray(list, place);
    }
}

static void add_devices(const struct view *view, cJSON *root)
{
    const struct tally *tally = view->tally;
    cJSON *list = cJSON_AddArrayToObject(root, "devices");
    for (uint32_t i = 0; i < tally->devices.count; i++) {
        const struct tally_device *device = &tally->device_list[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "device", tally->devices.list[i].key);
        add_places(view, object, i);
        cJSON_AddNumberToObject(object, "daysInOperation", (double)device->day_count);
        cJSON_AddNumberToObject(object, "daysInOperationBefore", (double)device->day_count_before);
        add_figure(object, &device->now);
        add_before(object, &device->before);
        cJSON_AddItemToArray(list, object);
    }
}

static void add_gaps(const struct view *view, cJSON *root)
{
    static const char *const causes[GAP_CAUSES] = {"unknown", "power", "stopped", "unplugged"};
    cJSON *list = cJSON_AddArrayToObject(root, "interruptions");
    for (size_t i = 0; i < view->gaps->count; i++) {
        const struct gap *gap = &view->gaps->list[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "device", view->tally->devices.list[gap->device].key);
        add_instant(object, "from", gap->from);
        add_instant(object, "to", gap->to);
        cJSON_AddStringToObject(object, "cause", causes[gap->cause]);
        cJSON_AddBoolToObject(object, "wholeDays", gap->is_days);
        cJSON_AddItemToArray(list, object);
    }
}

static void add_events(const struct view *view, cJSON *root)
{
    static const char *const clocks[] = {"floor", "server", "trusted"};
    cJSON *list = cJSON_AddArrayToObject(root, "events");
    for (size_t i = 0; i < view->tally->event_count; i++) {
        const struct tally_event *event = &view->tally->events[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "device", view->tally->devices.list[event->device].key);
        cJSON_AddStringToObject(object, "event", event->name);
        add_instant(object, "at", event->start);
        cJSON_AddNumberToObject(object, "count", (double)event->count);
        cJSON_AddStringToObject(object, "clock", clocks[event->clock]);
        cJSON_AddItemToArray(list, object);
    }
}

static void add_sources(const struct view *view, cJSON *root)
{
    cJSON *list = cJSON_AddArrayToObject(root, "sources");
    for (size_t i = 0; i < view->sources->count; i++) {
        const struct source *source = &view->sources->list[i];
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "path", source->path);
        add_word(object, "device", source->device);
        cJSON_AddNumberToObject(object, "rows", (double)source->rows);
        cJSON_AddNumberToObject(object, "duplicates", (double)source->duplicates);
        cJSON_AddNumberToObject(object, "conflicts", (double)source->conflicts);
        cJSON_AddNumberToObject(object, "brokenBatches", (double)source->broken);
        cJSON_AddItemToArray(list, object);
    }
}

static void add_totals(const struct view *view, cJSON *root)
{
    const struct tally *tally = view->tally;
    cJSON *now = cJSON_AddObjectToObject(root, "totals");
    add_figure(now, &tally->now);
    cJSON_AddNumberToObject(now, "daysInOperation", (double)tally->day_count);
    cJSON_AddNumberToObject(now, "screenDaysInOperation", (double)view_device_days(view));
    cJSON_AddNumberToObject(now, "screens", (double)view_devices(view));
    cJSON_AddNumberToObject(now, "lostPlays", (double)tally->lost);
    cJSON_AddNumberToObject(now, "logsSetAside", (double)tally->aside);
    cJSON_AddNumberToObject(now, "missingRows", (double)view_missing(view));
    cJSON_AddNumberToObject(now, "interruptedMinutes", (double)view->gaps->minutes);
    cJSON_AddNumberToObject(now, "idleDays", (double)view->gaps->days);
    cJSON_AddNumberToObject(now, "idleWeekendDays", (double)view->gaps->weekend);
    if (!view_has_before(view)) {
        cJSON_AddNullToObject(root, "totalsBefore");
        return;
    }
    cJSON *before = cJSON_AddObjectToObject(root, "totalsBefore");
    add_figure(before, &tally->total_before);
    cJSON_AddNumberToObject(before, "daysInOperation", (double)tally->day_count_before);
    cJSON_AddNumberToObject(before, "screenDaysInOperation", (double)view_device_days_before(view));
}

int view_write_json(const struct view *view, FILE *out)
{
    cJSON *root = cJSON_CreateObject();
    cJSON_AddNumberToObject(root, "bangtinReport", 1);
    cJSON_AddStringToObject(root, "counts", "plays, not views");
    add_instant(root, "generated", view->now / 1000);
    add_word(root, "agency", view_agency(view));
    add_period(root, "period", &view->tally->period);
    add_period(root, "periodBefore", &view->tally->before);
    cJSON_AddBoolToObject(root, "isOver", view_is_over(view));
    add_totals(view, root);
    add_items(view, root);
    add_groups(view, root);
    add_times(view, root);
    add_devices(view, root);
    add_gaps(view, root);
    add_events(view, root);
    add_sources(view, root);
    char *text = root ? cJSON_Print(root) : NULL;
    if (text)
        fprintf(out, "%s\n", text);
    cJSON_free(text);
    cJSON_Delete(root);
    return text ? 0 : -ENOMEM;
}
