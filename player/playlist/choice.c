#include "playlist/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/choice_alert.h"
#include "playlist/loop.h"
#include "playlist/resolve.h"

/* Sticks come and go with feeds of their own; of so many the places are remembered. */
enum { LOOPS_MAX = 2 * LIMIT_FEEDS };

struct choice_state {
    struct loop loops[LOOPS_MAX];
    size_t loop_count;
    char running_feed[LIMIT_ID_BYTES + 1]; /* whose item is still to be shown in other languages */
    uint64_t choices;
    struct alert_turns alerts;
};

struct choice_state *choice_state_create(void)
{
    return calloc(1, sizeof(struct choice_state));
}

struct choice_state *choice_state_copy(const struct choice_state *state)
{
    struct choice_state *copy = malloc(sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *state;
    bool ok = true;
    for (size_t i = 0; i < state->loop_count; i++)
        ok &= loop_copy(&copy->loops[i], &state->loops[i]);
    if (ok)
        return copy;
    choice_state_destroy(copy);
    return NULL;
}

void choice_state_destroy(struct choice_state *state)
{
    if (!state)
        return;
    for (size_t i = 0; i < state->loop_count; i++)
        loop_finish(&state->loops[i]);
    free(state);
}

int64_t item_end(const struct item *item, const struct zone *zone)
{
    int64_t end = item->valid_until;
    if (item->basis_until != TIME_ALWAYS_AFTER) {
        int64_t basis = zone_instant(zone, item->basis_until + 1, 0); /* its last day is included */
        end = basis < end ? basis : end;
    }
    return end;
}

bool item_is_eligible(const struct item *item, const struct choice_feed *feed,
                      enum clock_rung clock, int64_t now, const char **ret_reason)
{
    /* On CLOCK_FLOOR `now` is a lower bound of the time, so both comparisons mean "surely"; only
     * the windows of the day, still to come, will be taken as open there. */
    (void)clock;
    const char *reason = NULL;
    if (item->faulty)
        reason = "faulty";
    else if (item->hidden)
        reason = "hidden";
    else if (!site_matches(feed->site, &item->sites))
        reason = "other-site";
    else if (item->valid_until <= now)
        reason = "expired";
    else if (item_end(item, feed->zone) <= now)
        reason = "basis-expired";
    else if (item->valid_from > now)
        reason = "not-yet";
    if (reason && ret_reason)
        *ret_reason = reason;
    return !reason;
}

/* The playlist that a feed plays at this moment. Schedule entries and dayparts will choose here,
 * and alerts go before it; until then it is the first one. */
static const struct playlist *playlist_in_force(const struct choice_feed *feed)
{
    return feed->document->playlist_count > 0 ? &feed->document->playlists[0] : NULL;
}

static bool loop_is_for(const struct loop *loop, const struct choice_feed *feed,
                        const struct playlist *playlist)
{
    return strcmp(loop->feed_id, choice_feed_key(feed)) == 0 &&
           strcmp(loop->playlist_id, playlist->id) == 0;
}

/* The place of the feed in its playlist: the one that it has, else a fresh one, if need be in the
 * room of the one that was not used for longest. */
static struct loop *find_loop(struct choice_state *state, const struct choice_feed *feed,
                              const struct playlist *playlist)
{
    struct loop *oldest = &state->loops[0];
    for (size_t i = 0; i < state->loop_count; i++) {
        if (loop_is_for(&state->loops[i], feed, playlist))
            return &state->loops[i];
        if (state->loops[i].used < oldest->used)
            oldest = &state->loops[i];
    }
    struct loop *loop = state->loop_count < LOOPS_MAX ? &state->loops[state->loop_count++] : oldest;
    loop_finish(loop);
    *loop = (struct loop){.used = state->choices};
    snprintf(loop->feed_id, sizeof loop->feed_id, "%s", choice_feed_key(feed));
    snprintf(loop->playlist_id, sizeof loop->playlist_id, "%s", playlist->id);
    return loop;
}

static struct loop_view view_of(const struct choice_input *input, size_t feed, int64_t now,
                                bool (*is_barred)(void *, const struct choice_feed *,
                                                  const struct item *),
                                void *context)
{
    return (struct loop_view){&input->feeds[feed], playlist_in_force(&input->feeds[feed]),
                              input->clock,        now,
                              is_barred,           context};
}

/* The language behind the one shown last, by name: a new document may count them differently. */
static bool next_language(const struct loop *loop, const struct choice_feed *feed,
                          const struct item *item, size_t *ret_language)
{
    const struct document *document = feed->document;
    for (size_t i = 0; i < document->language_count; i++) {
        if (strcmp(document->languages[i], loop->language) == 0)
            return item_next_language(document, item, feed->site, i, ret_language);
    }
    return false;
}

static int64_t play_time(const struct item *item, const struct document *document)
{
    if (item->duration > 0)
        return item->duration;
    const struct asset *clip = item->asset ? document_asset(document, item->asset) : NULL;
    return clip && clip->duration > 0 ? clip->duration : document->duration;
}

static void show(struct choice_state *state, struct loop *loop, const struct loop_view *view,
                 const struct item *item, size_t language, struct choice *ret)
{
    const struct document *document = view->feed->document;
    int64_t end = item_end(item, view->feed->zone), until;
    if (__builtin_add_overflow(view->now, play_time(item, document), &until))
        until = TIME_ALWAYS_AFTER;
    ret->item = item;
    ret->playlist = view->playlist;
    ret->language = language;
    ret->until = until < end ? until : end;
    loop->used = state->choices;
    snprintf(loop->language, sizeof loop->language, "%s", document->languages[language]);
    size_t ignored;
    bool more = next_language(loop, view->feed, item, &ignored);
    snprintf(state->running_feed, sizeof state->running_feed, "%s",
             more ? choice_feed_key(view->feed) : "");
}

/* Goes on with the item on screen where it is still to be shown in further languages. */
static bool continue_item(struct choice_state *state, const struct loop_view *view,
                          struct choice *ret)
{
    size_t language;
    if (!view->playlist || strcmp(state->running_feed, choice_feed_key(view->feed)) != 0)
        return false;
    struct loop *loop = find_loop(state, view->feed, view->playlist);
    const struct item *item = loop_current(loop, view);
    if (!item || !next_language(loop, view->feed, item, &language))
        return false;
    show(state, loop, view, item, language, ret);
    return true;
}

/* A feed that has something to show at this choice. */
struct candidate {
    struct loop *loop;
    const struct item *item;
    struct loop_view view;
};

/* Of the feeds the one that is richest in credit after each has gained its share; it pays the sum.
 * A feed that has nothing to show is not among them and gains nothing. */
static size_t choose_feed(struct candidate *candidates, size_t count)
{
    int64_t total = 0;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        struct candidate *candidate = &candidates[i];
        if (!candidate->item)
            continue;
        unsigned share = candidate->view.feed->share ? candidate->view.feed->share : 1;
        candidate->loop->share_credit += share;
        total += share;
        if (best == SIZE_MAX || candidate->loop->share_credit > candidates[best].loop->share_credit)
            best = i;
    }
    if (best != SIZE_MAX)
        candidates[best].loop->share_credit -= total;
    return best;
}

