#include "display/player.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "display/connector.h"

enum { EXIT_NO_SCREEN = 3 };
#define CARD_AFTER CLOCK_SECOND            /* without any picture until then, the card */
#define DRIVER_PATIENCE (3 * CLOCK_SECOND) /* the kernel may still be loading it */
#define LOOK_AGAIN (2 * CLOCK_SECOND)      /* for a screen, beside the kernel's word */
#define LOOK_SELDOM (10 * CLOCK_SECOND)
#define EVENTS_EVERY CLOCK_SECOND /* where the window system gives no descriptor */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void read_signals(struct player *player)
{
    struct signalfd_siginfo info;
    while (read(player->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        log_info("signal %u: leaving", info.ssi_signo);
        player->quit = true;
    }
}

/* Sleeps until a descriptor is ready or `wake` (monotonic) has come. */
static void wait_for(const struct pollfd *fds, size_t count, int64_t wake)
{
    struct pollfd copies[8];
    struct timespec timeout;
    int64_t left = wake == INT64_MAX ? 0 : wake - clock_monotonic();
    if (left < 0)
        left = 0;
    timeout.tv_sec = left / CLOCK_SECOND;
    timeout.tv_nsec = left % CLOCK_SECOND * 1000;
    memcpy(copies, fds, count * sizeof *fds);
    ppoll(copies, count, wake == INT64_MAX ? NULL : &timeout, NULL);
}

static size_t add_fd(struct pollfd *fds, size_t count, int fd)
{
    if (fd < 0)
        return count;
    fds[count] = (struct pollfd){.fd = fd, .events = POLLIN};
    return count + 1;
}

/* --- the screen ------------------------------------------------------------------------------- */

static bool time_is_up(const struct player *player, int64_t now)
{
    return player->options.run_for > 0 && now - player->options.started >= player->options.run_for;
}

/* Sleeps for `interval` or until the kernel speaks of screens. False: we were told to go. */
static bool doze(struct player *player, int64_t interval)
{
    struct pollfd fds[2];
    size_t count = add_fd(fds, add_fd(fds, 0, player->signals), player->uevents);
    wait_for(fds, count, clock_monotonic() + interval);
    read_signals(player);
    if (player->uevents >= 0)
        connector_changed(player->uevents);
    return !player->quit && !time_is_up(player, clock_monotonic());
}

/* On a console: waits until a screen is connected. -1: none can ever be, or we were told to go. */
static int wait_for_connector(struct player *player, int *ret_card)
{
    struct connector connector;
    int64_t patience = clock_monotonic() + DRIVER_PATIENCE;
    while (!connector_exists() && clock_monotonic() < patience) {
        if (!doze(player, DRIVER_PATIENCE / 10))
            return -1;
    }
    if (!connector_exists()) {
        log_error("there is no screen: no desktop session (DISPLAY, WAYLAND_DISPLAY), no graphics "
                  "card in /sys/class/drm");
        return -1;
    }
    if (!connector_find(&connector)) {
        log_warning("no screen is connected; waiting for one");
        while (!connector_find(&connector)) {
            if (!doze(player, LOOK_AGAIN))
                return -1;
        }
    }
    log_info("screen %s on card %d", connector.name, connector.card);
    *ret_card = connector.card;
    return 0;
}

/* A console whose screen is there but taken (a getty's X, another player) is tried again for ever:
 * somebody may leave. Elsewhere a failure is final. */
static int start_screen(struct player *player)
{
    const struct screen_wish wish = {player->options.width, player->options.height};
    bool console = screen_is_console();
    for (;;) {
        int card = 0;
        if (console && wait_for_connector(player, &card) < 0)
            return -1;
        if (screen_start(&wish, card, &player->screen) == 0)
            return 0;
        if (!console || !doze(player, LOOK_AGAIN))
            return -1;
    }
}

/* The part of the output that slides fill, and how the worker is to draw them. */
static void set_view(struct player *player)
{
    const struct options *options = &player->options;
    const struct programme_feed *feed = programme_main(&player->programme);
    const struct site *site = feed ? feed->site : NULL;
    struct slide_area view = {0, 0, player->screen.width, player->screen.height};
    unsigned rotate = options->rotate >= 0 ? (unsigned)options->rotate
                      : site               ? site->screen.rotate
                                           : 0;
    if (options->has_viewport)
        view = (struct slide_area){options->viewport_x, options->viewport_y,
                                   options->viewport_width, options->viewport_height};
    else if (site && site->screen.viewport_width > 0 && site->screen.viewport_x >= 0 &&
             site->screen.viewport_y >= 0)
        view = (struct slide_area){(uint32_t)site->screen.viewport_x,
                                   (uint32_t)site->screen.viewport_y, site->screen.viewport_width,
                                   site->screen.viewport_height};
    if (view.x + view.width > player->screen.width ||
        view.y + view.height > player->screen.height) {
        log_error("the viewport %ux%u+%u+%u is not inside the screen of %ux%u; the whole screen is "
                  "used",
                  view.width, view.height, view.x, view.y, player->screen.width,
                  player->screen.height);
        view = (struct slide_area){0, 0, player->screen.width, player->screen.height};
    }
    if (view.width > PIXELS_SIDE_MAX || view.height > PIXELS_SIDE_MAX) {
        log_error("slides measure at most %d pixels a side; the rest of the screen stays black",
                  PIXELS_SIDE_MAX);
        view.width = view.width < PIXELS_SIDE_MAX ? view.width : PIXELS_SIDE_MAX;
        view.height = view.height < PIXELS_SIDE_MAX ? view.height : PIXELS_SIDE_MAX;
    }
    bool turned = rotate % 180 != 0;
    player->view = view;
    player->job_screen = (struct job_screen){.width = turned ? view.height : view.width,
                                             .height = turned ? view.width : view.height,
                                             .rotate = rotate,
                                             .clock = !site || site->screen.clock};
}

/* Whether the screen is to be asked though the kernel has said nothing. */
static bool needs_look(const struct player *player, int64_t now)
{
    if (!player->screen.is_kms || (player->state != PLAYER_OFF && player->uevents >= 0))
        return false;
    return now - player->looked_at >= (player->uevents < 0 ? LOOK_AGAIN : LOOK_SELDOM);
}

static void look_at_connector(struct player *player, int64_t now)
{
    bool same_mode;
    player->looked_at = now;
    bool connected = screen_is_connected(&player->screen, &same_mode);
    if (connected && !same_mode) {
        log_info("another screen is connected: starting anew with its mode");
        player->restart = player->quit = true;
    } else if (!connected && player->state != PLAYER_OFF) {
        log_warning("the screen was pulled; waiting for it");
        if (player->state == PLAYER_MOVE)
            move_frame(player, player->move_end);
        player->state = PLAYER_OFF;
    } else if (connected) {
        if (player->state == PLAYER_OFF) {
            log_info("the screen is back");
            player->state = PLAYER_HOLD;
        }
        move_redraw(player); /* the kernel may have put its console there meanwhile */
    }
}

static void handle_resize(struct player *player)
{
    log_info("the output measures %ux%u now", player->screen.width, player->screen.height);
    if (player->state == PLAYER_MOVE)
        move_frame(player, player->move_end);
    if (player->next_state == NEXT_ASKED)
        supply_cancel(&player->supply, clock_monotonic());
    next_forget(player);
    set_view(player);
    player->stage.view = player->view;
    player->current_end = player->choose_at = clock_monotonic();
    if (player->is_card) { /* nothing else may come for long: it has to fit */
        player->stage.ops->drop(&player->stage, player->current);
        player->current = NULL;
        player->is_card = false;
        next_show_card(player);
    }
    move_redraw(player);
}

static void handle_events(struct player *player)
{
    switch (screen_pump(&player->screen)) {
    case SCREEN_QUIT:
        player->quit = true;
        break;
    case SCREEN_RESIZED:
        handle_resize(player);
        break;
    case SCREEN_EXPOSED:
        move_redraw(player);
        break;
    case SCREEN_QUIET:
        break;
    }
}

/* --- the loop --------------------------------------------------------------------------------- */

static void take_supplies(struct player *player, int64_t now)
{
    for (;;) {
        struct pixels pixels = PIXELS_NONE;
        struct job_answer answer;
        uint64_t digest = player->supply.job.digest;
        unsigned losses = player->supply.losses;
        enum supply_outcome outcome = supply_step(&player->supply, now, &pixels, &answer);
        player->stats.worker_restarts = player->supply.restarts;
        if (outcome == SUPPLY_NOTHING)
            return;
        if (losses >= QUARANTINE_STREAK && outcome != SUPPLY_LOST)
            programme_pardon(&player->programme);
        if (player->clock.asked) {
            player->clock.asked = false;
            if (outcome == SUPPLY_PICTURE)
                clockline_take(player, &pixels);
            else
                player->clock.failed = player->clock.wanted;
        } else if (player->next_state == NEXT_ASKED) {
            if (outcome == SUPPLY_PICTURE)
                next_take(player, &pixels, digest, &answer);
            else
                next_fail(player, outcome, &answer);
        }
        pixels_finish(&pixels);
    }
}

static bool next_can_begin(const struct player *player)
{
    return player->next_state == NEXT_READY || player->next_state == NEXT_SAME;
}

/* Takes over what has changed in the folder. A long document is parsed here, on hold. */
static void follow_folder(struct player *player, int64_t now)
{
    if (!programme_reread(&player->programme, now))
        return;
    if (player->next_state == NEXT_ASKED)
        supply_cancel(&player->supply, now);
    next_forget(player); /* it points into the old document */
    programme_renew(&player->programme, now);
    player->clock.minute = player->clock.wanted = player->clock.failed = -1; /* another zone */
    player->choose_at = now;
}

static void advance(struct player *player, int64_t now)
{
    if (player->state == PLAYER_MOVE) {
        move_frame(player, now);
        return;
    }
    follow_folder(player, now);
    if (player->next_state == NEXT_NONE && !player->supply.busy && now >= player->choose_at)
        next_choose(player, now);
    next_prepare(player);
    bool is_time = !player->current || player->is_card || now >= player->current_end;
    if (is_time && player->has_stage && next_can_begin(player)) {
        move_begin(player, now);
    } else if (is_time && player->current && !player->is_card && !player->is_late) {
        player->is_late = true;
        player->stats.late_items++;
    } else if (!player->current && now >= player->first_deadline && player->has_stage) {
        next_show_card(player);
    }
    clockline_update(player, now);
}

/* The next instant at which there is something to do though nothing became ready. */
static int64_t next_wake(const struct player *player, int64_t now)
{
    int64_t wake = least(supply_next(&player->supply), player->programme.look_at);
    if (player->state == PLAYER_MOVE)
        return move_next(player, now);
    if (player->next_state == NEXT_PREPARING)
        return now;
    if (player->next_state == NEXT_NONE && !player->supply.busy)
        wake = least(wake, player->choose_at);
    if (next_can_begin(player) || (player->current && !player->is_late))
        wake = least(wake, player->current_end > now || next_can_begin(player) ? player->current_end
                                                                               : INT64_MAX);
    if (!player->current)
        wake = least(wake, player->first_deadline > now ? player->first_deadline : INT64_MAX);
    if (player->options.run_for > 0)
        wake = least(wake, player->options.started + player->options.run_for);
    /* Asking a pulled screen takes its time; the kernel's word is what counts, where it is heard.
     */
    if (player->state == PLAYER_OFF)
        wake = least(wake, now + (player->uevents < 0 ? LOOK_AGAIN : LOOK_SELDOM));
    else if (player->screen.is_kms && player->uevents < 0)
        wake = least(wake, now + LOOK_AGAIN);
    if (player->screen.event_fd < 0 && player->screen.is_window)
        wake = least(wake, now + EVENTS_EVERY);
    return least(wake, clockline_next(player, now));
}

static void sleep_until_needed(struct player *player)
{
    struct pollfd fds[8];
    size_t count = add_fd(fds, 0, player->signals);
    count = add_fd(fds, count, player->screen.is_kms ? player->uevents : -1);
    count = add_fd(fds, count, player->screen.event_fd);
    count = add_fd(fds, count, player->programme.watch.fd);
    count += supply_poll(&player->supply, fds + count);
    wait_for(fds, count, next_wake(player, clock_monotonic()));
}

static void loop(struct player *player)
{
    while (!player->quit) {
        handle_events(player); /* before poll: Xlib may have read ahead */
        if (player->quit)
            break;
        sleep_until_needed(player);
        int64_t now = clock_monotonic();
        read_signals(player);
        bool look =
            player->screen.is_kms && player->uevents >= 0 && connector_changed(player->uevents);
        if (look || needs_look(player, now))
            look_at_connector(player, now);
        programme_notice(&player->programme, now);
        take_supplies(player, now);
        advance(player, now);
        if (time_is_up(player, now))
            player->quit = true;
    }
}

static int open_window(struct player *player)
{
    uint32_t width = player->screen.width, height = player->screen.height;
    if (screen_open_window(&player->screen) < 0)
        return -1;
    bool other_size = width != player->screen.width || height != player->screen.height;
    if (other_size) { /* what was asked for meanwhile does not fit */
        supply_cancel(&player->supply, clock_monotonic());
        next_forget(player);
        set_view(player);
    }
    if (stage_open(player->screen.window, &player->view, player->options.max_texture,
                   &player->stage) < 0)
        return -1;
    player->has_stage = true;
    return 0;
}

int player_run(struct player *player)
{
    int status = EXIT_NO_SCREEN;
    if (start_screen(player) < 0)
        return player->quit ? 0 : status;
    set_view(player);
    player->first_deadline = clock_monotonic() + CARD_AFTER;
    next_choose(player, clock_monotonic()); /* the worker draws while the window opens */
    if (open_window(player) == 0) {
        loop(player);
        status = 0;
    }
    player->stats.peak_texture_bytes = player->stage.peak_texture_bytes;
    supply_finish(&player->supply);
    next_forget(player);
    if (player->current)
        player->stage.ops->drop(&player->stage, player->current);
    player->current = NULL;
    pixels_finish(&player->clock.strip);
    stage_close(&player->stage);
    screen_stop(&player->screen);
    return status;
}
