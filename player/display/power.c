/* The screen's hours: off by CEC, then by DPMS, behind it all a black frame; and on again. While it
 * is off nothing is presented and nobody wakes up but for the end of it, television sets that do so
 * by themselves, and what was left running beside us. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "display/player.h"
#include "playlist/daypart.h"
#include "playlist/moment.h"

/* A page flip that is under way is let end: at most a few blanks. */
#define DPMS_AFTER (CLOCK_SECOND / 5)
/* Some television sets wake up by themselves. */
#define DOWN_AGAIN (600 * CLOCK_SECOND)
/* But one whose plug seems to come and go is not told more often than that. */
#define DOWN_PAUSE (30 * CLOCK_SECOND)
/* One that hid while it was off knows only then where on it we are. */
#define UP_AGAIN (20 * CLOCK_SECOND)
#define TRUST_AGAIN (60 * CLOCK_SECOND)

void power_open(struct player *player)
{
    player->power = (struct power){
        .cec = CEC_IDLE, .down_at = INT64_MAX, .again_at = INT64_MAX, .steps = clock_open_steps()};
    const char *devices = getenv("BANGTIN_DEVICES"); /* for tests: in place of /dev */
    if (devices)
        player->power.cec.devices = devices;
}

void power_close(struct player *player)
{
    cec_finish(&player->power.cec);
    if (player->power.steps >= 0)
        close(player->power.steps);
    player->power.steps = -1;
}

/* NULL: always on. A window on somebody's desktop has no hours. */
static const struct daypart *hours_of(const struct player *player)
{
    const struct programme_feed *feed = programme_main(&player->programme);
    return feed && feed->site && !player->screen.is_window && !player->options.is_testcard
               ? feed->site->screen.hours
               : NULL;
}

/* Whether the time is known, or was once: a clock that was right stays so while we run. */
static bool is_time_known(struct player *player)
{
    struct programme *programme = &player->programme;
    programme_look_at_clock(programme);
    player->power.is_time_known |= programme->clock != CLOCK_FLOOR;
    return player->power.is_time_known;
}

static bool is_time_to_be_on(struct player *player)
{
    const struct daypart *hours = hours_of(player);
    return !hours || !is_time_known(player) ||
           daypart_is_open(hours, programme_main(&player->programme)->zone,
                           programme_time(&player->programme));
}

/* On the wall clock. */
static int64_t next_change(const struct player *player)
{
    const struct daypart *hours = hours_of(player);
    return hours ? daypart_next_change(hours, programme_main(&player->programme)->zone,
                                       programme_time(&player->programme))
                 : INT64_MAX;
}

/* The last frame: it stays behind a screen that does not let itself be switched off. */
static void show_black(struct player *player)
{
    struct stage *stage = &player->stage;
    struct stage_strip strips[STAGE_LAYERS], none[STAGE_LAYERS] = {0};
    struct pixels pixels;
    if (player->power.is_down && screen_set_power(&player->screen, true))
        player->power.is_down = false; /* nothing can be presented while it is off */
    if (pixels_create(player->view.width, player->view.height, &pixels) < 0)
        return;
    struct slide *slide = slide_create(&pixels, 0);
    bool is_fine = slide != NULL;
    while (is_fine && !slide_is_ready(slide))
        is_fine = stage->ops->prepare(stage, slide, CLOCK_SECOND) == 0;
    memcpy(strips, stage->strips, sizeof strips); /* no word to anybody lies over it */
    memcpy(stage->strips, none, sizeof none);
    const struct stage_frame frame = {.to = slide, .progress = STAGE_DONE};
    player->power.is_black = is_fine && stage->ops->show(stage, &frame) == 0;
    player->is_unshown = false;
    memcpy(stage->strips, strips, sizeof strips);
    stage->ops->drop(stage, slide);
}

/* Gives up what is shown and what is to follow: what is right after the night is chosen then. */
static void forget_pictures(struct player *player, int64_t now)
{
    if (player->next_state == NEXT_ASKED)
        supply_cancel(&player->supply, now);
    next_forget(player);
    if (player->current)
        player->stage.ops->drop(&player->stage, player->current);
    player->current = NULL;
    next_end_turn(player);
    player->is_card = player->is_late = false;
    player->shown.item[0] = player->shown.feed[0] = '\0';
    player->health.is_due = true;
}

static void switch_down(struct player *player, int64_t now)
{
    struct power *power = &player->power;
    if (power->told_at > 0 && now - power->told_at < DOWN_PAUSE) {
        power->again_at = power->told_at + DOWN_PAUSE;
        return;
    }
    power->told_at = now;
    power->again_at = INT64_MAX;
    power->down_at = now + DPMS_AFTER;
    cec_begin(&power->cec, CEC_STANDBY);
}

static void switch_up(struct player *player, int64_t now)
{
    struct power *power = &player->power;
    if (power->is_down)
        screen_set_power(&player->screen, true);
    power->is_down = power->is_black = false;
    power->told_at = 0;
    power->down_at = INT64_MAX;
    power->again_at = now + UP_AGAIN;
    cec_begin(&power->cec, CEC_WAKE);
    player->choose_at = now;
    player->first_deadline = now + PLAYER_CARD_AFTER;
    player->health.is_due = true;
}