/* The next instant at which an item of this feed may begin. */
static int64_t next_beginning(const struct loop_view *view)
{
    int64_t next = TIME_ALWAYS_AFTER;
    for (size_t i = 0; view->playlist && i < view->playlist->item_count; i++) {
        const struct item *item = &view->feed->document->items[view->playlist->first_item + i];
        struct loop_view then = *view;
        then.now = item->valid_from;
        if (item->valid_from > view->now && item->valid_from < next && loop_allows(&then, item))
            next = item->valid_from;
    }
    return next;
}

void choice_next(const struct choice_input *input, struct choice_state *state, int64_t now,
                 bool (*is_barred)(void *context, const struct choice_feed *feed,
                                   const struct item *item),
                 void *context, struct choice *ret)
{
    struct candidate candidates[LIMIT_FEEDS] = {0};
    struct choice choice = {.until = TIME_ALWAYS_AFTER};
    size_t count = input->feed_count < LIMIT_FEEDS ? input->feed_count : LIMIT_FEEDS;
    state->choices++;
    if (alert_turns_next(&state->alerts, input, now, ret))
        return;
    for (size_t i = 0; i < count; i++) {
        candidates[i].view = view_of(input, i, now, is_barred, context);
        choice.feed = i;
        if (state->running_feed[0] && continue_item(state, &candidates[i].view, &choice)) {
            int64_t alert = alert_turns_change(input, now);
            choice.until = alert < choice.until ? alert : choice.until;
            *ret = choice;
            return;
        }
    }
    for (size_t i = 0; i < count; i++) {
        struct candidate *candidate = &candidates[i];
        if (!candidate->view.playlist)
            continue;
        candidate->loop = find_loop(state, candidate->view.feed, candidate->view.playlist);
        candidate->loop->used = state->choices;
        candidate->item = loop_peek(candidate->loop, &candidate->view);
    }
    size_t best = choose_feed(candidates, count);
    choice.feed = best == SIZE_MAX ? 0 : best;
    if (best == SIZE_MAX) {
        state->running_feed[0] = '\0';
        for (size_t i = 0; i < count; i++) {
            int64_t next = next_beginning(&candidates[i].view);
            choice.until = next < choice.until ? next : choice.until;
        }
    } else {
        struct candidate *chosen = &candidates[best];
        size_t language = 0;
        loop_advance(chosen->loop, &chosen->view, chosen->item);
        item_next_language(chosen->view.feed->document, chosen->item, chosen->view.feed->site,
                           SIZE_MAX, &language);
        show(state, chosen->loop, &chosen->view, chosen->item, language, &choice);
    }
    int64_t alert = alert_turns_change(input, now);
    choice.until = alert < choice.until ? alert : choice.until;
    *ret = choice;
}
