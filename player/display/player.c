#include "display/player.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "display/connector.h"

enum { EXIT_NO_SCREEN = 3 };
#define SETTINGS_EVERY (5 * CLOCK_SECOND)
#define EVENTS_EVERY CLOCK_SECOND /* where the window system gives no descriptor */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void player_read_signals(struct player *player)
{
    struct signalfd_siginfo info;
    while (read(player->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        log_info("signal %u: leaving", info.ssi_signo);
        player->quit = true;
    }
}

void player_wait(struct pollfd *fds, size_t count, int64_t wake)
{
    struct timespec timeout;
    int64_t left = wake == INT64_MAX ? 0 : wake - clock_monotonic();
    if (left < 0)
        left = 0;
    timeout.tv_sec = left / CLOCK_SECOND;
    timeout.tv_nsec = left % CLOCK_SECOND * 1000;
    ppoll(fds, count, wake == INT64_MAX ? NULL : &timeout, NULL);
}

bool player_time_is_up(const struct player *player, int64_t now)
{
    return player->options.run_for > 0 && now - player->options.started >= player->options.run_for;
}

/* Which files the worker found to be what was signed, and which not. */
static void note_proofs(struct player *player, const struct job_proofs *proofs,
                        enum supply_outcome outcome, const struct job_answer *answer)
{
    if (outcome == SUPPLY_PICTURE)
        programme_prove(&player->programme, proofs, NULL);
    else if (outcome == SUPPLY_REFUSED && strcmp(answer->code, "asset-damaged") == 0)
        programme_prove(&player->programme, proofs, answer->asset);
}

static void take_supplies(struct player *player, int64_t now)
{
    for (;;) {
        struct pixels pixels = PIXELS_NONE;
        struct job_answer answer;
        uint64_t digest = player->supply.job.digest;
        unsigned losses = player->supply.losses;
        struct job_proofs proofs = player->supply.job.proofs;
        enum supply_outcome outcome = supply_step(&player->supply, now, &pixels, &answer);
        player->stats.worker_restarts = player->supply.restarts;
        if (outcome == SUPPLY_NOTHING)
            return;
        if (losses >= QUARANTINE_STREAK && outcome != SUPPLY_LOST)
            programme_pardon(&player->programme);
        note_proofs(player, &proofs, outcome, &answer);
        if (player->clock.asked) {
            player->clock.asked = false;
            if (outcome == SUPPLY_PICTURE)
                clockline_take(player, &pixels);
            else
                player->clock.failed = player->clock.wanted;
        } else if (player->announce.is_asked) {
            announce_take(player, outcome, &pixels);
        } else if (player->overlay.is_asked) {
            overlay_take(player, outcome, &pixels, &answer);
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

/* Takes over what has changed in the folder or the store. A long document is parsed here, on hold.
 */
static void follow_programme(struct player *player, int64_t now)
{
    if (now >= player->programme.look_at)
        tally_look(&player->tally);
    if (!programme_reread(&player->programme, now))
        return;
    bool was_stopgap = programme_is_stopgap(&player->programme);
    programme_pick_finish(&player->pick); /* it points into the old document */
    next_end_turn(player);                /* and so does this */
    programme_renew(&player->programme);
    if (was_stopgap && !programme_is_stopgap(&player->programme)) {
        player->current_end = now; /* who has just put up a screen waits for their own content */
        player->is_late = true;    /* which is no lateness to be counted */
    }
    player->clock.minute = player->clock.wanted = player->clock.failed = -1; /* another zone */
    output_renew_view(player);
    player->alarm.is_due = true;
    overlay_renew(player);
    next_rechoose(player, now);
}

/* Looks whether the settings have changed, where something is to be done anyway. So much hangs on
 * them that the whole process begins anew; the picture that is kept bridges that. */
static void follow_settings(struct player *player, int64_t now)
{
    if (!player->has_settings || now < player->settings_at)
        return;
    player->settings_at = now + SETTINGS_EVERY;
    if (!settings_have_changed(player->options.site, &player->settings))
        return;
    log_info("the settings have changed: starting anew with them");
    player->restart = player->quit = true;
}

static void advance(struct player *player, int64_t now)
{
    if (player->state == PLAYER_MOVE) {
        move_frame(player, alarm_is_pressing(player, now) ? player->move_end : now);
        return;
    }
    plays_step(&player->play.plays, now);
    follow_settings(player, now);
    follow_programme(player, now);
    programme_look_at_clock(&player->programme);
    power_step(player, now);
    if (player->power.view.is_dark) {
        health_step(player, now);
        feeder_step(&player->feeder, now);
        return;
    }
    alarm_step(player, now);
    overlay_step(player, now);
    if (player->next_state == NEXT_NONE && !player->supply.busy && now >= player->choose_at)
        next_choose(player, now);
    if (player->next_state == NEXT_PREPARING && !player->next_is_card)
        tally_expose(&player->tally, true);
    next_prepare(player);
    bool is_time =
        !player->current || player->is_card || player->next_is_relay || now >= player->current_end;
    if (is_time && player->has_stage && next_can_begin(player)) {
        move_begin(player, now);
    } else if (now >= player->current_end && player->current && !player->is_card &&
               !player->is_late) {
        player->is_late = true;
        player->stats.late_items++;
    } else if (!player->current && now >= player->first_deadline && player->has_stage) {
        next_show_card(player);
    }
    clockline_update(player, now);
    if (player->state == PLAYER_MOVE)
        return;
    shown_follow_banner(player);
    overlay_tick(player, now);
    announce_step(player, now);
    health_step(player, now);
    if (player->current)
        feeder_step(&player->feeder, now);
}

/* What goes on whether or not there is a screen that shows it. */
static int64_t next_wake_in_the_dark(struct player *player, int64_t now)
{
    int64_t wake = least(supply_next(&player->supply), player->programme.look_at);
    wake = least(wake, power_next(player, now));
    wake = least(wake, health_next(player));
    wake = least(wake, notify_next(&player->notify));
    wake = least(wake, plays_next(&player->play.plays));
    if (player->options.run_for > 0)
        wake = least(wake, player->options.started + player->options.run_for);
    return least(wake, feeder_next(&player->feeder));
}

/* The next instant at which there is something to do though nothing became ready. */
static int64_t next_wake(struct player *player, int64_t now)
{
    int64_t wake = least(supply_next(&player->supply), player->programme.look_at);
    if (player->state == PLAYER_MOVE)
        return move_next(player, now);
    if (player->power.view.is_dark)
        return next_wake_in_the_dark(player, now);
    wake = least(wake, power_next(player, now));
    if (player->next_state == NEXT_PREPARING)
        return now;
    if (player->next_state == NEXT_NONE && !player->supply.busy)
        wake = least(wake, player->choose_at);
    if (next_can_begin(player) && player->next_is_relay)
        return now;
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
        wake = least(wake, now + (player->uevents < 0 ? OUTPUT_LOOK_AGAIN : OUTPUT_LOOK_SELDOM));
    else if (player->screen.is_kms && player->uevents < 0)
        wake = least(wake, now + OUTPUT_LOOK_AGAIN);
    if (player->screen.event_fd < 0 && player->screen.is_window)
        wake = least(wake, now + EVENTS_EVERY);
    if (player->current)
        wake = least(wake, feeder_next(&player->feeder));
    wake = least(wake, health_next(player));
    wake = least(wake, plays_next(&player->play.plays));
    wake = least(wake, announce_next(player));
    wake = least(wake, alarm_next(player, now));
    wake = least(wake, overlay_next(player, now));
    wake = least(wake, shown_next(player));
    if (!player->is_unshown)
        wake = least(wake, notify_next(&player->notify));
    return least(wake, clockline_next(player, now));
}

static void sleep_until_needed(struct player *player)
{
    bool moves = player->state == PLAYER_MOVE; /* then nobody looks after the others */
    bool is_dark = player->power.view.is_dark;
    const int own[] = {player->signals,
                       player->power.steps,
                       player->screen.is_kms ? player->uevents : -1,
                       player->screen.event_fd,
                       player->programme.watch.fd,
                       moves ? -1 : player->power.cec.pidfd,
                       moves ? -1 : player->feeder.pidfd,
                       moves || is_dark ? -1 : player->announce.front.watch.fd};
    enum { OWN = sizeof own / sizeof *own, ALL = OWN + 2 };
    struct pollfd fds[ALL + SUPPLY_POLL_MAX];
    for (size_t i = 0; i < OWN; i++)
        fds[i] = (struct pollfd){.fd = own[i], .events = POLLIN};
    fds[OWN] = (struct pollfd){.fd = player->health.sensor.alarm, .events = POLLPRI};
    fds[OWN + 1] = plays_poll(&player->play.plays);
    if (moves)
        fds[OWN + 1].fd = -1;
    size_t count = ALL + supply_poll(&player->supply, fds + ALL);
    player_wait(fds, count, next_wake(player, clock_monotonic()));
    if (fds[OWN].revents)
        health_read_alarm(player);
}

static void loop(struct player *player)
{
    while (!player->quit) {
        output_handle_events(player); /* before poll: Xlib may have read ahead */
        if (player->quit)
            break;
        sleep_until_needed(player);
        int64_t now = clock_monotonic();
        player_read_signals(player);
        if (player->quit) /* and not anew, for whatever reason there is to begin anew as well */
            break;
        clock_read_steps(player->power.steps);
        bool look =
            player->screen.is_kms && player->uevents >= 0 && connector_changed(player->uevents);
        if (look || output_needs_look(player, now))
            output_look(player, now);
        programme_notice(&player->programme, now);
        take_supplies(player, now);
        advance(player, now);
        if (player->state != PLAYER_MOVE && !player->is_unshown)
            notify_alive(&player->notify, now); /* nothing moves, and that is meant */
        if (player_time_is_up(player, now))
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
        output_set_view(player);
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
    if (output_start(player) < 0)
        return player->quit ? 0 : status;
    output_set_view(player);
    player->first_deadline = clock_monotonic() + PLAYER_CARD_AFTER;
    alarm_step(player, clock_monotonic());
    overlay_step(player, clock_monotonic());
    next_choose(player, clock_monotonic()); /* the worker draws while the window opens */
    if (open_window(player) == 0) {
        notify_ready(&player->notify);
        shown_open(player, clock_monotonic());
        loop(player);
        shown_close(player, clock_monotonic());
        status = 0;
    }
    feeder_dismiss(&player->feeder); /* it leaves while we do */
    player->stats.peak_texture_bytes = player->stage.peak_texture_bytes;
    supply_finish(&player->supply);
    next_forget(player);
    if (player->current)
        player->stage.ops->drop(&player->stage, player->current);
    player->current = NULL;
    pixels_finish(&player->clock.strip);
    announce_finish(player);
    overlay_finish(player);
    stage_close(&player->stage);
    screen_stop(&player->screen);
    feeder_finish(&player->feeder);
    return status;
}