/* The second half of switching off, once the television has been told: DPMS. */
static void finish_down(struct player *player, int64_t now)
{
    struct power *power = &player->power;
    if (now < power->down_at || cec_is_busy(&power->cec))
        return;
    power->down_at = INT64_MAX;
    power->is_down = screen_set_power(&player->screen, false);
    power->again_at = power->cec.has_adapter ? now + DOWN_AGAIN : INT64_MAX;
    player->health.is_due = true;
    log_info("the screen is switched off by %s", power_way(player));
}

static void log_hours(const struct player *player, bool is_dark)
{
    char text[MOMENT_TEXT_SIZE];
    power_until(player, text);
    log_info("the screen's hours %s; it is %s until %s", is_dark ? "have ended" : "begin",
             is_dark ? "off" : "on", text);
}

static void change(struct player *player, struct power_view after, int64_t now)
{
    struct power *power = &player->power;
    unsigned acts =
        power_acts(power->view, after, power->is_black, player->current && player->has_stage);
    if (after.is_dark != power->view.is_dark)
        log_hours(player, after.is_dark);
    if ((acts & POWER_HUSH) && player->state == PLAYER_MOVE)
        move_frame(player, player->move_end);
    const struct power_view before = power->view;
    power->view = after;
    player->state = after.is_pulled || after.is_dark ? PLAYER_OFF : PLAYER_HOLD;
    shown_follow_power(player, &before, now);
    if (after.is_dark)
        forget_pictures(player, now);
    if (acts & POWER_BLACK)
        show_black(player);
    if (acts & POWER_DOWN)
        switch_down(player, now);
    if (acts & POWER_UP)
        switch_up(player, now);
    if (acts & POWER_REDRAW)
        move_redraw(player);
}

void power_set_pulled(struct player *player, bool is_pulled, int64_t now)
{
    struct power_view after = {is_pulled, player->power.view.is_dark};
    if (is_pulled != player->power.view.is_pulled)
        change(player, after, now);
}

/* After a start the television may still be as the last night left it. A clock that is not known to
 * be right may become so in a moment, and it may be night; if not, the screen is meant to be on. */
static void begin(struct player *player, int64_t now)
{
    struct power *power = &player->power;
    if (power->begin_by == 0)
        power->begin_by = now + TRUST_AGAIN;
    if (power->is_begun || (hours_of(player) && !is_time_known(player) && now < power->begin_by))
        return;
    power->is_begun = true;
    if (hours_of(player) && is_time_to_be_on(player)) {
        cec_begin(&power->cec, CEC_WAKE);
        power->again_at = now + UP_AGAIN;
    }
}

void power_step(struct player *player, int64_t now)
{
    struct power *power = &player->power;
    struct power_view after = {power->view.is_pulled, !is_time_to_be_on(player)};
    bool is_connected;
    begin(player, now);
    if (after.is_dark != power->view.is_dark && player->has_stage) {
        if (!after.is_dark && !output_fits(player, &is_connected))
            return; /* another screen hangs there now */
        if (!after.is_dark)
            after.is_pulled = !is_connected;
        change(player, after, now);
    }
    if (now >= power->again_at) {
        power->again_at = INT64_MAX;
        if (power->view.is_dark)
            switch_down(player, now);
        else
            cec_begin(&power->cec, CEC_WAKE);
    }
    cec_step(&power->cec, now);
    finish_down(player, now);
}

void power_wait(struct player *player, int64_t now)
{
    struct power *power = &player->power;
    bool is_dark = !is_time_to_be_on(player);
    if (!is_dark && power->was_dark_waiting && hours_of(player))
        cec_begin(&power->cec, CEC_WAKE);
    power->was_dark_waiting = is_dark;
    begin(player, now);
    cec_step(&power->cec, now);
}

void power_repaint(struct player *player)
{
    if (player->power.view.is_dark && !player->screen.is_kms && player->has_stage)
        show_black(player);
}

int64_t power_next(struct player *player, int64_t now)
{
    const struct power *power = &player->power;
    int64_t wake = cec_next(&power->cec), change = next_change(player);
    if (power->again_at < wake)
        wake = power->again_at;
    if (power->down_at < wake && !cec_is_busy(&power->cec))
        wake = power->down_at;
    if (!power->is_begun && power->begin_by > 0 && power->begin_by < wake)
        wake = power->begin_by;
    if (change == INT64_MAX)
        return wake;
    int64_t left =
        is_time_known(player) ? change - programme_time(&player->programme) : TRUST_AGAIN;
    if (left < 0)
        left = 0;
    return now + left < wake ? now + left : wake;
}

const char *power_way(const struct player *player)
{
    if (player->power.cec.has_worked)
        return "cec";
    return player->power.is_down ? "dpms" : "black";
}

void power_until(const struct player *player, char text[MOMENT_TEXT_SIZE])
{
    const struct programme_feed *feed = programme_main(&player->programme);
    const struct zone *zone = feed ? feed->zone : NULL;
    int64_t until = next_change(player);
    int minutes = until == INT64_MAX ? 0 : zone_offset(zone, until) / 60;
    char utc[MOMENT_TEXT_SIZE];
    moment_format(until + minutes * (60 * CLOCK_SECOND), utc);
    utc[strcspn(utc, "Z")] = '\0';
    snprintf(text, MOMENT_TEXT_SIZE, "%.19s%c%02d:%02d", utc, minutes < 0 ? '-' : '+',
             abs(minutes) / 60, abs(minutes) % 60);
}
