#include "cli/report_view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/report_word.h"

#define DAY_MS INT64_C(86400000)

static const char *const by_names[VIEW_BYS] = {
    [TALLY_TOPIC] = "topic", [TALLY_AUDIENCE] = "audience", [TALLY_LANGUAGE] = "language",
    [TALLY_TYPE] = "type",   [TALLY_SITE] = "site",         [VIEW_ITEM] = "item",
    [VIEW_DAY] = "day",      [VIEW_HOUR] = "hour",
};

enum view_by view_by_name(const char *name)
{
    for (int i = 0; name && i < VIEW_BYS; i++) {
        if (strcmp(name, by_names[i]) == 0)
            return (enum view_by)i;
    }
    return VIEW_ITEM;
}

const char *view_heading(enum view_by by)
{
    static const char *const headings[VIEW_BYS] = {
        [TALLY_TOPIC] = N_("Topic"), [TALLY_AUDIENCE] = N_("Audience"),
        [TALLY_TYPE] = N_("Form"),   [TALLY_LANGUAGE] = N_("Language"),
        [TALLY_SITE] = N_("Place"),  [VIEW_ITEM] = N_("Content"),
        [VIEW_DAY] = N_("Day"),      [VIEW_HOUR] = N_("Hour"),
    };
    return _(headings[by]);
}

bool view_has_before(const struct view *view)
{
    return view->tally->total_before.plays > 0;
}

bool view_is_over(const struct view *view)
{
    return view->now / 1000 >= view->tally->period.to;
}

const struct tally_edition *view_edition(const struct view *view, uint32_t content)
{
    return &view->tally->edition_list[view->tally->content_list[content].edition];
}

const char *view_title(const struct view *view, uint32_t content)
{
    const char *title = view->tally->titles.list[view_edition(view, content)->title].key;
    return *title ? title : view->tally->content_list[content].item;
}

const char *view_group(const struct view *view, enum tally_kind kind, uint32_t number)
{
    return view->tally->groups[kind].names.list[number].key;
}

const char *view_site(const struct view *view, const char *id)
{
    char variable[WORD_SIZE + 8];
    snprintf(variable, sizeof variable, "place.%s", id);
    const char *place = site_variable(view->site, variable);
    const char *name = site_variable(view->site, "name");
    if (place)
        return place;
    if (name && view->site->id && strcmp(view->site->id, id) == 0)
        return name;
    return id;
}

const char *view_agency(const struct view *view)
{
    const char *agency = site_variable(view->site, "agency");
    return agency ? agency : site_variable(view->site, "name");
}

int64_t view_days_come(const struct view *view)
{
    const struct tally *tally = view->tally;
    int64_t come = tally_local(view->tally, view->now / 1000) / DAY_MS - tally->period.first + 1;
    int64_t days = period_days(&tally->period), shown = 0;
    /* A log that is ahead of this machine's clock is shown whole. */
    for (int64_t i = 0; i < days; i++)
        shown = tally->days[i].plays > 0 ? i + 1 : shown;
    if (come < shown)
        come = shown;
    return come < 0 ? 0 : come > days ? days : come;
}

int64_t view_device_days(const struct view *view)
{
    int64_t days = 0;
    for (size_t i = 0; i < view->tally->devices.count; i++)
        days += view->tally->device_list[i].day_count;
    return days;
}

int64_t view_device_days_before(const struct view *view)
{
    int64_t days = 0;
    for (size_t i = 0; i < view->tally->devices.count; i++)
        days += view->tally->device_list[i].day_count_before;
    return days;
}

int64_t view_missing_of(const struct view *view, uint32_t device)
{
    const struct tally_device *one = &view->tally->device_list[device];
    return one->rows > 0 && !one->is_whole ? one->last_seq - one->first_seq + 1 - one->rows : 0;
}

int64_t view_missing(const struct view *view)
{
    int64_t missing = 0;
    for (uint32_t i = 0; i < view->tally->devices.count; i++)
        missing += view_missing_of(view, i);
    return missing;
}

size_t view_devices(const struct view *view)
{
    size_t count = 0;
    for (size_t i = 0; i < view->tally->devices.count; i++)
        count += view->tally->device_list[i].now.plays > 0;
    return count;
}

/* --- places ---------------------------------------------------------------------------------- */

/* Whether the word stands in the list already, and not only as a part of another one. */
static bool is_listed(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at++) {
        bool begins = at == list || (at - list >= 2 && memcmp(at - 2, ", ", 2) == 0);
        if (begins && (at[size] == '\0' || strncmp(at + size, ", ", 2) == 0))
            return true;
    }
    return false;
}

