#include "playlist/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/choice_alert.h"
#include "playlist/resolve.h"

/* Items of one weight are a lane: they follow one another in order. The lanes share the turns by
 * smooth weighted round-robin, as in nginx: at each choice every lane gains the weight of all its
 * items in credit, the richest is chosen and pays the sum of all weights. Each item so has as many
 * turns as its weight says, and they are spread evenly, also those of many items with few turns:
 * a(2) b c d comes as "a b c a d". A choice costs by the lanes, not by the items. */

/* Of what a lane may owe or own, in rounds; more can only come from a set that has changed. */
enum { CREDIT_ROUNDS_MAX = 2, PASSED_MAX = 4096 };

/* What a lane offers at this choice. */
struct offer {
    const struct item *item; /* NULL: nothing */
    int64_t weight;          /* of all its items that may be shown */
    int64_t credit;
};

static const struct item *items_of(const struct loop_view *view)
{
    return view->feed->document->items + view->playlist->first_item;
}

uint32_t loop_barred(const struct loop_view *view, const struct item *item)
{
    return view->barred ? view->barred(view->context, view->feed, item) : 0;
}

/* Whether no language is left in which it may be shown. */
static bool is_barred(const struct loop_view *view, const struct item *item)
{
    uint32_t barred = loop_barred(view, item);
    return barred != 0 &&
           (item_languages(view->feed->document, item, view->feed->site) & ~barred) == 0;
}

static uint64_t key_of(const struct loop_view *view, const struct item *item)
{
    return quota_key(choice_feed_key(view->feed), item->id);
}

/* What is said of the item itself and of the day has been seen to. */
static bool has_turn(const struct loop_view *view, const struct item *item)
{
    unsigned max = item->max_plays_per_hour;
    return !is_barred(view, item) &&
           (max == 0 || quota_allows(view->quota, key_of(view, item), max, view->now, NULL));
}

/* Index of the item of that place; SIZE_MAX where the playlist has it no more. */
static size_t find_item(const struct loop_view *view, const struct loop_place *place)
{
    size_t count = view->playlist->item_count;
    if (place->item_id[0] == '\0')
        return SIZE_MAX;
    if (place->index < count && strcmp(items_of(view)[place->index].id, place->item_id) == 0)
        return place->index;
    const struct item *item = document_item(view->feed->document, place->item_id);
    return item && item >= items_of(view) && item < items_of(view) + count
               ? (size_t)(item - items_of(view))
               : SIZE_MAX;
}

/* Where to look first: behind the last item. If that is gone, its successor stands in its place. */
static size_t find_start(const struct loop_view *view, const struct loop_place *place)
{
    size_t count = view->playlist->item_count;
    size_t last = find_item(view, place);
    if (last != SIZE_MAX)
        return (last + 1) % count;
    return place->item_id[0] != '\0' && place->index < count ? place->index : 0;
}

const struct item *loop_current(const struct loop *loop, const struct loop_view *view)
{
    size_t last = find_item(view, &loop->last);
    const struct item *item = last == SIZE_MAX ? NULL : items_of(view) + last;
    return item && item_is_eligible(item, view->feed, view->clock, view->now, NULL) &&
                   !is_barred(view, item)
               ? item
               : NULL;
}

