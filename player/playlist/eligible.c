#include "playlist/eligible.h"

#include "playlist/recur.h"

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

/* Where the time is not known but for not being earlier: whether the rule has begun, and has not
 * come to its end. */
static bool may_recur(const struct schedule_entry *entry, const struct choice_feed *feed,
                      int64_t now, int64_t *until)
{
    if (entry->dtstart > now) {
        *until = earlier(*until, entry->dtstart);
        return false;
    }
    int64_t change = recur_next_change(entry, feed->zone, now);
    *until = earlier(*until, change);
    return change != TIME_ALWAYS_AFTER || recur_is_open(entry, feed->zone, now);
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
    bool open = openings_has(openings, &entry->dayparts);
    *until = earlier(*until, openings->until);
    *until = earlier(*until, recur_next_change(entry, feed->zone, now));
    return open && recur_is_open(entry, feed->zone, now);
}

/* Whether an entry of this priority at least has the playlist on; *until as above. */
static bool is_scheduled(size_t playlist, int priority, const struct choice_feed *feed,
                         struct openings *openings, int64_t *until)
{
    const struct document *document = feed->document;
    bool any = false;
    if (document->schedule_count == 0)
        return playlist == 0;
    for (size_t i = 0; i < document->schedule_count; i++) {
        const struct schedule_entry *entry = &document->schedule[i];
        if (entry->playlist == playlist && entry->priority >= priority)
            any |= entry_is_in_force(entry, feed, openings, until);
    }
    return any;
}

int64_t item_stay(const struct item *item, int priority, const struct choice_feed *feed,
                  enum clock_rung clock, int64_t now, int64_t limit)
{
    struct openings openings;
    int64_t end = now;
    openings_init(&openings, feed->document, feed->zone, clock, now);
    limit = earlier(limit, item_end(item, feed->zone));
    limit = openings_end(&openings, &item->dayparts, limit);
    while (end < limit) { /* where one entry ends another may go on with the same playlist */
        int64_t until = TIME_ALWAYS_AFTER;
        openings_init(&openings, feed->document, feed->zone, clock, end);
        if (!is_scheduled(item->playlist, priority, feed, &openings, &until))
            break;
        end = until;
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
    if (!reason && !is_scheduled(item->playlist, -LIMIT_PRIORITY, feed, &openings, &ignored))
        reason = "not-scheduled";
    if (reason && ret_reason)
        *ret_reason = reason;
    return !reason;
}
