#include "display/overlay.h"

#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "display/band.h"
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

static bool has_ticker(const struct player *player)
{
    const struct programme_feed *feed = programme_main(&player->programme);
    return feed && feed->site && feed->site->screen.ticker;
}

/* --- what is to be said ---------------------------------------------------------------------- */

static uint64_t mark_of_banners(const struct programme_banner *banners, size_t count)
{
    uint64_t mark = count > 0 ? HASH_START : 0;
    for (size_t i = 0; i < count; i++) {
        mark = hash_bytes(mark, banners[i].alert->json, banners[i].alert->json_size);
        mark = hash_bytes(mark, banners[i].language, strlen(banners[i].language));
    }
    return mark;
}

static void look_at_banners(struct player *player, int64_t wall, bool all_anew)
{
    struct overlay *overlay = &player->overlay;
    struct programme_banner banners[PROGRAMME_BANNERS_MAX];
    int64_t until;
    size_t count = programme_banners(&player->programme, wall, banners, &until);
    uint64_t mark = mark_of_banners(banners, count);
    overlay->until = until;
    if (mark == overlay->banner.mark && !all_anew)
        return;
    pixels_finish(&overlay->banner.pixels);
    overlay->banner.mark = mark;
    overlay->banner.count = count;
    overlay->banner.at = 0;
    overlay->banner.is_up = false;
    overlay->said[OVERLAY_BANNER]++;
    overlay->not_before[OVERLAY_BANNER] = 0;
}

static void look_at_lines(struct player *player, int64_t wall, bool all_anew)
{
    struct overlay *overlay = &player->overlay;
    struct overlay_lines lines = {0};
    int64_t until = TIME_ALWAYS_AFTER;
    if (has_ticker(player))
        lines = overlay_lines_read(&player->programme, wall, &until);
    overlay->until = least(overlay->until, until);
    bool is_same = lines.mark == overlay->lines.mark && !all_anew;
    overlay_lines_finish(&overlay->lines);
    overlay->lines = lines;
    if (is_same)
        return;
    overlay->ticker.at = 0;
    overlay->said[OVERLAY_TICKER]++;
    overlay->not_before[OVERLAY_TICKER] = 0;
    if (player->has_stage)
        stage_ticker_clear(&player->stage);
}

/* What slides are to leave free. */
static void reserve(struct player *player)
{
    struct overlay *overlay = &player->overlay;
    const struct job_screen *screen = &player->job_screen;
    struct shape_room room = shape_room(screen->width, screen->height, overlay->banner.count > 0,
                                        overlay->lines.count > 0);
    if (room.top == overlay->top && room.foot == overlay->foot)
        return;
    overlay->top = room.top;
    overlay->foot = room.foot;
    overlay->is_relay_due = player->current || player->next_state != NEXT_NONE;
    if (overlay->is_relay_due)
        next_stop(player, clock_monotonic());
}

static bool is_same_view(const struct player *player)
{
    const struct slide_area *a = &player->view, *b = &player->overlay.view;
    return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height &&
           player->job_screen.rotate == player->overlay.rotate;
}

static void look(struct player *player)
{
    struct overlay *overlay = &player->overlay;
    int64_t wall = programme_time(&player->programme);
    bool moved = !is_same_view(player);
    /* A clock that was put back may bring back what was over. */
    if (!overlay->is_due && !moved && wall < overlay->until &&
        wall >= overlay->looked_at - CLOCK_SECOND && overlay->clock == player->programme.clock)
        return;
    overlay->is_due = false;
    overlay->clock = player->programme.clock;
    overlay->looked_at = wall;
    overlay->view = player->view;
    overlay->rotate = player->job_screen.rotate;
    look_at_banners(player, wall, moved);
    look_at_lines(player, wall, moved);
    reserve(player);
}

void overlay_renew(struct player *player)
{
    player->overlay.is_due = true;
}

/* --- and how it comes onto the screen -------------------------------------------------------- */

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

/* It is tried again later, and where nothing is up yet another one before. */
static void put_off(struct overlay *overlay, enum overlay_part part, int64_t now)
{
    overlay->not_before[part] = now + PAUSE_AFTER_LOSS;
    if (part == OVERLAY_BANNER && overlay->banner.count > 0 && !overlay->banner.is_up)
        overlay->banner.at = (overlay->banner.at + 1) % overlay->banner.count;
}

static void ask_banner(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    struct programme_banner banners[PROGRAMME_BANNERS_MAX];
    int64_t until;
    struct job job;
    size_t count =
        programme_banners(&player->programme, programme_time(&player->programme), banners, &until);
    if (count == 0)
        return;
    const struct programme_banner *banner = &banners[overlay->banner.at % count];
    const struct job_alert alert = {.document = banner->feed->document,
                                    .alert = banner->alert,
                                    .language = banner->language,
                                    .site = banner->feed->site};
    struct shape shape = shape_banner(player->job_screen.width, player->job_screen.height);
    struct slide_area place = place_at(player, true, shape.height);
    int result =
        job_compose_banner(++player->job_number, &alert, shape.unit, player->job_screen.width,
                           shape.height, player->job_screen.rotate, &job);
    if (result < 0) {
        log_warning("alert %s: its headline cannot be said: a variable has no value",
                    banner->alert->identifier);
        put_off(overlay, OVERLAY_BANNER, now);
        return;
    }
    shown_ask_banner(player, banner);
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
        put_off(overlay, OVERLAY_TICKER, now);
        return;
    }
    send(player, OVERLAY_TICKER, &job, is_turned(player) ? shape.height : PIXELS_SIDE_MAX,
         is_turned(player) ? PIXELS_SIDE_MAX : shape.height, now);
    player->supply.is_at_most = true;
}

