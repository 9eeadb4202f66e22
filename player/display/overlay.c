#include "display/overlay.h"

#include "base/clock.h"
#include "base/log.h"
#include "display/band.h"
#include "display/letters.h"
#include "display/player.h"
#include "ipc/shape.h"

#define PATIENCE (3 * CLOCK_SECOND)          /* with the worker, for whom slides wait */
#define PAUSE_AFTER_LOSS (30 * CLOCK_SECOND) /* each may cost the next item its time */

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static bool is_turned(const struct player *player)
{
    return player->job_screen.rotate % 180 != 0;
}

/* The strip's place on the output that is `height` px high when seen upright. */
static struct slide_area place_at(const struct player *player, bool is_top, uint32_t height)
{
    unsigned rotate = player->job_screen.rotate;
    return band_place(&player->view, is_top ? (rotate + 180) % 360 : rotate, height);
}

static void send(struct player *player, enum overlay_part part, struct job *job, uint32_t width,
                 uint32_t height, int64_t now)
{
    player->overlay.is_asked = true;
    player->overlay.part = part;
    player->overlay.asked_at = now;
    player->overlay.asked_said = player->overlay.said[part];
    supply_request(&player->supply, job, player->job_number, width, height, now);
}

static void put_ticker_off(struct overlay *overlay, int64_t now)
{
    overlay->ticker.not_before = now + PAUSE_AFTER_LOSS;
}

/* Of those that were looked at last: a turn is a place among these. False: there is none, or what
 * the programme says may have changed since. */
static bool find_banner(const struct player *player, size_t turn, struct programme_banner *ret)
{
    const struct overlay *overlay = &player->overlay;
    struct programme_banner all[PROGRAMME_BANNERS_MAX];
    int64_t until;
    if (overlay->is_due || overlay->clock != player->programme.clock)
        return false;
    size_t count = programme_banners(&player->programme, overlay->looked_at, all, &until);
    if (turn < count)
        *ret = all[turn];
    return turn < count;
}

static void fail_banner(struct player *player, bool is_lost, const char *why, int64_t now)
{
    struct rota *rota = &player->overlay.banner.rota;
    struct programme_banner banner;
    if (rota_fail(rota, is_lost, now) && find_banner(player, rota->tried, &banner))
        programme_pass_banner(&player->programme, &banner, why);
}

static void ask_banner(struct player *player, size_t turn, int64_t now)
{
    struct programme_banner banner;
    struct job job;
    if (!find_banner(player, turn, &banner))
        return;
    const struct job_alert alert = {.document = banner.feed->document,
                                    .alert = banner.alert,
                                    .language = banner.language,
                                    .site = banner.feed->site};
    struct shape shape = shape_banner(player->job_screen.width, player->job_screen.height);
    struct slide_area place = place_at(player, true, shape.height);
    rota_try(&player->overlay.banner.rota, turn);
    if (job_compose_banner(++player->job_number, &alert, shape.unit, player->job_screen.width,
                           shape.height, player->job_screen.rotate, &job) < 0) {
        fail_banner(player, false, "headline: this variable has no value", now);
        return;
    }
    shown_ask_banner(player, &banner);
    send(player, OVERLAY_BANNER, &job, place.width, place.height, now);
}

static void ask_ticker(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    struct shape shape = shape_ticker(player->job_screen.width, player->job_screen.height);
    const struct job_screen *screen = &player->job_screen;
    struct job_ticker ticker = {.height = shape.height,
                                .least = screen->width,
                                .unit = shape.unit,
                                .is_black = shape_is_tiny(screen->width, screen->height)};
    struct job job;
    overlay_lines_fill(&overlay->lines, overlay->ticker.at, &ticker);
    if (job_compose_ticker(++player->job_number, programme_main(&player->programme)->document,
                           &ticker, overlay->lines.language, player->job_screen.rotate, &job) < 0) {
        put_ticker_off(overlay, now);
        return;
    }
    send(player, OVERLAY_TICKER, &job, is_turned(player) ? shape.height : PIXELS_SIDE_MAX,
         is_turned(player) ? PIXELS_SIDE_MAX : shape.height, now);
    player->supply.is_at_most = true;
}

