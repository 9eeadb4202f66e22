/* From one slide to the other: begun on time, drawn once a vertical blank, never through black. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "display/cache.h"
#include "display/player.h"

/* Where nothing tells us of vertical blanks: a little more than sixty frames a second, so that each
 * refresh of a 60 Hz screen finds a new one. */
#define FRAME INT64_C(16000)
/* Later than that the plan is given up: the next item counts from now. */
#define DRIFT_LIMIT INT64_C(250000)

enum { QUICK_FRAMES = 3 };

static int64_t frame_period(const struct player *player)
{
    return player->stage.paced ? llround(1e6 / player->screen.refresh) : FRAME;
}

static void count_frame(struct player *player, int64_t shown_at)
{
    player->stats.frames++;
    if (player->move_frames++ > 0) {
        int64_t period = frame_period(player);
        int64_t missed = (shown_at - player->last_frame + period / 2) / period - 1;
        if (missed > 0)
            player->stats.missed_vblanks += (uint64_t)missed;
    }
    player->last_frame = shown_at;
    if (player->stats.first_picture < 0 && !player->is_card)
        player->stats.first_picture = shown_at - player->options.started;
}

/* A driver that promises vertical blanks and does not wait for them (SDL's offscreen one, virtual
 * machines, a refused page flip) would be drawn to as fast as the machine can. */
static void guard_pace(struct player *player, int64_t took)
{
    player->quick_frames = took < frame_period(player) / 4 ? player->quick_frames + 1 : 0;
    if (player->stage.paced && player->quick_frames >= QUICK_FRAMES) {
        log_info("this screen does not wait for its vertical blank; frames are timed here");
        player->stage.paced = false;
    }
}

static void show(struct player *player, const struct stage_frame *frame)
{
    if (player->state == PLAYER_OFF)
        return;
    int64_t begun = clock_monotonic();
    player->is_unshown = player->stage.ops->show(&player->stage, frame) < 0;
    if (player->is_unshown)
        log_debug("a frame was not taken: %s", SDL_GetError());
    int64_t done = clock_monotonic();
    if (!player->is_unshown)
        notify_alive(&player->notify, done);
    if (player->state == PLAYER_MOVE)
        guard_pace(player, done - begun);
    count_frame(player, done);
}

/* Pixels that the stage has copied are of no more use once the cache has them. */
static void keep_and_release(struct player *player)
{
    struct slide *slide = player->current;
    if (!player->is_kept && !player->is_card && slide->pixels.data) {
        if (!cache_holds(slide->digest))
            cache_save(slide);
        player->is_kept = true;
    }
    if (player->stage.ops->copies)
        pixels_finish(&slide->pixels);
}

static void finish(struct player *player)
{
    if (player->current)
        player->stage.ops->drop(&player->stage, player->current);
    player->current = player->next;
    player->is_card = player->next_is_card;
    player->next = NULL;
    player->next_is_card = false;
    player->next_state = NEXT_NONE;
    player->next_is_relay = false;
    programme_pick_finish(&player->pick);
    if (player->state == PLAYER_MOVE)
        player->state = PLAYER_HOLD;
    player->stats.holds++;
    keep_and_release(player);
}

/* From when the item counts: from when the one before it was to end, so that small delays do not
 * add up over a day. The card makes room at any time, also before its own end. */
static int64_t planned_start(const struct player *player, int64_t now)
{
    bool on_plan = player->current && !player->is_card && now - player->current_end < DRIFT_LIMIT;
    return on_plan ? player->current_end : now;
}

static bool can_move(const struct player *player)
{
    return player->current && player->state != PLAYER_OFF &&
           player->transition.type != TRANSITION_CUT && player->transition.duration > 0 &&
           player->current->top == player->next->top &&
           player->current->foot ==
               player->next->foot && /* a strip would come over what is there */
           player->current->width == player->next->width &&
           player->current->height == player->next->height;
}

/* How long the pick may stay at most, were it to begin now. What was reckoned when it was picked is
 * not true any more where it comes late or the clock was put right meanwhile. */
static int64_t time_left(const struct player *player)
{
    int64_t left =
        programme_pick_end(&player->programme, &player->pick) - programme_time(&player->programme);
    return left > 1 ? left : 1;
}

/* The card stands until something else is ready. */
static void plan_card(struct player *player)
{
    player->current_end = player->choose_at;
    player->transition = (struct transition){TRANSITION_CROSSFADE, 700000};
}

/* Sets when the page that begins at `start` ends and how it comes. False: it is not to begin. */
static bool plan(struct player *player, int64_t start)
{
    const struct programme_pick *pick = &player->pick;
    const struct slide *slide = player->next ? player->next : player->current;
    unsigned page = player->next_page;
    int64_t left = time_left(player);
    struct pages pages = player->turn.pages;
    if (page == 0)
        pages = pages_plan(slide->pages,
                           programme_duration(&player->programme, pick, player->pick_start), left);
    int64_t duration = pages_length(&pages, page, slide->need, left);
    if (duration == 0)
        return false;
    pages.at = page;
    player->turn.pages = pages;
    player->transition = programme_transition(&player->programme, pick);
    if (page > 0)
        player->transition = pages_transition(player->transition);
    if (player->transition.duration > duration / 2)
        player->transition.duration = duration / 2;
    player->current_end = start + duration;
    log_debug("%s %s, page %u of %u, for %.1f s", pick->alert ? "alert" : "item",
              programme_pick_name(pick), page + 1, pages.count, (double)duration / 1e6);
    return true;
}

