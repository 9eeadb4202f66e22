/* One playlist going round: which item comes next, by order and weight. */
#pragma once

#include "playlist/agenda.h"
#include "playlist/choice.h"
#include "playlist/quota.h"

/* A place in a playlist. It names the item by id, so that it holds for the next document too. */
struct loop_place {
    char item_id[LIMIT_ID_BYTES + 1]; /* the last one shown; "": none yet */
    size_t index;                     /* of it within its playlist, as long as the id agrees */
};

struct loop_lane {
    unsigned weight;
    int64_t credit;
    struct loop_place last;
};

/* The places in one playlist: a plain value but for the lanes. All zeroes is a fresh start. */
struct loop {
    char feed_key[LIMIT_ID_BYTES + 1];
    char playlist_id[LIMIT_ID_BYTES + 1];
    struct loop_place last;
    char language[36];       /* in which the last one was shown last */
    struct loop_lane *lanes; /* where the playlist has weights: the heaviest first; owned */
    size_t lane_count;
    uint64_t turn; /* when it gave an item last, in choices; 0: never */
    uint64_t pass; /* when its next item is due among the playlists that take turns with it */
};

/* Who may be shown at this moment. */
struct loop_view {
    const struct choice_feed *feed;
    const struct agenda *agenda; /* NULL without memory: then `playlist` is walked through */
    const struct agenda_list *list;
    const struct playlist *playlist;
    const struct quota *quota;
    enum clock_rung clock;
    int64_t now;
    uint64_t bars; /* choice_input's */
    uint32_t (*barred)(void *context, const struct choice_feed *feed, const struct item *item);
    void *context;
};

/* The item that comes next, without moving on; NULL where none may be shown. */
const struct item *loop_peek(const struct loop *loop, const struct loop_view *view);

/* Moves on to `item`, which loop_peek has just named. */
void loop_advance(struct loop *loop, const struct loop_view *view, const struct item *item);

/* The languages in which the item is not to be shown; CHOICE_ALL: in none. */
uint32_t loop_barred(const struct loop_view *view, const struct item *item);

/* The item shown last, where the playlist still has it and it may be shown; otherwise NULL. */
const struct item *loop_current(const struct loop *loop, const struct loop_view *view);

/* Frees the lanes. */
void loop_finish(struct loop *loop);

/* Copies `from` over *to, which was finished. False without memory for the lanes, which are then
 * left out: the copy goes on in its order. */
bool loop_copy(struct loop *to, const struct loop *from);