/* Whether a banner is to be drawn, and which. */
static bool wants_banner(const struct player *player, int64_t now, size_t *ret_turn)
{
    const struct overlay *overlay = &player->overlay;
    bool is_time = !overlay->banner.rota.is_up || now >= overlay->banner.next_at;
    return is_time && rota_find(&overlay->banner.rota, now, ret_turn);
}

static bool needs_ticker(const struct player *player)
{
    return player->overlay.foot > 0 &&
           (!player->stage.ticker.slides[0] || stage_ticker_is_short(&player->stage));
}

/* Slides come first, but for a warning that is new. */
static void ask(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    const struct rota *rota = &overlay->banner.rota;
    size_t turn;
    if (player->supply.busy || !player->current)
        return;
    bool is_free = player->next_state != NEXT_NONE || now < player->choose_at;
    bool is_new = !rota->is_up && (is_free || !rota->has_failed);
    bool is_idle = is_free && !overlay->is_relay_due;
    if ((is_new || is_idle) && wants_banner(player, now, &turn))
        ask_banner(player, turn, now);
    else if (is_idle && now >= overlay->ticker.not_before && needs_ticker(player))
        ask_ticker(player, now);
}

static void fail(struct player *player, bool is_lost, const char *why, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    if (overlay->part == OVERLAY_BANNER) {
        fail_banner(player, is_lost, why, now);
        return;
    }
    log_warning("the ticker: %s; it is tried again later", why);
    put_ticker_off(overlay, now);
}

static void lose_patience(struct player *player, int64_t now)
{
    if (!player->overlay.is_asked || !player->supply.busy ||
        now < player->overlay.asked_at + PATIENCE)
        return;
    /* After losses over other things none may be started yet: that is no fault of this one. */
    bool is_waiting = player->supply.waiting;
    supply_cancel(&player->supply, now);
    fail(player, is_waiting, is_waiting ? "there is no worker" : "the worker takes too long", now);
}

/* Once of the same lines: they are drawn again with every round. */
static void tell_lack(struct overlay *overlay, const struct job_answer *answer)
{
    char why[256];
    if (answer->lacks.letter == 0 || overlay->ticker.lacking == overlay->lines.mark)
        return;
    overlay->ticker.lacking = overlay->lines.mark;
    letters_say(answer, overlay->lines.language, why, sizeof why);
    log_warning("a line of the ticker is passed over: %s", why);
}

static void take_ticker(struct player *player, struct pixels *pixels, unsigned texts)
{
    struct overlay *overlay = &player->overlay;
    struct slide_area place = place_at(player, false, overlay->foot);
    bool is_whole = overlay->ticker.at == 0 && texts >= overlay->lines.count;
    if (stage_ticker_add(&player->stage, &place, player->job_screen.rotate, pixels) < 0) {
        put_ticker_off(overlay, clock_monotonic());
        return;
    }
    if (is_whole)
        stage_ticker_repeat(&player->stage);
    overlay->ticker.at = (overlay->ticker.at + (texts > 0 ? texts : 1)) % overlay->lines.count;
}

void overlay_take(struct player *player, enum supply_outcome outcome, struct pixels *pixels,
                  const struct job_answer *answer)
{
    struct overlay *overlay = &player->overlay;
    overlay->is_asked = false;
    if (overlay->asked_said != overlay->said[overlay->part])
        return; /* it is over already, or something else has come: that is asked for */
    if (outcome != SUPPLY_PICTURE) {
        fail(player, outcome == SUPPLY_LOST, answer->message, clock_monotonic());
    } else if (overlay->part == OVERLAY_BANNER) {
        overlay->banner.pixels = *pixels;
        *pixels = PIXELS_NONE;
    } else {
        tell_lack(overlay, answer);
        take_ticker(player, pixels, answer->texts);
    }
}

