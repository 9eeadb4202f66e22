/* What of one document may be shown, worked out once for as long as nothing begins or ends: an item
 * is then chosen without a look at all the others. */
#pragma once

#include "playlist/choice.h"

/* The items of one weight in a playlist, which take turns. */
struct agenda_lane {
    unsigned weight;
    size_t first, count; /* a run of the agenda's members */
    uint64_t bars;       /* choice_input's, when it was counted how many of them are */
    size_t barred;
};

/* A playlist in force, with the items of it that may be shown. */
struct agenda_list {
    uint32_t playlist; /* index into document->playlists */
    int priority;
    uint32_t entry; /* index into document->schedule; AGENDA_NO_ENTRY: it has none */
    size_t first_lane, lane_count;
};

/* An item that may only be shown so often. */
struct agenda_limited {
    uint64_t key; /* of its quota */
    uint32_t item;
    uint32_t lane;
};

#define AGENDA_NO_ENTRY UINT32_MAX

/* Immutable, and shared by the copies of the choice's state. It refers to nothing but itself:
 * items, playlists and entries are numbers of the document that it was made of. */
struct agenda {
    unsigned references;
    uint64_t document, site; /* what it was made of */
    const struct zone *zone; /* only compared */
    enum clock_rung clock;
    int64_t from, until;       /* holds from <= now < until */
    struct agenda_list *lists; /* the highest priority first, then as the entries stand */
    size_t list_count;
    struct agenda_lane *lanes; /* of a list the heaviest first */
    size_t lane_count;
    uint32_t *members; /* items, of each lane in their order */
    size_t member_count;
    struct agenda_limited *limited; /* ordered by key */
    size_t limited_count;
};

/* NULL without memory. */
struct agenda *agenda_create(const struct choice_feed *feed, enum clock_rung clock, int64_t now);
bool agenda_holds(const struct agenda *agenda, const struct choice_feed *feed,
                  enum clock_rung clock, int64_t now);
struct agenda *agenda_ref(struct agenda *agenda);
void agenda_unref(struct agenda *agenda); /* NULL is fine */

/* The one with this key, or NULL. */
const struct agenda_limited *agenda_find_limited(const struct agenda *agenda, uint64_t key);
