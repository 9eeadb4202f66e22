/* The screen process put together: one struct, one poll loop, three states. */
#pragma once

#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/notify.h"
#include "display/announce.h"
#include "display/feeder.h"
#include "display/options.h"
#include "display/overlay.h"
#include "display/power.h"
#include "display/programme.h"
#include "display/screen.h"
#include "display/sensor.h"
#include "display/shown.h"
#include "display/slide.h"
#include "display/stage.h"
#include "display/stats.h"
#include "display/supply.h"
#include "display/tally.h"
#include "ipc/pages.h"
#include "ipc/settings.h"
#include "playlist/moment.h"

enum player_state {
    PLAYER_HOLD, /* nothing is drawn, the process sleeps */
    PLAYER_MOVE, /* a transition: one frame a vertical blank */
    PLAYER_OFF   /* no screen is connected, or these are not its hours: nothing is presented */
};

/* How far the next item is. */
enum next_state {
    NEXT_NONE,      /* to be chosen */
    NEXT_ASKED,     /* its job is with the worker */
    NEXT_PREPARING, /* its pixels go to the stage */
    NEXT_READY,
    NEXT_SAME /* the picture that stands already: nothing will move */
};

struct player {
    struct options options;
    char store_path[PATH_MAX], run_path[PATH_MAX]; /* "": none */
    struct settings settings;
    bool has_settings;         /* they count here, and are looked at again */
    bool is_misread;           /* a file of theirs could not be used */
    int64_t settings_at;       /* monotonic: not before */
    const struct site *device; /* theirs; NULL: there are none */
    struct feeder feeder;
    struct programme programme;
    struct screen screen;
    struct stage stage;
    bool has_stage;
    struct supply supply;
    struct stats stats;
    struct job_screen job_screen;
    struct slide_area view;
    int signals, uevents; /* descriptors; -1: none */
    int64_t looked_at;    /* monotonic: when the screen was asked whether it is there */
    struct notify notify; /* to systemd's watchdog */
    uint64_t job_number;
    bool quit, restart; /* restart: the output has changed for good, begin anew */

    enum player_state state;
    struct power power;
    struct slide *current; /* what is on the screen; NULL before the first, and while it is off */
    bool is_card;          /* current is the calm card */
    int64_t current_end;   /* monotonic: when the next one begins */
    struct {               /* the item on the screen; empty: the card, or nothing yet */
        struct programme_pick pick; /* its state has been accepted */
        struct pages pages;
    } turn;
    int64_t first_deadline; /* without a picture until then the card comes */

    enum next_state next_state;
    struct slide *next;
    bool next_is_card;
    struct programme_pick pick; /* of next */
    unsigned next_page;         /* of pick's item, from 0 */
    int64_t pick_start;         /* on the wall clock, as the choice assumed */
    bool next_is_relay;         /* the item on the screen once more, drawn for other strips */
    int64_t choose_at;          /* monotonic: not before, where nothing was eligible */
    bool is_late;

    struct transition transition; /* of a move */
    int64_t move_start, move_end, last_frame;
    uint64_t move_frames;
    unsigned quick_frames; /* presented in a row without waiting for a vertical blank */
    bool is_unshown;       /* the last frame was not taken */

    struct { /* the clock in the name band */
        bool asked;
        int64_t minute; /* local minutes since 1970 that `strip` shows; -1: none */
        struct pixels strip;
        int64_t wanted;         /* the minute asked for */
        int64_t failed;         /* the minute that could not be drawn: not again within it */
        struct slide_area area; /* the size asked for */
    } clock;
    struct announce announce;
    struct {               /* alerts that take the whole screen */
        bool is_due;       /* other documents are on */
        uint64_t mark;     /* of those in force */
        int64_t looked_at; /* on the wall clock */
        int64_t change_at; /* the same: others will be in force */
    } alarm;
    struct overlay overlay;
    struct { /* what is on the screen; an empty item: the card, or nothing yet */
        char item[LIMIT_ID_BYTES + 1], feed[LIMIT_ID_BYTES + 1];
        char language[LIMIT_ID_BYTES + 1];
        bool is_alert; /* `item` is its identifier */
        int64_t since; /* on the wall clock */
    } shown;
    struct {      /* display.json */
        int lock; /* -1: it is not ours to write */
        bool is_due;
        uint64_t changes; /* counted when it was written */
        int64_t write_at; /* monotonic: not before */
        int64_t started;  /* on the wall clock */
        int fault;        /* of the last time; told once */
        struct sensor sensor;
    } health;
    struct shown_play play;
    struct tally tally;
    bool is_kept; /* the first picture is in the cache, or needs not be */
};

