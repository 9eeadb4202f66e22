/* What becomes of a pick that cannot be shown: it is left out, and tried again now and then. */
#include "base/log.h"
#include "display/programme.h"

#define RELENT_EVERY (30 * CLOCK_SECOND)
enum { RELENT_COUNT = 4 };

static size_t item_index(const struct programme *programme, const struct programme_pick *pick)
{
    return (size_t)(pick->item - programme->feeds[pick->feed].document->items);
}

/* Notes it for those who ask. What the built-in content lacks behind other content is of no concern
 * to anybody. */
static void leave_out(struct programme *programme, const struct programme_pick *pick,
                      const char *why)
{
    if (pick->feed == PROGRAMME_BUILTIN && (programme->nobody || programme->feed_count > 0))
        return;
    const char *feed = programme_feed_name(&programme->feeds[pick->feed]);
    programme->changes += leftout_add(&programme->leftout, feed, programme_pick_name(pick), why);
}

void programme_drawn(struct programme *programme, const struct programme_pick *pick)
{
    const char *feed = programme_feed_name(&programme->feeds[pick->feed]);
    if (pick->alert) {
        programme->alert_losses = 0;
        programme->changes += leftout_remove(&programme->leftout, feed, pick->alert->identifier);
        return;
    }
    if (quarantine_clear(&programme->feeds[pick->feed].quarantine, item_index(programme, pick),
                         pick->language))
        programme->changes += leftout_remove(&programme->leftout, feed, pick->item->id);
}

/* It is told once, not each time that it is tried again. */
static void leave_alert_out(struct programme *programme, const struct programme_pick *pick,
                            const char *why)
{
    uint64_t before = programme->changes;
    leave_out(programme, pick, why);
    if (programme->changes != before)
        log_error("alert %s: %s; it is left out, and tried again now and then",
                  pick->alert->identifier, why);
}

void programme_refuse(struct programme *programme, const struct programme_pick *pick,
                      const char *why)
{
    if (pick->alert) {
        programme_silence(programme, pick->feed, pick->alert);
        leave_alert_out(programme, pick, why);
        return;
    }
    if (quarantine_refuse(&programme->feeds[pick->feed].quarantine, item_index(programme, pick)))
        log_warning("item %s: %s; it is left out, and tried again now and then", pick->item->id,
                    why);
    leave_out(programme, pick, why);
}

void programme_pass_banner(struct programme *programme, const struct programme_banner *banner,
                           const char *why)
{
    size_t feed = (size_t)(banner->feed - programme->feeds);
    leave_alert_out(programme, &(struct programme_pick){.feed = feed, .alert = banner->alert}, why);
}

void programme_banner_drawn(struct programme *programme, const struct programme_banner *banner)
{
    programme->changes += leftout_remove(&programme->leftout, programme_feed_name(banner->feed),
                                         banner->alert->identifier);
}

void programme_mute(struct programme *programme, const struct programme_pick *pick, const char *why)
{
    if (quarantine_mute(&programme->feeds[pick->feed].quarantine, item_index(programme, pick),
                        pick->language))
        log_warning("item %s: %s; it is left out, and tried again now and then", pick->item->id,
                    why);
    leave_out(programme, pick, why);
}

void programme_lose(struct programme *programme, const struct programme_pick *pick, const char *why)
{
    if (pick->alert) {
        if (++programme->alert_losses > 1) /* once more, as for items */
            programme_refuse(programme, pick, why);
        return;
    }
    struct quarantine *quarantine = &programme->feeds[pick->feed].quarantine;
    quarantine_lose(quarantine, item_index(programme, pick));
    bool is_aside = quarantine_holds(quarantine, item_index(programme, pick));
    log_warning("item %s: %s%s", pick->item->id, why, is_aside ? "; it is set aside" : "");
    if (is_aside)
        leave_out(programme, pick, why);
}

void programme_pardon(struct programme *programme)
{
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++)
        quarantine_pardon(&programme->feeds[i].quarantine);
}

/* An alert that is over is missed by nobody. */
static void forget_over(struct programme *programme, const struct programme_feed *feed)
{
    int64_t wall = programme_time(programme);
    for (size_t i = 0; feed->document && i < feed->document->alert_count; i++) {
        const struct alert *alert = &feed->document->alerts[i];
        if (alert->expires <= wall)
            programme->changes +=
                leftout_remove(&programme->leftout, programme_feed_name(feed), alert->identifier);
    }
}

void programme_relent(struct programme *programme, int64_t now)
{
    if (now < programme->relent_at)
        return;
    programme->relent_at = now + RELENT_EVERY;
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++) {
        quarantine_relent(&programme->feeds[i].quarantine, RELENT_COUNT);
        programme_unsilence(programme, i);
        forget_over(programme, &programme->feeds[i]);
    }
}

bool programme_retry(struct programme *programme)
{
    bool any = false;
    for (size_t i = 0; i < PROGRAMME_FEEDS; i++)
        any |= quarantine_retry(&programme->feeds[i].quarantine);
    return any;
}
