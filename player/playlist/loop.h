/* One playlist going round: which item comes next, by order and weight. */
#pragma once

#include "playlist/choice.h"

/* The place in a loop: a plain value but for the credits. It names items by id, so that it holds
 * for the next document too. All zeroes is a fresh start. */
struct loop {
    char feed_id[LIMIT_ID_BYTES + 1];
    char playlist_id[LIMIT_ID_BYTES + 1];
    char item_id[LIMIT_ID_BYTES + 1];  /* the last one shown; "": none yet */
    char language[36];                 /* in which it was shown last */
    size_t index;                      /* of it within its playlist, as long as the id agrees */
    char first_id[LIMIT_ID_BYTES + 1]; /* of equal credits the next one from here comes first */
    struct loop_credit *credits;       /* one for each item, where the playlist has weights */
    size_t credit_count;
    bool is_fresh;          /* the credits were made just now */
    uint64_t credit_digest; /* of the document that the credits are ordered by */
    int64_t share_credit;   /* of this feed among the others */
    uint64_t used;          /* when it was used last, in choices: the oldest makes room */
};

/* Who may be shown at this moment. */
struct loop_view {
    const struct choice_feed *feed;
    const struct playlist *playlist;
    enum clock_rung clock;
    int64_t now;
    bool (*is_barred)(void *context, const struct choice_feed *feed, const struct item *item);
    void *context;
};

bool loop_allows(const struct loop_view *view, const struct item *item);

/* The item that comes next, without moving on; NULL where none may be shown. */
const struct item *loop_peek(struct loop *loop, const struct loop_view *view);

/* Moves on to `item`, which loop_peek has just named. */
void loop_advance(struct loop *loop, const struct loop_view *view, const struct item *item);

/* The item shown last, where the playlist still has it and it may be shown; otherwise NULL. */
const struct item *loop_current(const struct loop *loop, const struct loop_view *view);

/* Frees the credits. */
void loop_finish(struct loop *loop);

/* Copies `from` over *to, which was finished. False without memory for the credits, which are then
 * left out: the copy goes on in its order. */
bool loop_copy(struct loop *to, const struct loop *from);