/* Without any picture until then there is the card. */
#define PLAYER_CARD_AFTER CLOCK_SECOND

/* Runs until a signal, the window's end or --seconds. Returns the exit status. */
int player_run(struct player *player);

/* Sleeps until one of `fds` is ready (negative ones are passed over) or `wake` (monotonic) has
 * come.
 */
void player_wait(struct pollfd *fds, size_t count, int64_t wake);
void player_read_signals(struct player *player);
bool player_time_is_up(const struct player *player, int64_t now);

/* output.c: the output that is there. */
#define OUTPUT_LOOK_AGAIN (2 * CLOCK_SECOND) /* for a screen, beside the kernel's word */
#define OUTPUT_LOOK_SELDOM (10 * CLOCK_SECOND)
/* Waits for one and opens it. 0, or -1: there can be none, or we were told to go. */
int output_start(struct player *player);
/* Finds which part of it slides fill, and how the worker is to draw them. */
void output_set_view(struct player *player);
/* The same once more, where other settings may hold now. */
void output_renew_view(struct player *player);
/* Whether it is to be asked though the kernel has said nothing. */
bool output_needs_look(const struct player *player, int64_t now);
void output_look(struct player *player, int64_t now);
/* Whether the screen that is there, if any, wants the mode that we have; otherwise all begins anew.
 */
bool output_fits(struct player *player, bool *ret_connected);
void output_handle_events(struct player *player);

/* power.c: the screen's hours. */
void power_open(struct player *player);
void power_close(struct player *player);
/* Switches the screen when it is time, on hold or while it is off. */
void power_step(struct player *player, int64_t now);
/* The same for the television while no screen is there to be opened. */
void power_wait(struct player *player, int64_t now);
void power_set_pulled(struct player *player, bool is_pulled, int64_t now);
/* The window system has lost what a screen that is off showed: black again. */
void power_repaint(struct player *player);
/* When power_step has something to do; monotonic; INT64_MAX: nothing. */
int64_t power_next(struct player *player, int64_t now);
/* How it is switched off: "cec", "dpms" or "black". */
const char *power_way(const struct player *player);
/* Writes until when it stays as it is, as its zone's clock has it: "2026-03-01T07:30:00+07:00". */
void power_until(const struct player *player, char text[MOMENT_TEXT_SIZE]);

/* health.c: display.json and display.prom in the run directory. */
void health_open(struct player *player);
void health_close(struct player *player);
/* Writes it where something has changed. On hold only. */
void health_step(struct player *player, int64_t now);
/* The machine's alarm has changed. */
void health_read_alarm(struct player *player);
/* health_metrics.c: the same for Prometheus; a fresh string, or NULL without memory. */
char *health_metrics(const struct player *player);
/* When health_step has something to do; monotonic; INT64_MAX: nothing. */
int64_t health_next(const struct player *player);
/* health_hour.c: hour.txt beside them, for the next process: what was played in the last hour of
 * items of the store that may be played so often only. With the machine's run directory it goes. */
void health_recall_hour(struct player *player);
void health_write_hour(const struct player *player);

/* next.c: the item that follows. */
void next_choose(struct player *player, int64_t now);
void next_forget(struct player *player);
/* No more pages of the item on the screen are to be shown: when the one that stands has had its
 * time, another item follows. */
void next_end_turn(struct player *player);
/* Other documents are on: chooses anew, and keeps what is under way where it is the same picture.
 * The pick was given up before. */
