/* A report for programs: all figures. Milliseconds and counts are integers; instants are RFC 3339
 * in UTC, days local dates. */
#include <string.h>

#include "cli/report_view.h"
#include "cli/report_write.h"
#include "playlist/moment.h"

static void put_instant(struct writer *to, const char *name, int64_t milliseconds)
{
    char text[MOMENT_TEXT_SIZE];
    moment_format(milliseconds * 1000, text);
    write_text(to, name, text);
}

static void put_figure(struct writer *to, const struct figure *figure)
{
    write_number(to, "plays", figure->plays);
    write_number(to, "shownMs", figure->shown);
    write_number(to, "estimatedPlays", figure->estimated);
    if (figure->plays == 0) {
        write_null(to, "firstShown");
        write_null(to, "lastShown");
        return;
    }
    put_instant(to, "firstShown", figure->first);
    put_instant(to, "lastShown", figure->last);
}

static void put_group(struct writer *to, const char *name, const struct figure *figure)
{
    write_begin(to, name, '{');
    put_figure(to, figure);
    write_end(to, '}');
}

static void put_before(struct writer *to, const struct figure *figure)
{
    put_group(to, "before", figure);
}

static void put_word(struct writer *to, const char *name, const char *word)
{
    if (word && *word)
        write_text(to, name, word);
    else
        write_null(to, name);
}

static void put_day(struct writer *to, const char *name, int64_t day)
{
    char text[SPELL_SIZE];
    write_text(to, name, spell_day(text, day, SPELL_ENGLISH));
}

static void put_period(struct writer *to, const char *member, const struct period *period)
{
    static const char *const kinds[] = {"quarter", "year", "range"};
    char name[PERIOD_NAME_SIZE];
    period_name(period, name);
    write_begin(to, member, '{');
    write_text(to, "kind", kinds[period->kind]);
    write_text(to, "name", name);
    put_day(to, "from", period->first);
    put_day(to, "to", period->last);
    write_end(to, '}');
}

static void put_set(const struct view *view, struct writer *to, const char *name,
                    enum tally_kind kind, uint64_t set)
{
    write_begin(to, name, '[');
    for (uint32_t i = 0; i < 64; i++) {
        if (set >> i & 1)
            write_text(to, NULL, view_group(view, kind, i));
    }
    write_end(to, ']');
}

static void put_item(const struct view *view, struct writer *to, uint32_t number)
{
    static const struct {
        const char *name;
        enum tally_kind kind;
    } words[] = {{"type", TALLY_TYPE}, {"topic", TALLY_TOPIC}, {"audience", TALLY_AUDIENCE}};
    const struct tally_content *content = &view->tally->content_list[number];
    write_begin(to, NULL, '{');
    write_text(to, "feed", content->feed);
    write_text(to, "item", content->item);
    write_text(to, "title", view_title(view, number));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put_word(
            to, words[i].name,
            view_group(view, words[i].kind, view_edition(view, number)->groups[words[i].kind]));
    put_set(view, to, "languages", TALLY_LANGUAGE, content->languages);
    put_set(view, to, "sites", TALLY_SITE, content->sites);
    write_number(to, "siteCount", content->site_count); /* of more than 64 not all are named */
    put_figure(to, &content->now);
    put_before(to, &content->before);
    write_end(to, '}');
}

static void put_items(const struct view *view, struct writer *to)
{
    write_begin(to, "byItem", '[');
    for (uint32_t i = 0; i < view->tally->contents.count; i++) {
        const struct tally_content *content = &view->tally->content_list[i];
        if (content->now.plays > 0 || content->before.plays > 0)
            put_item(view, to, i);
    }
    write_end(to, ']');
}

static void put_groups(const struct view *view, struct writer *to)
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
        write_begin(to, all[k].list, '[');
        for (uint32_t i = 0; i < groups->names.count; i++) {
            const struct tally_group *group = &groups->list[i];
            if (group->now.plays == 0 && group->before.plays == 0)
                continue;
            write_begin(to, NULL, '{');
            put_word(to, all[k].name, view_group(view, all[k].kind, i));
            put_figure(to, &group->now);
            put_before(to, &group->before);
            write_end(to, '}');
        }
        write_end(to, ']');
    }
}

static void put_times(const struct view *view, struct writer *to)
{
    const struct tally *tally = view->tally;
    int64_t days = view_days_come(view);
    write_begin(to, "byDay", '[');
    for (int64_t i = 0; i < days; i++) {
        write_begin(to, NULL, '{');
        put_day(to, "day", tally->period.first + i);
        put_figure(to, &tally->days[i]);
        write_end(to, '}');
    }
    write_end(to, ']');
    write_begin(to, "byHour", '[');
    for (int i = 0; i < TALLY_HOURS; i++) {
        write_begin(to, NULL, '{');
        write_number(to, "hour", i);
        put_figure(to, &tally->hours[i].now);
        put_before(to, &tally->hours[i].before);
        write_end(to, '}');
    }
    write_end(to, ']');
}