/* The first member of the lane at or behind `start`, an index of the playlist. */
static size_t find_member(const struct loop_view *view, const struct agenda_lane *lane,
                          size_t start)
{
    const uint32_t *members = view->agenda->members + lane->first;
    size_t low = 0, high = lane->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (members[middle] - view->playlist->first_item < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The lane's next item that may be shown. */
static const struct item *next_of_lane(const struct loop_view *view, const struct agenda_lane *lane,
                                       const struct loop_place *last)
{
    size_t first = find_member(view, lane, find_start(view, last));
    for (size_t i = 0; i < lane->count; i++) {
        size_t at = (first + i) % lane->count;
        const struct item *item =
            &view->feed->document->items[view->agenda->members[lane->first + at]];
        if (has_turn(view, item))
            return item;
    }
    return NULL;
}

static struct loop_lane *find_lane(const struct loop *loop, unsigned weight)
{
    for (size_t i = 0; i < loop->lane_count; i++) {
        if (loop->lanes[i].weight == weight)
            return &loop->lanes[i];
    }
    return NULL;
}

/* Where the lane stands; one that is new begins where the loop does, and so does one that the last
 * item of all has come into with another document. */
static const struct loop_place *place_in(const struct loop *loop, const struct loop_view *view,
                                         const struct agenda_lane *lane)
{
    const struct loop_lane *known = find_lane(loop, lane->weight);
    size_t last = find_item(view, &loop->last);
    bool is_in = last != SIZE_MAX && items_of(view)[last].weight == lane->weight;
    return known && !is_in ? &known->last : &loop->last;
}

static struct agenda_lane *lane_at(const struct loop_view *view, size_t index)
{
    return &view->agenda->lanes[view->list->first_lane + index];
}

/* How many of the lane are barred: counted once for as long as it is promised that they stay so. */
static size_t count_barred(const struct loop_view *view, struct agenda_lane *lane)
{
    if (view->bars != 0 && view->bars == lane->bars)
        return lane->barred;
    lane->bars = view->bars;
    lane->barred = 0;
    for (size_t i = 0; i < lane->count; i++) {
        uint32_t member = view->agenda->members[lane->first + i];
        lane->barred += is_barred(view, &view->feed->document->items[member]);
    }
    return lane->barred;
}

/* How many of each lane are kept from their turns; those who have used up their hour are found
 * among those who were played in it. */
static void count_kept(const struct loop_view *view, size_t kept[LIMIT_WEIGHT])
{
    uint64_t key;
    for (size_t at = 0; quota_next(view->quota, &at, &key);) {
        const struct agenda_limited *limited = agenda_find_limited(view->agenda, key);
        size_t lane = limited ? limited->lane - view->list->first_lane : SIZE_MAX;
        if (lane >= view->list->lane_count)
            continue;
        const struct item *item = &view->feed->document->items[limited->item];
        kept[lane] += !quota_allows(view->quota, key, item->max_plays_per_hour, view->now, NULL) &&
                      !is_barred(view, item);
    }
    for (size_t i = 0; view->barred && i < view->list->lane_count; i++)
        kept[i] += count_barred(view, lane_at(view, i));
}

/* How far behind the last item shown. */
static size_t distance(const struct loop *loop, const struct loop_view *view,
                       const struct item *item)
{
    size_t count = view->playlist->item_count, at = (size_t)(item - items_of(view));
    return (at + count - find_start(view, &loop->last)) % count;
}

static void make_offers(const struct loop *loop, const struct loop_view *view,
                        struct offer offers[LIMIT_WEIGHT])
{
    size_t kept[LIMIT_WEIGHT] = {0};
    count_kept(view, kept);
    for (size_t i = 0; i < view->list->lane_count; i++) {
        const struct agenda_lane *lane = lane_at(view, i);
        const struct loop_lane *known = find_lane(loop, lane->weight);
        offers[i].item = next_of_lane(view, lane, place_in(loop, view, lane));
        if (!offers[i].item)
            continue;
        offers[i].weight = (int64_t)lane->weight * (int64_t)(lane->count - kept[i]);
        offers[i].credit = known ? known->credit : 0;
    }
}

/* Every lane that has something to offer gains its weight; the index of the richest, of equals the
 * heaviest, or SIZE_MAX. */
static size_t gain(struct offer *offers, size_t count)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        offers[i].credit += offers[i].weight;
        if (offers[i].item && (best == SIZE_MAX || offers[i].credit > offers[best].credit))
            best = i;
    }
    return best;
}

/* The turns begin with the item that is next in order: what would have come before the turn of its
 * lane is passed over, so that all that follows is as even as ever. */
static size_t begin_turns(const struct loop *loop, const struct loop_view *view,
                          struct offer *offers, int64_t total)
{
    size_t count = view->list->lane_count, nearest = SIZE_MAX, best = gain(offers, count);
    for (size_t i = 0; i < count; i++) {
        if (offers[i].item &&
            (nearest == SIZE_MAX ||
             distance(loop, view, offers[i].item) < distance(loop, view, offers[nearest].item)))
            nearest = i;
    }
    for (size_t steps = 0; best != nearest && steps < PASSED_MAX; steps++) {
        offers[best].credit -= total;
        best = gain(offers, count);
    }
    return nearest;
}

/* The lane that comes next, where all have gained their weights, or SIZE_MAX; and the sum of the
 * weights, which it is to pay. */
