#include "playlist/choice_alert.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "playlist/resolve.h"

const char *choice_feed_key(const struct choice_feed *feed)
{
    return feed->key ? feed->key : feed->document->feed_id;
}

/* Severest first, then the newest; equals stay in the order of feeds and documents. */
static bool comes_before(const struct alert *left, const struct alert *right)
{
    if (left->severity != right->severity)
        return left->severity > right->severity;
    return left->sent > right->sent;
}

size_t choice_alerts(const struct choice_input *input, bool banner, int64_t now,
                     struct choice_alert *ret, size_t max)
{
    size_t count = 0;
    for (size_t feed = 0; feed < input->feed_count && max > 0; feed++) {
        const struct document *document = input->feeds[feed].document;
        for (size_t i = 0; i < document->alert_count; i++) {
            const struct alert *alert = &document->alerts[i];
            if (alert->banner != banner || alert->sent > now || alert->expires <= now ||
                !site_matches(input->feeds[feed].site, &alert->sites))
                continue;
            size_t at = count;
            while (at > 0 && comes_before(alert, ret[at - 1].alert))
                at--;
            if (at == max)
                continue;
            count += count < max;
            memmove(&ret[at + 1], &ret[at], (count - at - 1) * sizeof *ret);
            ret[at] = (struct choice_alert){alert, feed};
        }
    }
    return count;
}

static int64_t next_change(const struct choice_input *input, bool banners_too, int64_t now)
{
    int64_t next = TIME_ALWAYS_AFTER;
    for (size_t feed = 0; feed < input->feed_count; feed++) {
        const struct document *document = input->feeds[feed].document;
        for (size_t i = 0; i < document->alert_count; i++) {
            const struct alert *alert = &document->alerts[i];
            int64_t change = alert->sent > now ? alert->sent : alert->expires;
            if (change > now && change < next && (banners_too || !alert->banner) &&
                site_matches(input->feeds[feed].site, &alert->sites))
                next = change;
        }
    }
    return next;
}

int64_t choice_alert_change(const struct choice_input *input, int64_t now)
{
    return next_change(input, true, now);
}

int64_t alert_turns_change(const struct choice_input *input, int64_t now)
{
    return next_change(input, false, now);
}

static uint64_t hash_of(const struct choice_input *input, const struct choice_alert *alert)
{
    const char *key = choice_feed_key(&input->feeds[alert->feed]);
    uint64_t hash = hash_bytes(HASH_START, key, strlen(key) + 1);
    return hash_bytes(hash, alert->alert->json, alert->alert->json_size);
}

/* Brings the turns into the order of `list`; who is new has not been shown. Returns whether anybody
 * is. */
static bool fit(struct alert_turns *turns, const struct choice_input *input,
                const struct choice_alert *list, size_t count)
{
    struct alert_turns fresh = {.count = count, .shown = turns->shown, .current = turns->current};
    memcpy(fresh.language, turns->language, sizeof fresh.language);
    bool any_new = false;
    for (size_t i = 0; i < count; i++) {
        fresh.list[i].alert = hash_of(input, &list[i]);
        size_t old = 0;
        while (old < turns->count && turns->list[old].alert != fresh.list[i].alert)
            old++;
        fresh.list[i].shown_at = old < turns->count ? turns->list[old].shown_at : 0;
        any_new |= old == turns->count;
    }
    *turns = fresh;
    return any_new;
}

/* The language behind the one shown last, by name: a new document may count them differently. */
static bool next_language(const struct alert_turns *turns, const struct choice_feed *feed,
                          const struct alert *alert, size_t *ret_language)
{
    const struct document *document = feed->document;
    for (size_t i = 0; i < document->language_count; i++) {
        if (strcmp(document->languages[i], turns->language) == 0)
            return languages_next(document, alert->languages, feed->site, i, ret_language);
    }
    return false;
}

/* Index of the one that comes next, and in which language. What has just come does not wait for
 * the other languages of the one before. */
static size_t choose(const struct alert_turns *turns, const struct choice_input *input,
                     const struct choice_alert *list, size_t count, bool any_new,
                     size_t *ret_language)
{
    size_t best = 0, current = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        assert(list[i].alert);
        if (turns->list[i].shown_at < turns->list[best].shown_at)
            best = i;
        if (turns->list[i].alert == turns->current)
            current = i;
    }
    if (!any_new && current != SIZE_MAX &&
        next_language(turns, &input->feeds[list[current].feed], list[current].alert, ret_language))
        return current;
    const struct choice_feed *feed = &input->feeds[list[best].feed];
    *ret_language = 0;
    languages_next(feed->document, list[best].alert->languages, feed->site, SIZE_MAX, ret_language);
    return best;
}

bool alert_turns_next(struct alert_turns *turns, const struct choice_input *input, int64_t now,
                      struct choice *ret)
{
    struct choice_alert list[ALERTS_IN_TURN] = {0};
    size_t count = choice_alerts(input, false, now, list, ALERTS_IN_TURN);
    size_t language = 0;
    if (count == 0) {
        *turns = (struct alert_turns){0};
        return false;
    }
    bool any_new = fit(turns, input, list, count);
    size_t best = choose(turns, input, list, count, any_new, &language);
    const struct document *document = input->feeds[list[best].feed].document;
    int64_t until, change = alert_turns_change(input, now);
    if (__builtin_add_overflow(now, document->duration, &until) || until > change)
        until = change; /* its own end is one, so there is a change */
    turns->list[best].shown_at = ++turns->shown;
    turns->current = turns->list[best].alert;
    snprintf(turns->language, sizeof turns->language, "%s", document->languages[language]);
    *ret = (struct choice){
        .alert = list[best].alert, .feed = list[best].feed, .language = language, .until = until};
    return true;
}
