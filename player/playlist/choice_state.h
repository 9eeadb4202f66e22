/* What the choice remembers from one item to the next. */
#pragma once

#include "playlist/agenda.h"
#include "playlist/choice.h"
#include "playlist/choice_alert.h"
#include "playlist/loop.h"
#include "playlist/quota.h"

enum {
    PLACES_MAX = 2 * LIMIT_FEEDS, /* sticks come and go with feeds of their own */
    LOOPS_MAX = LIMIT_PLAYLISTS + 2 * LIMIT_FEEDS
};

/* What is remembered of a feed. */
struct choice_place {
    char key[LIMIT_ID_BYTES + 1];
    int64_t share_credit;  /* among the others */
    uint64_t pass;         /* of the playlist that gave an item last */
    uint64_t used;         /* when it was used last, in choices: the oldest makes room */
    struct agenda *agenda; /* or NULL */
};

struct choice_state {
    struct choice_place places[PLACES_MAX];
    size_t place_count;
    struct loop *loops; /* of the playlists that were on; owned */
    size_t loop_count, loop_capacity;
    struct quota quota;
    struct alert_turns alerts;
    struct { /* whose item is still to be shown in other languages; "": none */
        char feed_key[LIMIT_ID_BYTES + 1];
        char playlist_id[LIMIT_ID_BYTES + 1];
    } running;
    uint64_t choices;
};

/* The place of the feed: the one that it has, else a fresh one, if need be in the room of the one
 * that was not used for longest. It stands still until the next call. */
struct choice_place *choice_state_place(struct choice_state *state, const struct choice_feed *feed);

/* The place in a playlist, NULL where it was not on yet; or one for a playlist that is about to be
 * shown, if need be in the room of the one that was not shown for longest. Both stand still until a
 * loop is taken. */
struct loop *choice_state_loop(const struct choice_state *state, const struct choice_feed *feed,
                               const struct playlist *playlist);
struct loop *choice_state_take_loop(struct choice_state *state, const struct choice_feed *feed,
                                    const struct playlist *playlist);
