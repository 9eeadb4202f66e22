/* What has expired, facts that were not confirmed for a long time, and items that stay for one. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "cli/check.h"
#include "cli/report_spell.h"
#include "playlist/moment.h"

enum { CONFIRM_DAYS = 180, LONG_SECONDS = 600 };

/* "21/11/2026", as dates are written in Vietnam. */
static const char *print_date(const struct zone *zone, int64_t instant, char out[32])
{
    struct zone_time local = zone_local(zone, instant);
    snprintf(out, 32, "%02d/%02d/%04d", local.day, local.month, local.year);
    return out;
}

/* Returns whether it has ended. */
static bool look_at_item(struct check *check, const struct item *item, const struct zone *zone)
{
    char path[160], date[32];
    bool has_basis = item->basis_until != TIME_ALWAYS_AFTER;
    /* A basis holds through its last day. */
    int64_t basis_end =
        has_basis ? zone_instant(zone, item->basis_until + 1, 0) : TIME_ALWAYS_AFTER;
    bool by_basis = basis_end < item->valid_until;
    int64_t end = by_basis ? basis_end : item->valid_until;
    if (end > check->now)
        return false;
    item_path(item, path, sizeof path);
    print_date(zone, by_basis ? end - 1 : end, date);
    findings_add(&check->findings, SEVERITY_WARNING, by_basis ? "basis-expired" : "expired", path,
                 _("take it out, hide it (\"hidden\": true) or give it a new date"),
                 by_basis ? _("\"%s\" is no longer shown: its legal basis held until %s")
                          : _("\"%s\" is no longer shown: it ended on %s"),
                 item->id, date);
    return true;
}

/* The built-in content takes the place of a playlist of which nothing is left. Who hides every item
 * knows it. */
static void look_at_rest(struct check *check, size_t shown, size_t past)
{
    const struct document *document = check->document;
    if (shown > 0 || document->alert_count > 0 || (past == 0 && document->item_count > 0))
        return;
    findings_add(&check->findings, SEVERITY_WARNING, "nothing-shown", "/playlists",
                 _("add an item, or give one a new date"),
                 document->item_count == 0
                     ? _("there is no item: the screen shows the built-in content")
                     : _("every item is hidden or past: the screen shows the built-in "
                         "content"));
}

enum { NO_DATE = -1000000 };

/* The days since the item's checkedOn, or NO_DATE. */
static int64_t days_unconfirmed(const struct check *check, const struct item *item,
                                const struct zone *zone)
{
    struct json json;
    struct json_error error;
    char date[16];
    int64_t days = NO_DATE, then;
    if (json_read(item->json, item->json_size, &json, &error) < 0)
        return NO_DATE;
    uint32_t value = json_member(&json, 0, "checkedOn");
    if (value && json.tokens[value].kind == JSON_STRING && json.tokens[value].size < sizeof date) {
        size_t size = json_decode(&json, value, date);
        if (moment_parse_date(date, size, &then)) {
            struct zone_time local = zone_local(zone, check->now);
            days = zone_days(local.year, local.month, local.day) - then;
        }
    }
    json_finish(&json);
    return days;
}

/* Whether anything else is shown in turn with the item. */
static bool has_company(const struct check *check, const struct item *item)
{
    const struct document *document = check->document;
    size_t number = (size_t)(item - document->items);
    for (size_t i = 0; i < document->playlist_count; i++) {
        const struct playlist *playlist = &document->playlists[i];
        if (number < playlist->first_item || number - playlist->first_item >= playlist->item_count)
            continue;
        for (size_t j = 0; j < playlist->item_count; j++) {
            const struct item *other = &document->items[playlist->first_item + j];
            if (other != item && !other->hidden && !other->faulty)
                return true;
        }
    }
    return false;
}

/* Who writes milliseconds, as in other programs, has one item for hours. */
static void look_at_duration(struct check *check, const struct item *item)
{
    char path[160], where[192], stands[SPELL_SIZE];
    if (item->duration <= LONG_SECONDS * CLOCK_SECOND || !has_company(check, item))
        return;
    item_path(item, path, sizeof path);
    snprintf(where, sizeof where, "%s/duration", path);
    spell_minutes(stands, item->duration / (60 * CLOCK_SECOND), spell_of_messages());
    findings_add(&check->findings, SEVERITY_WARNING, "duration-long", where,
                 _("write seconds, not milliseconds, as in \"duration\": 16"),
                 _("\"%s\" stands for %s at a time, while all others wait"), item->id, stands);
}

static void look_at_facts(struct check *check, const struct item *item, const struct zone *zone)
{
    char path[160];
    int64_t days = days_unconfirmed(check, item, zone);
    item_path(item, path, sizeof path);
    if (days < 0 && days != NO_DATE)
        findings_add(&check->findings, SEVERITY_WARNING, "checked-ahead", path,
                     _("write the day on which they were confirmed"),
                     ngettext("the facts of \"%s\" are said to be confirmed %d day from now",
                              "the facts of \"%s\" are said to be confirmed %d days from now",
                              (unsigned long)-days),
                     item->id, (int)-days);
    if (days <= CONFIRM_DAYS)
        return;
    findings_add(&check->findings, SEVERITY_WARNING, "checked-long-ago", path,
                 _("confirm addresses and numbers, then write today's date in \"checkedOn\""),
                 _("the facts of \"%s\" were last confirmed %d days ago"), item->id, (int)days);
}

void check_dates(struct check *check)
{
    const struct document *document = check->document;
    struct zone *zone = NULL;
    char date[32];
    size_t shown = 0, past = 0;
    if (document->time_zone && zone_read(document->time_zone, &zone) < 0)
        findings_add(&check->findings, SEVERITY_ERROR, "time-zone", "/timeZone",
                     _("write \"Asia/Ho_Chi_Minh\" or another name of the IANA list"),
                     _("there is no time zone \"%s\""), document->time_zone);
    if (document->expires <= check->now)
        findings_add(&check->findings, SEVERITY_WARNING, "document-expired", "/expires",
                     _("write a later date"), _("the document expired on %s"),
                     print_date(zone, document->expires, date));
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        shown += item->faulty; /* will be, when its error is mended */
        if (item->hidden || item->faulty)
            continue;
        bool is_past = look_at_item(check, item, zone);
        shown += !is_past;
        past += is_past;
        look_at_facts(check, item, zone);
        look_at_duration(check, item);
    }
    look_at_rest(check, shown, past);
    zone_destroy(zone);
}
