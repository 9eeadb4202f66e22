/* What the plan of the days leaves out in silence: a playlist that is never on, a rule that never
 * comes up, hours for which nothing is planned. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/zone.h"
#include "cli/check.h"
#include "playlist/agenda.h"
#include "playlist/daypart.h"
#include "playlist/recur.h"

#define DAY (INT64_C(86400) * 1000000)

enum {
    LOOK_AHEAD_DAYS = 8, /* each day of the week, and today's hour once more */
    GAP_DAYS_MAX = 366,  /* what lasts longer has no end */
    RULE_LOOKS = 20,     /* what an entry costs, in items */
    LOOKS_MAX = 5000000, /* at items, in all: about a second */
    RULE_ASKS_MAX = 60,  /* of about a year each: 29 February of a Monday comes in 28 */
    TIME_BYTES = 32
};

static bool is_planned(const struct document *document, size_t playlist)
{
    if (document->schedule_count == 0)
        return playlist == 0;
    for (size_t i = 0; i < document->schedule_count; i++) {
        if (document->schedule[i].playlist == playlist)
            return true;
    }
    return false;
}

static bool has_items(const struct document *document, const struct playlist *playlist)
{
    for (size_t i = 0; i < playlist->item_count; i++) {
        if (!document->items[playlist->first_item + i].hidden)
            return true;
    }
    return false;
}

static void look_at_playlists(struct check *check)
{
    const struct document *document = check->document;
    char path[64];
    for (size_t i = 0; i < document->playlist_count; i++) {
        const struct playlist *playlist = &document->playlists[i];
        if (is_planned(document, i) || !has_items(document, playlist))
            continue;
        snprintf(path, sizeof path, "/playlists/%zu", i);
        findings_add(&check->findings, SEVERITY_WARNING, "playlist-unused", path,
                     document->schedule_count == 0
                         ? _("move its items into the first one, or name both in \"schedule\"; "
                             "without one only the first is shown")
                         : _("name it in \"schedule\""),
                     _("the playlist \"%s\" is never shown"), playlist->id);
    }
}

/* Whether there is a moment at which the entry's rule has it on. */
static bool comes_up(const struct schedule_entry *entry, const struct zone *zone)
{
    int64_t now = entry->dtstart - 1;
    for (int i = 0; i < RULE_ASKS_MAX; i++) {
        if (recur_look(entry, zone, now, &now))
            return true;
        if (now == TIME_ALWAYS_AFTER)
            return false;
    }
    return false;
}

static void look_at_rules(struct check *check, const struct zone *zone)
{
    const struct document *document = check->document;
    char path[64];
    for (size_t i = 0; i < document->schedule_count; i++) {
        const struct schedule_entry *entry = &document->schedule[i];
        if (!entry->rrule || comes_up(entry, zone))
            continue;
        snprintf(path, sizeof path, "/schedule/%zu/rrule", i);
        findings_add(&check->findings, SEVERITY_WARNING, "rule-never", path,
                     _("correct the rule, or its \"dtstart\""),
                     _("\"%s\" never comes up: \"%s\" is not shown by it"), entry->rrule,
                     document->playlists[entry->playlist].id);
    }
}

/* The hours of one screen, gone through change by change. */
struct walk {
    struct choice_feed feed;
    const struct daypart *hours; /* when the screen is on; NULL: always */
    int64_t start;
    size_t looks;                /* at items, so far */
    bool has_shown;              /* something, at some time */
    int64_t gap_from, gap_until; /* the first one; 0 and 0: none */
};

/* Of the time that runs just now the beginning is not known: the next one is better to tell. */
static void note_gap(struct walk *walk, int64_t from, int64_t until)
{
    if (walk->gap_until == 0 || (walk->gap_from == walk->start && walk->gap_until < from))
        walk->gap_from = from;
    else if (walk->gap_until < from)
        return;
    walk->gap_until = until;
}

/* Moves on to the next change, up to `end`, which `now` is before. False without memory, or after
 * too long. */