static size_t weigh(const struct loop *loop, const struct loop_view *view,
                    struct offer offers[LIMIT_WEIGHT], int64_t *ret_total)
{
    size_t count = view->list->lane_count;
    int64_t total = 0;
    make_offers(loop, view, offers);
    for (size_t i = 0; i < count; i++)
        total += offers[i].weight;
    for (size_t i = 0; i < count; i++) {
        int64_t bound = CREDIT_ROUNDS_MAX * total;
        if (offers[i].credit > bound || offers[i].credit < -bound)
            offers[i].credit = offers[i].credit > 0 ? bound : -bound;
    }
    *ret_total = total;
    return loop->lanes ? gain(offers, count) : begin_turns(loop, view, offers, total);
}

/* Without the agenda, in plain order. */
static const struct item *walk(const struct loop *loop, const struct loop_view *view)
{
    size_t count = view->playlist->item_count, start = find_start(view, &loop->last);
    for (size_t i = 0; i < count; i++) {
        const struct item *item = items_of(view) + (start + i) % count;
        if (item_is_eligible(item, view->feed, view->clock, view->now, NULL) &&
            has_turn(view, item))
            return item;
    }
    return NULL;
}

const struct item *loop_peek(const struct loop *loop, const struct loop_view *view)
{
    struct offer offers[LIMIT_WEIGHT] = {0};
    int64_t total;
    if (view->playlist->item_count == 0)
        return NULL;
    if (!view->agenda)
        return walk(loop, view);
    if (view->list->lane_count == 1)
        return next_of_lane(view, lane_at(view, 0), place_in(loop, view, lane_at(view, 0)));
    size_t best = weigh(loop, view, offers, &total);
    return best == SIZE_MAX ? NULL : offers[best].item;
}

/* Gives the loop a lane for each of the agenda's. Those that it has besides keep their places: they
 * may come again tomorrow. Without memory there is none, and the loop goes on in its order. */
static bool fit_lanes(struct loop *loop, const struct loop_view *view)
{
    size_t missing = 0;
    for (size_t i = 0; i < view->list->lane_count; i++)
        missing += !find_lane(loop, lane_at(view, i)->weight);
    if (missing == 0)
        return true;
    struct loop_lane *lanes = realloc(loop->lanes, (loop->lane_count + missing) * sizeof *lanes);
    if (!lanes) {
        loop_finish(loop);
        return false;
    }
    loop->lanes = lanes;
    for (size_t i = 0; i < view->list->lane_count; i++) {
        unsigned weight = lane_at(view, i)->weight;
        if (!find_lane(loop, weight))
            lanes[loop->lane_count++] = (struct loop_lane){.weight = weight, .last = loop->last};
    }
    return true;
}

static void set_place(struct loop_place *place, const struct loop_view *view,
                      const struct item *item)
{
    place->index = (size_t)(item - items_of(view));
    snprintf(place->item_id, sizeof place->item_id, "%s", item->id);
}

static void advance_lanes(struct loop *loop, const struct loop_view *view)
{
    struct offer offers[LIMIT_WEIGHT] = {0};
    int64_t total;
    size_t best = weigh(loop, view, offers, &total);
    if (best == SIZE_MAX || !fit_lanes(loop, view))
        return;
    for (size_t i = 0; i < loop->lane_count; i++) {
        struct loop_lane *lane = &loop->lanes[i];
        lane->credit = 0; /* who has nothing to offer saves nothing up */
        for (size_t j = 0; j < view->list->lane_count; j++) {
            if (offers[j].item && lane_at(view, j)->weight == lane->weight)
                lane->credit = offers[j].credit;
        }
    }
    struct loop_lane *chosen = find_lane(loop, lane_at(view, best)->weight);
    chosen->credit -= total;
    set_place(&chosen->last, view, offers[best].item);
}

void loop_advance(struct loop *loop, const struct loop_view *view, const struct item *item)
{
    struct loop_lane *lane = find_lane(loop, item->weight);
    if (view->agenda && view->list->lane_count > 1)
        advance_lanes(loop, view);
    else if (lane)
        set_place(&lane->last, view, item);
    set_place(&loop->last, view, item);
}

void loop_finish(struct loop *loop)
{
    free(loop->lanes);
    loop->lanes = NULL;
    loop->lane_count = 0;
}

bool loop_copy(struct loop *to, const struct loop *from)
{
    *to = *from;
    to->lanes = NULL;
    to->lane_count = 0;
    if (!from->lanes)
        return true;
    to->lanes = malloc(from->lane_count * sizeof *to->lanes);
    if (!to->lanes)
        return false;
    memcpy(to->lanes, from->lanes, from->lane_count * sizeof *to->lanes);
    to->lane_count = from->lane_count;
    return true;
}
