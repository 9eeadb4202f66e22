#include "playlist/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* The weights are spread as in nginx's smooth weighted round-robin: at each choice every eligible
 * item gains its weight in credit, the richest is chosen and pays the sum of all weights. That
 * alone brings every item with few turns at the same time, and the others both before and behind
 * them: a(2) b c d comes as "a b c d a, a b c d a". So the items of one weight start a share of a
 * round apart, unless one item has more than half of all turns: "a b a c d, a b a c d". */
struct loop_credit {
    uint64_t id; /* a hash of the item's id */
    int64_t credit;
    int64_t weight; /* as it counts at this choice; 0: may not be shown */
};

/* Of what an item may owe or own, in rounds; more can only come from a set that has changed. */
enum { CREDIT_ROUNDS_MAX = 2 };

static const struct item *items_of(const struct loop_view *view)
{
    return view->feed->document->items + view->playlist->first_item;
}

bool loop_allows(const struct loop_view *view, const struct item *item)
{
    return item_is_eligible(item, view->feed, view->clock, view->now, NULL) &&
           !(view->is_barred && view->is_barred(view->context, view->feed, item));
}

/* Index of the item with this id, which stood at `hint`; SIZE_MAX where the playlist has none. */
static size_t find_item(const struct loop_view *view, const char *id, size_t hint)
{
    size_t count = view->playlist->item_count;
    if (id[0] == '\0')
        return SIZE_MAX;
    if (hint < count && strcmp(items_of(view)[hint].id, id) == 0)
        return hint;
    const struct item *item = document_item(view->feed->document, id);
    return item && item >= items_of(view) && item < items_of(view) + count
               ? (size_t)(item - items_of(view))
               : SIZE_MAX;
}

/* Where to look first: behind the last item. If that is gone, its successor stands in its place. */
static size_t find_start(const struct loop *loop, const struct loop_view *view)
{
    size_t count = view->playlist->item_count;
    size_t last = find_item(view, loop->item_id, loop->index);
    if (last != SIZE_MAX)
        return (last + 1) % count;
    return loop->item_id[0] != '\0' && loop->index < count ? loop->index : 0;
}

const struct item *loop_current(const struct loop *loop, const struct loop_view *view)
{
    size_t last = find_item(view, loop->item_id, loop->index);
    return last != SIZE_MAX && loop_allows(view, items_of(view) + last) ? items_of(view) + last
                                                                        : NULL;
}

static uint64_t id_hash(const struct item *item)
{
    return hash_bytes(HASH_START, item->id, strlen(item->id));
}