static bool step(struct walk *walk, int64_t *now, int64_t end)
{
    struct agenda *agenda = agenda_create(&walk->feed, CLOCK_TRUSTED, *now);
    if (!agenda)
        return false;
    bool is_on = !walk->hours || daypart_is_open(walk->hours, walk->feed.zone, *now);
    bool is_empty = agenda->member_count == 0;
    int64_t next = agenda->until < end ? agenda->until : end;
    int64_t change = walk->hours ? daypart_next_change(walk->hours, walk->feed.zone, *now) : next;
    next = change < next ? change : next;
    agenda_unref(agenda);
    walk->has_shown |= !is_empty;
    if (is_on && is_empty)
        note_gap(walk, *now, next);
    *now = next;
    walk->looks +=
        walk->feed.document->item_count + walk->feed.document->schedule_count * RULE_LOOKS;
    return walk->looks < LOOKS_MAX;
}

static const char *print_time(const struct zone *zone, int64_t instant, char out[TIME_BYTES])
{
    struct zone_time local = zone_local(zone, instant);
    snprintf(out, TIME_BYTES, "%02d:%02d %02d/%02d/%04d", local.hour, local.minute, local.day,
             local.month, local.year);
    return out;
}

static void say_gap(struct check *check, const struct walk *walk, bool is_open_ended)
{
    char from[TIME_BYTES], until[TIME_BYTES];
    const char *path = check->document->schedule_count > 0 ? "/schedule" : "/dayparts";
    const char *site = walk->feed.site->id;
    const char *hint = _("let something be on at all hours, if that is not meant; \"bangtin "
                         "simulate\" shows all such times");
    print_time(walk->feed.zone, walk->gap_from, from);
    print_time(walk->feed.zone, walk->gap_until, until);
    if (is_open_ended)
        findings_add(&check->findings, SEVERITY_NOTE, "uncovered", path, hint,
                     _("nothing is planned from %s on%s%s%s: the built-in content is shown"), from,
                     site ? " (" : "", site ? site : "", site ? ")" : "");
    else
        findings_add(&check->findings, SEVERITY_NOTE, "uncovered", path, hint,
                     _("nothing is planned from %s to %s%s%s%s: the built-in content is shown"),
                     from, until, site ? " (" : "", site ? site : "", site ? ")" : "");
}

/* Goes through the days ahead, and to the end of a time without a plan that begins in them. False
 * where that end was not found. */
static bool walk_on(struct walk *walk, bool *ret_is_open_ended)
{
    int64_t now = walk->start, end = now + LOOK_AHEAD_DAYS * DAY, last = now + GAP_DAYS_MAX * DAY;
    bool goes_on = true;
    while (goes_on && now < last && (now < end || now == walk->gap_until))
        goes_on = step(walk, &now, last);
    *ret_is_open_ended = walk->gap_until == last;
    return goes_on || now != walk->gap_until;
}

/* The first office with such a time stands for all: most often it is the plan's own. */
static void look_for_gaps(struct check *check, const struct zone *zone)
{
    size_t looks = 0;
    for (size_t i = 0; i < check->site_count && looks < LOOKS_MAX; i++) {
        const struct site *site = check->sites[i];
        struct walk walk = {
            .feed = {.document = check->document, .site = site, .zone = zone, .share = 1},
            .hours = site->screen.hours,
            .start = check->now,
            .looks = looks};
        bool is_open_ended, is_sure = walk_on(&walk, &is_open_ended);
        looks = walk.looks;
        if (is_sure && walk.has_shown && walk.gap_until > walk.gap_from) {
            say_gap(check, &walk, is_open_ended);
            return;
        }
    }
}

void check_schedule(struct check *check)
{
    const struct document *document = check->document;
    struct zone *zone = NULL;
    if (document->time_zone && zone_read(document->time_zone, &zone) < 0)
        return; /* check_dates has said so */
    look_at_playlists(check);
    look_at_rules(check, zone);
    if (document->schedule_count > 0 || document->daypart_count > 0)
        look_for_gaps(check, zone);
    zone_destroy(zone);
}
