#include "playlist/eligible.h"

#include "playlist/recur.h"

/* Entries that follow one another with the playlist of one item; behind them it is chosen anew, so
 * that a screen never reckons for long. */
enum { ENTRIES_IN_TURN = 32 };

static int64_t earlier(int64_t left, int64_t right)
{
    return left < right ? left : right;
}

int64_t item_end(const struct item *item, const struct zone *zone)
{
    int64_t end = item->valid_until;
    if (item->basis_until != TIME_ALWAYS_AFTER) /* its last day is included */
        end = earlier(end, zone_instant(zone, item->basis_until + 1, 0));
    return end;
}

/* On CLOCK_FLOOR `now` is a lower bound of the time, so the comparisons with the dates mean
 * "surely"; the windows of the day count as open there. */
const char *item_obstacle(const struct item *item, const struct choice_feed *feed,
                          struct openings *openings, int64_t *until)
{
    int64_t now = openings->now;
    if (item->faulty)
        return "faulty";
    if (item->hidden)
        return "hidden";
    if (!site_matches(feed->site, &item->sites))
        return "other-site";
    if (item->valid_until <= now)
        return "expired";
    int64_t end = item_end(item, feed->zone);
    if (end <= now)
        return "basis-expired";
    if (item->valid_from > now) {
        *until = earlier(*until, item->valid_from);
        return "not-yet";
    }
    *until = earlier(*until, end);
    bool open = openings_has(openings, &item->dayparts);
    *until = earlier(*until, openings->until);
    return open ? NULL : "outside-dayparts";
}

/* Where the time is not known but for not being earlier: whether the rule has begun, has not come
 * to its end, and opens at hours or on days of the week, as dayparts do. One by the month or the
 * year names dates, and nobody knows that it is one of them: what is said on one day of the year
 * would be said on all of them. */
static bool may_recur(const struct schedule_entry *entry, const struct choice_feed *feed,
                      int64_t now, int64_t *until)
{
    if (entry->dtstart > now) {
        *until = earlier(*until, entry->dtstart);
        return false;
    }
    int64_t change;
    bool open = recur_look(entry, feed->zone, now, &change);
    *until = earlier(*until, change);
    return (change != TIME_ALWAYS_AFTER || open) && !recur_names_dates(entry);
}

bool entry_is_in_force(const struct schedule_entry *entry, const struct choice_feed *feed,
                       struct openings *openings, int64_t *until)
{
    int64_t now = openings->now;
    if (!site_matches(feed->site, &entry->sites) || entry->valid_until <= now)
        return false;
    if (entry->valid_from > now) {
        *until = earlier(*until, entry->valid_from);
        return false;
    }
    *until = earlier(*until, entry->valid_until);
    if (openings->clock == CLOCK_FLOOR)
        return may_recur(entry, feed, now, until);
    int64_t change;
    bool open = openings_has(openings, &entry->dayparts);
    *until = earlier(*until, openings->until);
    if (!open) /* while its hours are closed its rule is of no concern */
        return false;
    open = recur_look(entry, feed->zone, now, &change);
    *until = earlier(*until, change);
    return open;
}

bool entry_has_hours(const struct schedule_entry *entry)
{
    return entry->dayparts.count > 0 || entry->rrule;
}

/* The first entry that has the playlist on with this priority at least, or NULL. */
static const struct schedule_entry *find_entry(size_t playlist, int priority,
                                               const struct choice_feed *feed,
                                               struct openings *openings, int64_t *until)
{
    const struct document *document = feed->document;
    for (size_t i = 0; i < document->schedule_count; i++) {
        const struct schedule_entry *entry = &document->schedule[i];
        if (entry->playlist == playlist && entry->priority >= priority &&
            entry_is_in_force(entry, feed, openings, until))
            return entry;
    }
    return NULL;
}

bool playlist_is_on(size_t playlist, const struct choice_feed *feed, struct openings *openings,
                    int64_t *until)
{
    return feed->document->schedule_count == 0
               ? playlist == 0
               : find_entry(playlist, -LIMIT_PRIORITY, feed, openings, until) != NULL;
}

/* Until when the entry, which is in force at `now`, stays so; at most `limit`. */
static int64_t entry_end(const struct schedule_entry *entry, const struct choice_feed *feed,
                         enum clock_rung clock, int64_t now, int64_t limit)
{
    struct openings openings;
    int64_t change;
    openings_init(&openings, feed->document, feed->zone, clock, now);
    recur_look(entry, feed->zone, now, &change);
    limit = earlier(limit, earlier(change, entry->valid_until));
    return openings_end(&openings, &entry->dayparts, limit);
}

int64_t item_stay(const struct item *item, int priority, const struct choice_feed *feed,
                  enum clock_rung clock, int64_t now, int64_t limit)
{
    struct openings openings;
    int64_t end = now, ignored = TIME_ALWAYS_AFTER;
    openings_init(&openings, feed->document, feed->zone, clock, now);
    limit = earlier(limit, item_end(item, feed->zone));
    limit = openings_end(&openings, &item->dayparts, limit);
    if (feed->document->schedule_count == 0)
        end = limit;
    /* Where one entry ends another may go on with the same playlist. */
    for (unsigned i = 0; end < limit && i < ENTRIES_IN_TURN; i++) {
        openings_init(&openings, feed->document, feed->zone, clock, end);
        const struct schedule_entry *entry =
            find_entry(item->playlist, priority, feed, &openings, &ignored);
        if (!entry)
            break;
        end = entry_end(entry, feed, clock, end, limit);
    }
    /* An item that begins after its time, since that was so short, is on for a moment. */
    return end < limit ? (end > now ? end : now + 1) : limit;
}

bool item_is_eligible(const struct item *item, const struct choice_feed *feed,
                      enum clock_rung clock, int64_t now, const char **ret_reason)
{
    struct openings openings;
    int64_t ignored = TIME_ALWAYS_AFTER;
    openings_init(&openings, feed->document, feed->zone, clock, now);
    const char *reason = item_obstacle(item, feed, &openings, &ignored);
    if (!reason && !playlist_is_on(item->playlist, feed, &openings, &ignored))
        reason = "not-scheduled";
    if (reason && ret_reason)
        *ret_reason = reason;
    return !reason;
}
