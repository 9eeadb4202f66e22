#include "playlist/choice.h"

#include <stdio.h>
#include <string.h>

#include "playlist/choice_state.h"
#include "playlist/eligible.h"
#include "playlist/resolve.h"

int64_t choice_time(const struct choice_input *input, int64_t wall)
{
    int64_t time = wall;
    for (size_t i = 0; input->clock == CLOCK_FLOOR && i < input->feed_count; i++) {
        int64_t generated = input->feeds[i].document->generated;
        time = generated > time ? generated : time;
    }
    return time;
}

/* What may be shown of the feed now; NULL without memory. */
static const struct agenda *find_agenda(struct choice_place *place, const struct choice_feed *feed,
                                        enum clock_rung clock, int64_t now)
{
    if (place->agenda && agenda_holds(place->agenda, feed, clock, now))
        return place->agenda;
    agenda_unref(place->agenda);
    place->agenda = agenda_create(feed, clock, now);
    return place->agenda;
}

/* Playlists of one priority share a round in which each of their items has its turns, evenly
 * spread, as if they were one: so a campaign of one slide comes once a round, and not every other
 * time. It is stride scheduling (Waldspurger and Weihl, 1995): who is due earliest gives an item,
 * and is due again after a time that is the shorter the more turns it has. */
#define PASS_ROUND (UINT64_C(1) << 32)

/* What a feed has to show at this choice. */
struct candidate {
    struct choice_place *place;
    uint64_t pass;              /* when the item was due */
    struct loop_view view;      /* with the list that it is of */
    const struct item *item;    /* NULL: nothing */
    struct agenda_list stopgap; /* in place of an agenda's */
};

static const struct loop no_loop;

/* Who was not on for a while is due now, and has not saved up its turns. */
static const struct item *peek(const struct choice_state *state, struct candidate *candidate,
                               const struct agenda_list *list, uint64_t *ret_pass,
                               uint64_t *ret_turn)
{
    struct loop_view *view = &candidate->view;
    view->list = list;
    view->playlist = &view->feed->document->playlists[list->playlist];
    const struct loop *loop = choice_state_loop(state, view->feed, view->playlist);
    *ret_turn = loop ? loop->turn : 0;
    *ret_pass = loop && loop->pass > candidate->place->pass ? loop->pass : candidate->place->pass;
    return loop_peek(loop ? loop : &no_loop, view);
}

/* The turns of its items in one round. */
static uint64_t count_turns(const struct loop_view *view)
{
    uint64_t turns = 0;
    for (size_t i = 0; view->agenda && i < view->list->lane_count; i++) {
        const struct agenda_lane *lane = &view->agenda->lanes[view->list->first_lane + i];
        turns += (uint64_t)lane->weight * lane->count;
    }
    return turns ? turns : 1;
}

/* Of the playlists of the highest priority that have something to show the one that is due
 * earliest; of those the one whose turn is longest ago. */
static void choose_list(const struct choice_state *state, struct candidate *candidate,
                        const struct agenda_list *lists, size_t count)
{
    uint64_t best_turn = 0;
    const struct agenda_list *best = NULL;
    for (size_t i = 0; i < count && !(best && lists[i].priority < best->priority); i++) {
        uint64_t pass, turn;
        const struct item *item = peek(state, candidate, &lists[i], &pass, &turn);
        if (!item ||
            (best && (pass > candidate->pass || (pass == candidate->pass && turn >= best_turn))))
            continue;
        best = &lists[i];
        best_turn = turn;
        candidate->pass = pass;
        candidate->item = item;
    }
    if (best) {
        candidate->view.list = best;
        candidate->view.playlist = &candidate->view.feed->document->playlists[best->playlist];
    }
}

/* Without memory for an agenda: the first playlist that has an item that may be shown. */
static void choose_without_agenda(const struct choice_state *state, struct candidate *candidate)
{
    const struct document *document = candidate->view.feed->document;
    for (size_t i = 0; i < document->playlist_count && !candidate->item; i++) {
        candidate->stopgap =
            (struct agenda_list){.playlist = (uint32_t)i, .entry = AGENDA_NO_ENTRY};
        choose_list(state, candidate, &candidate->stopgap, 1);
    }
}