static void put_banner_up(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    struct slide_area place = place_at(player, true, overlay->top);
    struct programme_banner banner;
    if (stage_cover(&player->stage, STAGE_ALERT, place.x, place.y, &overlay->banner.pixels) < 0) {
        overlay->banner.rota.is_up = false;
        fail_banner(player, false, "the screen cannot take its picture", now);
        return;
    }
    shown_put_banner(player);
    overlay->banner.next_at = now + OVERLAY_BANNER_TIME;
    if (rota_put_up(&overlay->banner.rota) && find_banner(player, overlay->banner.rota.at, &banner))
        programme_banner_drawn(&player->programme, &banner);
}

/* Puts up what has come, and takes away what holds no longer. Returns whether anything is to be
 * seen of that. */
static bool change(struct player *player, int64_t now)
{
    const struct overlay *overlay = &player->overlay;
    const struct rota *rota = &overlay->banner.rota;
    size_t turn;
    if (overlay->banner.pixels.data) {
        put_banner_up(player, now);
        return true;
    }
    /* What is over goes, also where what has come in its stead cannot be drawn. */
    return !rota->is_up && !rota_find(rota, now, &turn) &&
           stage_uncover(&player->stage, STAGE_ALERT);
}

static void settle(struct player *player, int64_t now)
{
    if (change(player, now) && player->current->top > 0)
        move_redraw(player);
}

/* A warning comes together with the slide that leaves it room. */
static void relay(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    size_t turn;
    bool waits = !overlay->banner.rota.is_up && wants_banner(player, now, &turn);
    if (!overlay->is_relay_due || waits)
        return;
    overlay->is_relay_due = false;
    next_relay(player, now);
}

void overlay_step(struct player *player, int64_t now)
{
    if (player->options.is_testcard)
        return;
    overlay_look(player);
    if (!player->has_stage || !player->current)
        return;
    lose_patience(player, now);
    player->overlay.is_asked &= player->supply.busy;
    settle(player, now);
    ask(player, now);
    relay(player, now);
}

/* --- the ticker's way ------------------------------------------------------------------------ */

static bool is_ticking(const struct player *player)
{
    const struct stage_frame frame = {.to = player->current};
    return player->has_stage && player->current && player->state == PLAYER_HOLD &&
           !player->power.view.is_dark && stage_shows_ticker(&player->stage, &frame);
}

void overlay_move(struct player *player, const struct stage_frame *frame)
{
    if (!stage_shows_ticker(&player->stage, frame))
        return;
    int64_t period = move_period(player);
    stage_ticker_move(&player->stage, belt_step(player->overlay.foot, 1e6 / (double)period));
    player->overlay.ticker.tick_at = clock_monotonic() + period;
}

void overlay_tick(struct player *player, int64_t now)
{
    int64_t due = player->overlay.ticker.tick_at, period = move_period(player);
    if (!is_ticking(player) || (now < due && !player->stage.paced))
        return;
    bool is_on_plan = now - due < period;
    player->stats.ticker_late += !is_on_plan && due > 0;
    move_tick(player);
    player->overlay.ticker.tick_at = is_on_plan ? due + period : now + period;
}

int64_t overlay_next(const struct player *player, int64_t now)
{
    const struct overlay *overlay = &player->overlay;
    int64_t left = overlay->until - programme_time(&player->programme);
    int64_t wake = left > INT64_MAX / 2 ? INT64_MAX : now + (left > 0 ? left : 0);
    int64_t turn = rota_next(&overlay->banner.rota);
    if (overlay->banner.rota.is_up && turn < overlay->banner.next_at)
        turn = overlay->banner.next_at;
    /* Where the next one cannot be asked for, what ends that wakes us too. */
    if (player->has_stage && player->current && !player->supply.busy) {
        wake = least(wake, turn);
        if (overlay->ticker.not_before > now && needs_ticker(player))
            wake = least(wake, overlay->ticker.not_before);
    }
    if (overlay->is_asked && player->supply.busy)
        wake = least(wake, overlay->asked_at + PATIENCE);
    if (is_ticking(player))
        wake = least(wake, player->stage.paced ? now : overlay->ticker.tick_at);
    return wake;
}

void overlay_finish(struct player *player)
{
    pixels_finish(&player->overlay.banner.pixels);
    overlay_lines_finish(&player->overlay.lines);
}
