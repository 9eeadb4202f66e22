/* The player's account of what it shows, item by item, for the log of plays (display/plays.h). A
 * play begins with the frame that shows it and ends where the next one begins; nothing counts
 * while the screen is off or pulled. An alert in a strip over the items is a play beside theirs.
 * Times are monotonic. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "display/plays.h"

struct alert;
struct player;
struct power_view;
struct programme_banner;
struct slide;

/* A strip stays for hours, and what of a run comes behind a play that goes on is not known to be
 * kept (ipc/play.h): it is told piece by piece. */
#define SHOWN_BANNER_MAX (300 * CLOCK_SECOND)

struct shown_play {
    struct plays plays;
    int64_t n;                       /* of the play that goes on; 0: none */
    struct play_thumbnail thumbnail; /* of the picture that comes next */
    uint64_t digest;                 /* that picture's */
    struct {
        struct play_message asked, up; /* that is being drawn; that the stage has */
        int64_t n;                     /* of its play that goes on; 0: none */
        int64_t most, end_at;          /* how long one is; when another one begins */
    } banner;
};

#define SHOWN_PLAY_NONE ((struct shown_play){.plays = PLAYS_NONE, .thumbnail = PLAY_THUMBNAIL_NONE})

/* From its run directory on, where this is the screen that keeps display.json: of two the first. */
void shown_open(struct player *player, int64_t now);
/* The end in good order. Fine where it was not opened. */
void shown_close(struct player *player, int64_t now);

/* The first page of player->pick has come as a picture: makes its thumbnail where one is wanted. */
void shown_prepare(struct player *player, const struct slide *slide);

/* The item whose turn it is has begun, or where there is none the card: what was shown ends. */
void shown_begin(struct player *player, int64_t now);
/* An alert over the whole screen begins, in the language of that index. */
void shown_begin_alert(struct player *player, size_t feed, const struct alert *alert,
                       size_t language, int64_t now);
/* What is shown ends, and nothing that is counted follows. */
void shown_end(struct player *player, int64_t now);

/* An alert in a strip is asked for; what was asked for last has come onto the stage. */
void shown_ask_banner(struct player *player, const struct programme_banner *banner);
void shown_put_banner(struct player *player);
/* Looks whether the strip is seen, to be called when frames are out; and when to call it though
 * nothing was drawn: INT64_MAX: never. */
void shown_follow_banner(struct player *player);
int64_t shown_next(const struct player *player);

/* The screen's power was `before`, and is another one now. */
void shown_follow_power(struct player *player, const struct power_view *before, int64_t now);