static bool wants_banner(const struct player *player, int64_t now)
{
    const struct overlay *overlay = &player->overlay;
    return overlay->banner.count > 0 && !overlay->banner.pixels.data &&
           now >= overlay->not_before[OVERLAY_BANNER] &&
           (!overlay->banner.is_up ||
            (overlay->banner.count > 1 && now >= overlay->banner.next_at));
}

static bool wants_ticker(const struct player *player, int64_t now)
{
    const struct overlay *overlay = &player->overlay;
    return overlay->foot > 0 && now >= overlay->not_before[OVERLAY_TICKER] &&
           (!player->stage.ticker.slides[0] || stage_ticker_is_short(&player->stage));
}

static void take_turn(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    overlay->banner.at = (overlay->banner.at + 1) % overlay->banner.count;
    overlay->banner.next_at = now + OVERLAY_BANNER_TIME;
    ask_banner(player, now);
}

/* Slides come first, but for a warning that is new. */
static void ask(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    if (player->supply.busy || !player->current)
        return;
    bool is_free = player->next_state != NEXT_NONE || now < player->choose_at;
    if (wants_banner(player, now) && !overlay->banner.is_up)
        ask_banner(player, now);
    else if (is_free && !overlay->is_relay_due && wants_banner(player, now))
        take_turn(player, now);
    else if (is_free && !overlay->is_relay_due && wants_ticker(player, now))
        ask_ticker(player, now);
}

static void fail(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    log_warning("%s was not drawn; it is tried again later",
                overlay->part == OVERLAY_BANNER ? "an alert" : "the ticker");
    overlay->is_asked = false;
    put_off(overlay, overlay->part, now);
}

static void lose_patience(struct player *player, int64_t now)
{
    if (!player->overlay.is_asked || !player->supply.busy ||
        now < player->overlay.asked_at + PATIENCE)
        return;
    supply_cancel(&player->supply, now);
    fail(player, now);
}

static void take_ticker(struct player *player, struct pixels *pixels, unsigned texts)
{
    struct overlay *overlay = &player->overlay;
    struct slide_area place = place_at(player, false, overlay->foot);
    bool is_whole = overlay->ticker.at == 0 && texts >= overlay->lines.count;
    if (stage_ticker_add(&player->stage, &place, player->job_screen.rotate, pixels) < 0) {
        put_off(overlay, OVERLAY_TICKER, clock_monotonic());
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
        fail(player, clock_monotonic());
    } else if (overlay->part == OVERLAY_BANNER && overlay->banner.count > 0) {
        pixels_finish(&overlay->banner.pixels);
        overlay->banner.pixels = *pixels;
        *pixels = PIXELS_NONE;
    } else if (overlay->part == OVERLAY_TICKER && overlay->foot > 0 && overlay->lines.count > 0) {
        take_ticker(player, pixels, answer->texts);
    }
}

/* Puts up what has come, and takes away what holds no longer. */
static void settle(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    bool changed = false;
    if (overlay->banner.pixels.data) {
        struct slide_area place = place_at(player, true, overlay->top);
        bool was_up = overlay->banner.is_up;
        changed = stage_cover(&player->stage, STAGE_ALERT, place.x, place.y,
                              &overlay->banner.pixels) == 0;
        overlay->banner.is_up = changed;
        shown_put_banner(player);
        if (!was_up)
            overlay->banner.next_at = now + OVERLAY_BANNER_TIME;
    } else if (!overlay->banner.is_up &&
               (overlay->banner.count == 0 || now < overlay->not_before[OVERLAY_BANNER])) {
        /* What is over goes, also where what has come in its stead cannot be drawn. */
        changed = stage_uncover(&player->stage, STAGE_ALERT);
    }
    if (changed && player->current && player->current->top > 0)
        move_redraw(player);
}

/* A warning comes together with the slide that leaves it room. */
static void relay(struct player *player, int64_t now)
{
    struct overlay *overlay = &player->overlay;
    bool waits = overlay->banner.count > 0 && !overlay->banner.is_up &&
                 (overlay->is_asked || wants_banner(player, now));
    if (!overlay->is_relay_due || waits)
        return;
    overlay->is_relay_due = false;
    next_relay(player, now);
}

void overlay_step(struct player *player, int64_t now)
{
    if (player->options.is_testcard)
        return;
    look(player);
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
    int64_t left = overlay->until == TIME_ALWAYS_AFTER
                       ? INT64_MAX
                       : overlay->until - programme_time(&player->programme);
    int64_t wake = left > INT64_MAX / 2 ? INT64_MAX : now + (left > 0 ? left : 0);
    /* Where the next one cannot be asked for, what ends that wakes us too. */
    bool may_ask = player->has_stage && player->current && !player->supply.busy;
    int64_t after = overlay->not_before[OVERLAY_BANNER];
    if (overlay->banner.count > 1 && overlay->banner.is_up && !overlay->is_asked && may_ask)
        wake = least(wake, after > overlay->banner.next_at ? after : overlay->banner.next_at);
    if (overlay->banner.count > 0 && !overlay->banner.is_up && !overlay->is_asked)
        wake = least(wake, after > now ? after : INT64_MAX);
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