static int credit_order(const void *a, const void *b)
{
    const struct loop_credit *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

/* Brings the credits into the order of the view's playlist; of new items it is 0. Returns whether
 * there are any: without memory the loop goes on in plain order. */
static bool fit_credits(struct loop *loop, const struct loop_view *view)
{
    size_t count = view->playlist->item_count;
    uint64_t digest = view->feed->document->digest;
    if (loop->credits && loop->credit_count == count && loop->credit_digest == digest)
        return true;
    struct loop_credit *credits = calloc(count, sizeof *credits);
    if (!credits)
        return false;
    if (loop->credits)
        qsort(loop->credits, loop->credit_count, sizeof *credits, credit_order);
    for (size_t i = 0; i < count; i++) {
        credits[i].id = id_hash(&items_of(view)[i]);
        const struct loop_credit *old =
            loop->credits ? bsearch(&credits[i], loop->credits, loop->credit_count, sizeof *credits,
                                    credit_order)
                          : NULL;
        credits[i].credit = old ? old->credit : 0;
    }
    if (!loop->credits) { /* the turns begin where the loop stands */
        snprintf(loop->first_id, sizeof loop->first_id, "%s",
                 items_of(view)[find_start(loop, view)].id);
        loop->is_fresh = true;
    }
    free(loop->credits);
    loop->credits = credits;
    loop->credit_count = count;
    loop->credit_digest = digest;
    return true;
}

/* Notes who may be shown; who may not loses his credit, and what is left of a set that has changed
 * is cut to the bound, so that nobody waits or comes in a row for longer. Returns the sum of the
 * weights. */
static int64_t weigh(struct loop *loop, const struct loop_view *view)
{
    int64_t total = 0;
    for (size_t i = 0; i < loop->credit_count; i++) {
        struct loop_credit *credit = &loop->credits[i];
        const struct item *item = &items_of(view)[i];
        credit->weight = loop_allows(view, item) ? item->weight : 0;
        total += credit->weight;
    }
    int64_t bound = CREDIT_ROUNDS_MAX * total;
    for (size_t i = 0; i < loop->credit_count; i++) {
        struct loop_credit *credit = &loop->credits[i];
        if (credit->weight == 0)
            credit->credit = 0;
        else if (credit->credit > bound || credit->credit < -bound)
            credit->credit = credit->credit > 0 ? bound : -bound;
    }
    return total;
}

/* Gives the items of one weight their starting credits: the first at once, the others later. */
static void stagger(struct loop *loop, size_t first, int64_t total)
{
    size_t members[LIMIT_WEIGHT + 1] = {0}, before[LIMIT_WEIGHT + 1] = {0};
    int64_t heaviest = 0;
    for (size_t i = 0; i < loop->credit_count; i++) {
        int64_t weight = loop->credits[i].weight;
        members[weight]++;
        heaviest = weight > heaviest ? weight : heaviest;
    }
    if (2 * heaviest > total)
        return;
    for (size_t i = 0; i < loop->credit_count; i++) {
        struct loop_credit *credit = &loop->credits[(first + i) % loop->credit_count];
        size_t weight = (size_t)credit->weight;
        if (weight > 0)
            credit->credit = -(total * (int64_t)before[weight]++ / (int64_t)members[weight]);
    }
}

/* The richest, where all have gained their weights; of equals the first in order, so that equal
 * weights give the plain order. */
static const struct item *peek_richest(struct loop *loop, const struct loop_view *view)
{
    size_t first = find_item(view, loop->first_id, 0), best = SIZE_MAX;
    int64_t best_credit = 0, total = weigh(loop, view);
    first = first == SIZE_MAX ? 0 : first;
    if (loop->is_fresh && total > 0) {
        size_t last = find_item(view, loop->item_id, loop->index);
        stagger(loop, first, total);
        if (last != SIZE_MAX) /* it has had its turn */
            loop->credits[last].credit += loop->credits[last].weight - total;
        loop->is_fresh = false;
    }
    for (size_t i = 0; i < loop->credit_count; i++) {
        size_t at = (first + i) % loop->credit_count;
        int64_t credit = loop->credits[at].credit + loop->credits[at].weight;
        if (loop->credits[at].weight > 0 && (best == SIZE_MAX || credit > best_credit)) {
            best = at;
            best_credit = credit;
        }
    }
    return best == SIZE_MAX ? NULL : items_of(view) + best;
}

static const struct item *peek_next(const struct loop *loop, const struct loop_view *view)
{
    size_t count = view->playlist->item_count, start = find_start(loop, view);
    for (size_t i = 0; i < count; i++) {
        const struct item *item = items_of(view) + (start + i) % count;
        if (loop_allows(view, item))
            return item;
    }
    return NULL;
}

const struct item *loop_peek(struct loop *loop, const struct loop_view *view)
{
    if (view->playlist->item_count == 0)
        return NULL;
    if (view->playlist->is_weighted && fit_credits(loop, view))
        return peek_richest(loop, view);
    loop_finish(loop);
    return peek_next(loop, view);
}

void loop_advance(struct loop *loop, const struct loop_view *view, const struct item *item)
{
    int64_t total = 0;
    for (size_t i = 0; i < loop->credit_count; i++) {
        loop->credits[i].credit += loop->credits[i].weight;
        total += loop->credits[i].weight;
    }
    loop->index = (size_t)(item - items_of(view));
    if (loop->credits)
        loop->credits[loop->index].credit -= total;
    snprintf(loop->item_id, sizeof loop->item_id, "%s", item->id);
}

void loop_finish(struct loop *loop)
{
    free(loop->credits);
    loop->credits = NULL;
    loop->credit_count = 0;
}

bool loop_copy(struct loop *to, const struct loop *from)
{
    *to = *from;
    to->credits = NULL;
    to->credit_count = 0;
    if (!from->credits)
        return true;
    to->credits = malloc(from->credit_count * sizeof *to->credits);
    if (!to->credits)
        return false;
    memcpy(to->credits, from->credits, from->credit_count * sizeof *to->credits);
    to->credit_count = from->credit_count;
    return true;
}