static void put_places(const struct view *view, struct writer *to, uint32_t device)
{
    const struct tally *tally = view->tally;
    write_begin(to, "places", '[');
    for (size_t i = 0; i < tally->screens.count; i++) {
        uint32_t key[2];
        memcpy(key, tally->screens.list[i].key, sizeof key);
        if (key[0] != device)
            continue;
        write_begin(to, NULL, '{');
        put_word(to, "site", tally_site_of(tally, key[1]));
        put_word(to, "screen", tally_screen_of(tally, key[1]));
        write_end(to, '}');
    }
    write_end(to, ']');
}

static void put_devices(const struct view *view, struct writer *to)
{
    const struct tally *tally = view->tally;
    write_begin(to, "devices", '[');
    for (uint32_t i = 0; i < tally->devices.count; i++) {
        const struct tally_device *device = &tally->device_list[i];
        write_begin(to, NULL, '{');
        write_text(to, "device", tally->devices.list[i].key);
        put_places(view, to, i);
        write_number(to, "daysInOperation", device->day_count);
        write_number(to, "daysInOperationBefore", device->day_count_before);
        put_figure(to, &device->now);
        put_before(to, &device->before);
        write_end(to, '}');
    }
    write_end(to, ']');
}

static void put_gaps(const struct view *view, struct writer *to)
{
    static const char *const causes[GAP_CAUSES] = {"unknown", "power", "stopped", "unplugged"};
    write_begin(to, "interruptions", '[');
    for (size_t i = 0; i < view->gaps->count; i++) {
        const struct gap *gap = &view->gaps->list[i];
        write_begin(to, NULL, '{');
        write_text(to, "device", view->tally->devices.list[gap->device].key);
        put_instant(to, "from", gap->from);
        put_instant(to, "to", gap->to);
        write_text(to, "cause", causes[gap->cause]);
        write_bool(to, "wholeDays", gap->is_days);
        write_end(to, '}');
    }
    write_end(to, ']');
}

static void put_events(const struct view *view, struct writer *to)
{
    static const char *const clocks[] = {"floor", "server", "trusted"};
    write_begin(to, "events", '[');
    for (size_t i = 0; i < view->tally->event_count; i++) {
        const struct tally_event *event = &view->tally->events[i];
        write_begin(to, NULL, '{');
        write_text(to, "device", view->tally->devices.list[event->device].key);
        write_text(to, "event", event->name);
        put_instant(to, "at", event->start);
        write_number(to, "count", event->count);
        write_text(to, "clock", clocks[event->clock]);
        write_end(to, '}');
    }
    write_end(to, ']');
}

static void put_sources(const struct view *view, struct writer *to)
{
    write_begin(to, "sources", '[');
    for (size_t i = 0; i < view->sources->count; i++) {
        const struct source *source = &view->sources->list[i];
        write_begin(to, NULL, '{');
        write_text(to, "path", source->path);
        put_word(to, "device", source->device);
        write_number(to, "rows", source->rows);
        write_number(to, "duplicates", source->duplicates);
        write_number(to, "conflicts", source->conflicts);
        write_number(to, "brokenBatches", source->broken);
        write_number(to, "brokenLinks", source->unlinked);
        write_end(to, '}');
    }
    write_end(to, ']');
}

static void put_totals(const struct view *view, struct writer *to)
{
    const struct tally *tally = view->tally;
    write_begin(to, "totals", '{');
    put_figure(to, &tally->now);
    write_number(to, "daysInOperation", tally->day_count);
    write_number(to, "screenDaysInOperation", view_device_days(view));
    put_group(to, "banners", &tally->banners.now);
    write_number(to, "screens", (int64_t)view_devices(view));
    write_number(to, "lostPlays", tally->lost);
    write_number(to, "logsSetAside", tally->aside);
    write_number(to, "missingRows", view_missing(view));
    write_number(to, "interruptedMinutes", view->gaps->minutes);
    write_number(to, "idleDays", view->gaps->days);
    write_number(to, "idleWeekendDays", view->gaps->weekend);
    write_end(to, '}');
    if (!view_has_before(view)) {
        write_null(to, "totalsBefore");
        return;
    }
    write_begin(to, "totalsBefore", '{');
    put_figure(to, &tally->total_before);
    write_number(to, "daysInOperation", tally->day_count_before);
    write_number(to, "screenDaysInOperation", view_device_days_before(view));
    put_group(to, "banners", &tally->banners.before);
    write_end(to, '}');
}

int view_write_json(const struct view *view, FILE *out)
{
    struct writer writer = {.out = out}, *to = &writer;
    write_begin(to, NULL, '{');
    write_number(to, "bangtinReport", 1);
    write_text(to, "counts", "plays, not views");
    put_instant(to, "generated", view->now / 1000);
    put_word(to, "agency", view_agency(view));
    put_period(to, "period", &view->tally->period);
    put_period(to, "periodBefore", &view->tally->before);
    write_bool(to, "isOver", view_is_over(view));
    put_totals(view, to);
    put_items(view, to);
    put_groups(view, to);
    put_times(view, to);
    put_devices(view, to);
    put_gaps(view, to);
    put_events(view, to);
    put_sources(view, to);
    write_end(to, '}');
    return 0;
}