static void find_candidate(struct choice_state *state, const struct choice_input *input,
                           struct candidate *candidate, const struct loop_view *view)
{
    candidate->view = *view;
    candidate->place = choice_state_place(state, view->feed);
    candidate->view.agenda = find_agenda(candidate->place, view->feed, input->clock, view->now);
    if (candidate->view.agenda)
        choose_list(state, candidate, candidate->view.agenda->lists,
                    candidate->view.agenda->list_count);
    else
        choose_without_agenda(state, candidate);
}

/* The next language behind `after` (SIZE_MAX: the first) in which the item may be shown. */
static bool language_behind(const struct loop_view *view, const struct item *item, size_t after,
                            size_t *ret_language)
{
    uint32_t barred = loop_barred(view, item);
    const struct choice_feed *feed = view->feed;
    while (item_next_language(feed->document, item, feed->site, after, &after)) {
        if (!(barred & UINT32_C(1) << after)) {
            *ret_language = after;
            return true;
        }
    }
    return false;
}

/* The same behind the one shown last, by name: a new document may count them differently. */
static bool next_language(const struct loop *loop, const struct loop_view *view,
                          const struct item *item, size_t *ret_language)
{
    const struct document *document = view->feed->document;
    for (size_t i = 0; i < document->language_count; i++) {
        if (strcmp(document->languages[i], loop->language) == 0)
            return language_behind(view, item, i, ret_language);
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

/* When the item, which begins now, makes room. Where nothing begins or ends meanwhile that is
 * certain. */
static int64_t find_end(const struct loop_view *view, const struct item *item)
{
    int64_t until;
    if (__builtin_add_overflow(view->now, play_time(item, view->feed->document), &until))
        until = TIME_ALWAYS_AFTER;
    if (view->agenda && until <= view->agenda->until)
        return until;
    bool scheduled = view->list->entry != AGENDA_NO_ENTRY;
    return item_stay(item, scheduled ? view->list->priority : -LIMIT_PRIORITY, view->feed,
                     view->clock, view->now, until);
}

static void show(struct choice_state *state, struct loop *loop, const struct loop_view *view,
                 const struct item *item, size_t language, struct choice *ret)
{
    const struct document *document = view->feed->document;
    uint32_t entry = view->list->entry;
    ret->item = item;
    ret->playlist = view->playlist;
    ret->entry = entry == AGENDA_NO_ENTRY ? NULL : &document->schedule[entry];
    ret->language = language;
    ret->until = find_end(view, item);
    loop->turn = state->choices;
    snprintf(loop->language, sizeof loop->language, "%s", document->languages[language]);
    size_t ignored;
    bool more = next_language(loop, view, item, &ignored);
    snprintf(state->running.feed_key, sizeof state->running.feed_key, "%s",
             more ? choice_feed_key(view->feed) : "");
    snprintf(state->running.playlist_id, sizeof state->running.playlist_id, "%s",
             more ? view->playlist->id : "");
}

/* The list of the running item; NULL where it is on no more, or something of a higher priority is
 * to be shown. */
static const struct agenda_list *running_list(const struct choice_state *state,
                                              const struct candidate *candidate)
{
    const struct agenda *agenda = candidate->view.agenda;
    const struct document *document = candidate->view.feed->document;
    if (strcmp(state->running.feed_key, choice_feed_key(candidate->view.feed)) != 0)
        return NULL;
    for (size_t i = 0; agenda && i < agenda->list_count; i++) {
        const struct agenda_list *list = &agenda->lists[i];
        if (candidate->item && list->priority < candidate->view.list->priority)
            return NULL;
        if (strcmp(document->playlists[list->playlist].id, state->running.playlist_id) == 0)
            return list;
    }
    return NULL;
}

/* Goes on with the item on screen where it is still to be shown in further languages. */
static bool continue_item(struct choice_state *state, const struct candidate *candidate,
                          struct choice *ret)
{
    size_t language;
    struct loop_view view = candidate->view;
    view.list = running_list(state, candidate);
    if (!view.list)
        return false;
    view.playlist = &view.feed->document->playlists[view.list->playlist];
    struct loop *loop = choice_state_loop(state, view.feed, view.playlist);
    const struct item *item = loop ? loop_current(loop, &view) : NULL;
    if (!item || !next_language(loop, &view, item, &language))
        return false;
    show(state, loop, &view, item, language, ret);
    return true;
}

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
        candidate->place->share_credit += share;
        total += share;
        if (best == SIZE_MAX ||
            candidate->place->share_credit > candidates[best].place->share_credit)
            best = i;
    }
    if (best != SIZE_MAX)
        candidates[best].place->share_credit -= total;
    return best;
}

