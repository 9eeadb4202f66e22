#include "cli/simulate_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/absence.h"
#include "cli/amount.h"
#include "playlist/agenda.h"

enum { PLAN_LINES_MAX = 60, NAMES_BYTES = 256, WHEN_BYTES = 32, ID_COLUMNS = 40 };

void simulate_list_add(void *context, const struct simulated *shown)
{
    struct simulate_list *list = context;
    if (list->count < SIMULATE_LIST_MAX)
        list->shown[list->count] = *shown;
    list->count += list->count <= SIMULATE_LIST_MAX;
}

static const char *when(const struct simulation *simulation, int64_t instant, char text[WHEN_BYTES])
{
    struct zone_time local = zone_local(simulation->feed.zone, instant);
    snprintf(text, WHEN_BYTES, "%02d/%02d/%04d %02d:%02d:%02d", local.day, local.month, local.year,
             local.hour, local.minute, local.second);
    return text;
}

static const char *span_text(int64_t time, char text[WHEN_BYTES])
{
    int64_t seconds = time / CLOCK_SECOND;
    snprintf(text, WHEN_BYTES, "%" PRId64 ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60),
             (int)(seconds % 60));
    return text;
}

static void print_list(const struct simulation *simulation, const struct simulate_list *list)
{
    char text[WHEN_BYTES];
    for (size_t i = 0; i < list->count; i++) {
        const struct simulated *shown = &list->shown[i];
        printf("  %s  ", when(simulation, shown->start, text));
        if (shown->alert)
            printf(_("alert %s\n"), shown->alert->identifier);
        else if (shown->item)
            printf("%s (%s)\n", shown->item->id, shown->playlist->id);
        else
            printf("%s\n", _("the built-in content"));
    }
}

/* The playlists that take turns now, as "a, b". */
static void name_playlists(const struct simulation *simulation, const struct agenda *agenda,
                           char names[NAMES_BYTES])
{
    const struct document *document = simulation->feed.document;
    const struct agenda_list *first = NULL;
    size_t used = 0;
    for (size_t i = 0; i < agenda->list_count; i++) {
        const struct agenda_list *list = &agenda->lists[i];
        if (list->lane_count == 0)
            continue;
        if (first && list->priority < first->priority)
            break;
        const char *id = document->playlists[list->playlist].id;
        if (used + strlen(id) + 8 < NAMES_BYTES)
            used +=
                (size_t)snprintf(names + used, NAMES_BYTES - used, "%s%s", first ? ", " : "", id);
        first = first ? first : list;
    }
    if (!first)
        snprintf(names, NAMES_BYTES, "%s", _("the built-in content"));
}

/* Which playlists are on from when to when. */
static void print_plan(const struct simulation *simulation)
{
    char last[NAMES_BYTES] = "", text[WHEN_BYTES];
    int64_t ahead = simulation_ahead(simulation);
    size_t lines = 0;
    for (int64_t now = simulation->from; now < simulation->to && lines <= PLAN_LINES_MAX;) {
        struct agenda *agenda = agenda_create(&simulation->feed, simulation->clock, now + ahead);
        char names[NAMES_BYTES];
        if (!agenda)
            return;
        name_playlists(simulation, agenda, names);
        if (strcmp(names, last) != 0 && lines++ < PLAN_LINES_MAX)
            printf("  %s  %s\n", when(simulation, now, text), names);
        snprintf(last, sizeof last, "%s", names);
        now = agenda->until - ahead;
        agenda_unref(agenda);
    }
    if (lines > PLAN_LINES_MAX)
        printf("  …\n");
}

static void print_row(const char *name, uint64_t plays, int64_t time, int64_t whole)
{
    char text[WHEN_BYTES];
    printf("  %-*s %9" PRIu64 " %12s %6s %%\n", ID_COLUMNS, name, plays, span_text(time, text),
           amount_decimal(100.0 * (double)time / (double)whole).text);
}

static void print_items(const struct simulation *simulation)
{
    const struct document *document = simulation->feed.document;
    int64_t whole = simulation->to - simulation->from, gaps = 0;
    printf("\n%s\n", _("Items, how often, how long, and their share of the time:"));
    for (size_t i = 0; i < document->item_count; i++) {
        const struct simulated_item *item = &simulation->items[i];
        if (item->plays > 0)
            print_row(document->items[i].id, item->plays, item->time, whole);
    }
    if (simulation->alert_plays > 0)
        print_row(_("(alerts)"), simulation->alert_plays, simulation->alert_time, whole);
    for (size_t i = 0; i < simulation->gap_count; i++)
        gaps += simulation->gaps[i].end - simulation->gaps[i].start;
    if (gaps > 0)
        print_row(_("(the built-in content)"), simulation->gap_count, gaps, whole);
}

static void print_absent(const struct simulation *simulation)
{
    const struct document *document = simulation->feed.document;
    bool any = false;
    for (size_t i = 0; i < document->item_count; i++) {
        if (simulation->items[i].plays > 0)
            continue;
        if (!any)
            printf("\n%s\n", _("Never shown:"));
        any = true;
        printf("  %-*s %s\n", ID_COLUMNS, document->items[i].id,
               absence_words(simulation->items[i].absence));
    }
}

static void print_gaps(const struct simulation *simulation)
{
    char start[WHEN_BYTES], end[WHEN_BYTES];
    if (simulation->gap_count == 0)
        return;
    printf("\n%s\n", _("Nothing of the playlist can be shown, the built-in content is on:"));
    for (size_t i = 0; i < simulation->gap_count && i < PLAN_LINES_MAX; i++)
        printf("  %s – %s\n", when(simulation, simulation->gaps[i].start, start),
               when(simulation, simulation->gaps[i].end, end));
    if (simulation->gap_count > PLAN_LINES_MAX)
        printf("  …\n");
}

void simulate_print(const struct simulation *simulation, const struct simulate_list *list,
                    const char *name)
{
    char start[WHEN_BYTES], end[WHEN_BYTES];
    const struct document *document = simulation->feed.document;
    printf("%s\n", name);
    if (simulation->feed.site->id)
        printf(_("Office: %s\n"), simulation->feed.site->id);
    printf(_("From %s to %s (%s)\n"), when(simulation, simulation->from, start),
           when(simulation, simulation->to, end),
           simulation->feed.zone ? document->time_zone : "UTC");
    if (simulation->clock == CLOCK_FLOOR)
        printf("%s\n", _("As on a machine that does not know the time: all hours count as open."));
    if (list->count <= SIMULATE_LIST_MAX) {
        printf("\n%s\n", _("What is on:"));
        print_list(simulation, list);
    } else {
        printf("\n%s\n", _("The playlists that are on, from:"));
        print_plan(simulation);
    }
    print_items(simulation);
    print_absent(simulation);
    print_gaps(simulation);
}