void next_rechoose(struct player *player, int64_t now);
/* Something has to be said at once: what stands has had its time, what was to follow is forgotten.
 * It stays until a picture is ready. */
void next_interrupt(struct player *player, int64_t now);
/* Forgets what was to follow. What is under way with the worker is not waited for: nobody can know
 * for how long. */
void next_stop(struct player *player, int64_t now);
/* The strips take other room: draws the item on the screen anew; it keeps its time. */
void next_relay(struct player *player, int64_t now);
/* Takes the worker's picture over; `digest` is its job's. */
void next_take(struct player *player, struct pixels *pixels, uint64_t digest,
               const struct job_answer *answer);
void next_fail(struct player *player, enum supply_outcome outcome, const struct job_answer *answer);
void next_prepare(struct player *player);
/* Puts the card up where no picture has come in good time; the search for one goes on. */
void next_show_card(struct player *player);

/* move.c: from one to the other. */
void move_begin(struct player *player, int64_t now);
void move_frame(struct player *player, int64_t now);
/* Draws what stands once more. */
void move_redraw(struct player *player);
/* Moves the ticker on, over what stands. */
void move_tick(struct player *player);
/* How long a frame stands, microseconds. */
int64_t move_period(const struct player *player);
/* When the next frame is due; monotonic. */
int64_t move_next(const struct player *player, int64_t now);

/* clockline.c: the time in the name band. */
/* Asks for the strip if it is time; keeps what it has up to date on `current` and `next`. */
void clockline_update(struct player *player, int64_t now);
/* Puts the strip on `slide` where it belongs there and is still true. */
void clockline_patch(struct player *player, struct slide *slide);
void clockline_take(struct player *player, struct pixels *pixels);
/* When the minute changes next; monotonic; INT64_MAX: no clock is shown. While the
 * time is not trusted: when to see whether it is. */
int64_t clockline_next(const struct player *player, int64_t now);

/* announce.c: what is said at the lower edge, over the slides. */
/* Looks at what there is to say, and brings it onto the screen. Not while slides change. */
void announce_step(struct player *player, int64_t now);
/* Takes what the worker has drawn, or that it has not. */
void announce_take(struct player *player, enum supply_outcome outcome, struct pixels *pixels);
/* When announce_step has something to do; monotonic; INT64_MAX: nothing. */
int64_t announce_next(const struct player *player);
void announce_finish(struct player *player);
/* What the screen speaks of itself: "vi" or "en", by the first language of the site. */
const char *player_language(const struct player *player);

/* alarm.c: alerts that take the whole screen come at once and go by themselves. */
/* Looks whether others are in force, and interrupts what stands where they are. */
void alarm_step(struct player *player, int64_t now);
/* Whether a transition is to be cut short, because there may be one to be shown. */
bool alarm_is_pressing(const struct player *player, int64_t now);
/* When alarm_step has something to do; monotonic; INT64_MAX: nothing. */
int64_t alarm_next(const struct player *player, int64_t now);

/* overlay.c: what of the programme lies over the slides: alerts in a strip, the ticker. */
/* Looks at what there is to be said; asks for it and puts it up. Before the next item is chosen. */
void overlay_step(struct player *player, int64_t now);
/* overlay_look.c: looks at what there is to be said, and makes slides leave it room. */
void overlay_look(struct player *player);
/* What they say may have changed. */
void overlay_renew(struct player *player);
/* Takes what the worker has drawn, or that it has not. */
void overlay_take(struct player *player, enum supply_outcome outcome, struct pixels *pixels,
                  const struct job_answer *answer);
/* Moves the ticker on by a frame, where the frame shows it. */
void overlay_move(struct player *player, const struct stage_frame *frame);
/* Shows the ticker's next frame where it is due. On hold only. */
void overlay_tick(struct player *player, int64_t now);
/* When overlay_step or overlay_tick has something to do; monotonic; INT64_MAX: nothing. */
int64_t overlay_next(const struct player *player, int64_t now);
void overlay_finish(struct player *player);

/* testcard.c: in place of a programme. */
/* Asks for the card as the output is now, where it does not stand already. */
void testcard_choose(struct player *player, int64_t now);