size_t view_places(const struct view *view, uint32_t device, bool sizes, char *text, size_t size)
{
    const struct tally *tally = view->tally;
    size_t count = 0, at = 0;
    *text = '\0';
    for (size_t i = 0; i < tally->screens.count; i++) {
        uint32_t key[2];
        memcpy(key, tally->screens.list[i].key, sizeof key);
        if (key[0] != device)
            continue;
        const char *word =
            sizes ? tally_screen_of(tally, key[1]) : view_site(view, tally_site_of(tally, key[1]));
        if (*word == '\0' || is_listed(text, word) || at + strlen(word) + 4 > size)
            continue;
        at += (size_t)snprintf(text + at, size - at, "%s%s", count ? ", " : "", word);
        count++;
    }
    return count;
}

/* --- lines ----------------------------------------------------------------------------------- */

static int compare_lines(const void *left, const void *right)
{
    const struct view_line *a = left, *b = right;
    if (a->is_banner != b->is_banner)
        return a->is_banner ? 1 : -1;
    if (a->now.shown != b->now.shown)
        return a->now.shown > b->now.shown ? -1 : 1;
    if (a->now.plays != b->now.plays)
        return a->now.plays > b->now.plays ? -1 : 1;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static char *group_name(const struct view *view, enum view_by by, uint32_t number,
                        enum spell_language language)
{
    const char *name = view_group(view, (enum tally_kind)by, number);
    if (*name == '\0')
        name = language == SPELL_VIETNAMESE ? "(không ghi)" : "(none named)";
    else if ((int)by == TALLY_LANGUAGE)
        name = spell_tongue(name, language);
    else if ((int)by == TALLY_TYPE)
        name = spell_type(name, language);
    else if ((int)by == TALLY_SITE)
        name = view_site(view, name);
    return strdup(name);
}

static char *hour_name(uint32_t hour)
{
    char name[32];
    snprintf(name, sizeof name, "%02u:00–%02u:00", hour, hour + 1);
    return strdup(name);
}

static size_t line_count(const struct view *view, enum view_by by)
{
    if (by == VIEW_ITEM)
        return view->tally->contents.count;
    if (by == VIEW_DAY)
        return (size_t)view_days_come(view);
    if (by == VIEW_HOUR)
        return TALLY_HOURS;
    return view->tally->groups[by].names.count;
}

static bool fill_line(const struct view *view, enum view_by by, enum spell_language language,
                      struct view_line *line)
{
    const struct tally *tally = view->tally;
    char text[SPELL_SIZE];
    if (by == VIEW_ITEM) {
        const struct tally_content *content = &tally->content_list[line->number];
        line->now = content->now;
        line->before = content->before;
        line->is_banner = content->is_banner;
        line->name = strdup(view_title(view, line->number));
    } else if (by == VIEW_DAY) {
        line->now = tally->days[line->number];
        line->name = strdup(spell_day(text, tally->period.first + line->number, language));
    } else {
        const struct tally_group *group =
            by == VIEW_HOUR ? &tally->hours[line->number] : &tally->groups[by].list[line->number];
        line->now = group->now;
        line->before = group->before;
        line->name = by == VIEW_HOUR ? hour_name(line->number)
                                     : group_name(view, by, line->number, language);
    }
    return line->name;
}

int view_lines(const struct view *view, enum view_by by, enum spell_language language,
               struct view_lines *ret)
{
    struct view_lines lines = {0};
    size_t count = line_count(view, by);
    bool is_series = by == VIEW_DAY || by == VIEW_HOUR;
    lines.list = calloc(count ? count : 1, sizeof *lines.list);
    for (size_t i = 0; i < count && lines.list; i++) {
        struct view_line *line = &lines.list[lines.count++];
        line->number = (uint32_t)i;
        if (!fill_line(view, by, language, line)) {
            view_lines_finish(&lines);
            return -ENOMEM;
        }
        if (is_series || line->now.plays > 0 || (by != VIEW_ITEM && line->before.plays > 0))
            continue;
        free(line->name);
        line->name = NULL;
        lines.count--;
    }
    if (!lines.list)
        return -ENOMEM;
    if (!is_series)
        qsort(lines.list, lines.count, sizeof *lines.list, compare_lines);
    *ret = lines;
    return 0;
}

void view_lines_finish(struct view_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->list[i].name);
    free(lines->list);
    *lines = (struct view_lines){0};
}