/* Notes what is on from now on; the card has no item. */
static void note_shown(struct player *player)
{
    const struct programme_pick *pick = &player->pick;
    bool is_some = programme_pick_is_some(pick);
    player->stats.items_shown += is_some;
    player->shown.item[0] = player->shown.feed[0] = '\0';
    player->shown.since = clock_wall();
    player->shown.is_alert = pick->alert != NULL;
    if (!is_some)
        return;
    const struct document *document = player->programme.feeds[pick->feed].document;
    snprintf(player->shown.item, sizeof player->shown.item, "%s", programme_pick_name(pick));
    snprintf(player->shown.language, sizeof player->shown.language, "%s",
             pick->language < document->language_count ? document->languages[pick->language] : "");
    snprintf(player->shown.feed, sizeof player->shown.feed, "%s",
             programme_feed_name(&player->programme.feeds[pick->feed]));
    tally_show(&player->tally, player->programme.feeds[pick->feed].key);
}

/* Plans what is next from `start` on, where that may begin. */
static bool may_begin(struct player *player, int64_t start)
{
    if (programme_pick_is_some(&player->pick))
        return programme_is_eligible(&player->programme, &player->pick,
                                     programme_time(&player->programme)) &&
               plan(player, start);
    next_end_turn(player);
    plan_card(player);
    return true;
}

/* The item stays, drawn for other strips. */
static void replace(struct player *player)
{
    const struct stage_frame frame = {.to = player->next, .progress = STAGE_DONE};
    player->move_frames = 0;
    show(player, &frame);
    finish(player);
}

/* Shows the next slide's first frame, or all of it. */
static void present(struct player *player, int64_t start, int64_t now)
{
    player->move_frames = 0;
    if (can_move(player)) {
        player->state = PLAYER_MOVE;
        player->move_start = start;
        player->move_end = start + player->transition.duration;
        move_frame(player, now);
        return;
    }
    const struct stage_frame frame = {.to = player->next, .progress = STAGE_DONE};
    show(player, &frame);
    finish(player);
}

static void tell(struct player *player)
{
    const struct programme_pick *pick = &player->turn.pick;
    int64_t now = clock_monotonic();
    if (pick->alert)
        shown_begin_alert(player, pick->feed, pick->alert, pick->language, now);
    else
        shown_begin(player, now);
}

void move_begin(struct player *player, int64_t now)
{
    if (player->next_is_relay) {
        replace(player);
        return;
    }
    int64_t start = planned_start(player, now);
    if (!may_begin(player, start)) {
        next_end_turn(player); /* the clock jumped, or we were late: choose anew */
        next_forget(player);
        return;
    }
    bool is_new = player->next_page == 0;
    if (is_new)
        note_shown(player);
    programme_accept(&player->programme, &player->pick);
    player->turn.pick = player->pick;
    player->is_late = false;
    if (player->next_state == NEXT_SAME) {
        programme_pick_finish(&player->pick);
        player->next_state = NEXT_NONE;
    } else {
        present(player, start, now);
    }
    if (is_new) /* its first frame is out: what is told from here on was seen */
        tell(player);
}

void move_frame(struct player *player, int64_t now)
{
    if (player->move_frames > 0 && now < move_next(player, now) && now < player->move_end)
        return; /* something else woke us */
    /* What is drawn now is seen one period later. */
    int64_t seen = now + frame_period(player);
    int64_t length = player->move_end - player->move_start;
    bool is_last = seen >= player->move_end;
    struct stage_frame frame = {.from = player->current,
                                .to = player->next,
                                .transition = player->transition.type,
                                .progress = STAGE_DONE};
    overlay_move(player, &frame);
    if (!is_last)
        frame.progress = (uint32_t)((seen - player->move_start) * (int64_t)STAGE_DONE / length);
    show(player, &frame);
    if (is_last)
        finish(player);
}

void move_redraw(struct player *player)
{
    if (!player->current || !player->has_stage || player->state != PLAYER_HOLD)
        return;
    const struct stage_frame frame = {.to = player->current, .progress = STAGE_DONE};
    player->move_frames = 0;
    show(player, &frame);
}

void move_tick(struct player *player)
{
    const struct stage_frame frame = {.to = player->current, .progress = STAGE_DONE};
    int64_t begun = clock_monotonic();
    overlay_move(player, &frame);
    player->is_unshown = player->stage.ops->tick(&player->stage, &frame) < 0;
    int64_t done = clock_monotonic();
    guard_pace(player, done - begun);
    player->stats.ticker_frames++;
    if (!player->is_unshown)
        notify_alive(&player->notify, done);
}

int64_t move_period(const struct player *player)
{
    return frame_period(player);
}

int64_t move_next(const struct player *player, int64_t now)
{
    if (player->stage.paced)
        return now; /* presenting waits for the blank */
    int64_t frames = (player->last_frame - player->move_start) / FRAME + 1;
    return player->move_start + frames * FRAME;
}