static void begin_item(struct choice_state *state, const struct candidate *chosen,
                       struct choice *ret)
{
    const struct loop_view *view = &chosen->view;
    const struct item *item = chosen->item;
    size_t language = 0;
    struct loop *loop = choice_state_take_loop(state, view->feed, view->playlist);
    loop_advance(loop, view, item);
    chosen->place->pass = chosen->pass;
    loop->pass = chosen->pass + PASS_ROUND / count_turns(view);
    if (item->max_plays_per_hour > 0)
        quota_note(&state->quota, quota_key(choice_feed_key(view->feed), item->id), view->now);
    language_behind(view, item, SIZE_MAX, &language);
    show(state, loop, view, item, language, ret);
}

/* Nothing may be shown: when that may be otherwise. */
static int64_t next_beginning(const struct choice_state *state, const struct candidate *candidate)
{
    const struct agenda *agenda = candidate->view.agenda;
    uint64_t key;
    if (!agenda)
        return candidate->view.now + CLOCK_SECOND;
    int64_t next = agenda->until;
    for (size_t at = 0; quota_next(&state->quota, &at, &key);) {
        const struct agenda_limited *limited = agenda_find_limited(agenda, key);
        int64_t free_at = TIME_ALWAYS_AFTER;
        if (limited)
            quota_allows(&state->quota, key,
                         candidate->view.feed->document->items[limited->item].max_plays_per_hour,
                         candidate->view.now, &free_at);
        next = free_at < next ? free_at : next;
    }
    return next;
}

static void choose_item(const struct choice_input *input, struct choice_state *state,
                        const struct loop_view *view, struct choice *ret)
{
    struct candidate candidates[LIMIT_FEEDS] = {0};
    size_t count = input->feed_count < LIMIT_FEEDS ? input->feed_count : LIMIT_FEEDS;
    for (size_t i = 0; i < count; i++) {
        struct loop_view own = *view;
        own.feed = &input->feeds[i];
        find_candidate(state, input, &candidates[i], &own);
    }
    for (size_t i = 0; state->running.feed_key[0] && i < count; i++) {
        ret->feed = i;
        if (continue_item(state, &candidates[i], ret))
            return;
    }
    size_t best = choose_feed(candidates, count);
    ret->feed = best == SIZE_MAX ? 0 : best;
    if (best != SIZE_MAX) {
        begin_item(state, &candidates[best], ret);
        return;
    }
    state->running.feed_key[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        int64_t next = next_beginning(state, &candidates[i]);
        ret->until = next < ret->until ? next : ret->until;
    }
}

void choice_next(const struct choice_input *input, struct choice_state *state, int64_t now,
                 uint32_t (*barred)(void *context, const struct choice_feed *feed,
                                    const struct item *item),
                 void *context, struct choice *ret)
{
    struct choice choice = {.until = TIME_ALWAYS_AFTER};
    const struct loop_view view = {.quota = &state->quota,
                                   .clock = input->clock,
                                   .now = now,
                                   .bars = input->bars,
                                   .barred = barred,
                                   .context = context};
    state->choices++;
    quota_settle(&state->quota, now);
    if (!alert_turns_next(&state->alerts, input, now, &choice)) {
        choose_item(input, state, &view, &choice);
        int64_t alert = alert_turns_change(input, now);
        choice.until = alert < choice.until ? alert : choice.until;
    }
    *ret = choice;
}
