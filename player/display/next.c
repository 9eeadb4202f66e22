/* The item that follows: chosen as soon as the current one stands, asked of the worker, handed to
 * the stage piece by piece, ready long before its time. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "display/cache.h"
#include "display/card.h"
#include "display/letters.h"
#include "display/player.h"

enum {
    TRIES_AT_ONCE = 16, /* items that cannot be asked for, before the loop looks around again */
};
#define CHOOSE_AGAIN (60 * CLOCK_SECOND)
#define RETRY_AFTER (5 * CLOCK_SECOND)
#define PREPARE_BUDGET INT64_C(4000)
#define ALERT_LEAST (CLOCK_SECOND / 20)
#define RELAY_LEAST CLOCK_SECOND /* what would stand for less is not drawn anew */

void next_forget(struct player *player)
{
    if (player->next && player->has_stage)
        player->stage.ops->drop(&player->stage, player->next);
    else
        slide_destroy(player->next);
    player->next = NULL;
    player->next_is_card = false;
    programme_pick_finish(&player->pick);
    player->next_state = NEXT_NONE;
    player->next_is_relay = false;
}

void next_end_turn(struct player *player)
{
    player->turn.pick = (struct programme_pick){0};
    player->turn.pages = (struct pages){0};
}

static void set_slide(struct player *player, struct slide *slide)
{
    player->next = slide;
    player->next_state = NEXT_PREPARING;
    shown_prepare(player, slide);
}

/* Notes what the job has left to strips: alerts leave them nothing. */
static void leave_room(const struct player *player, struct slide *slide)
{
    slide->top = player->pick.item ? player->overlay.top : 0;
    slide->foot = player->pick.item ? player->overlay.foot : 0;
}

static struct slide *make_card(const struct player *player)
{
    struct pixels pixels;
    if (card_draw(player->view.width, player->view.height, &pixels) < 0)
        return NULL;
    return slide_create(&pixels, 0);
}

/* Nothing is eligible: the card is next, once what stands has had its time. */
static void choose_card(struct player *player, int64_t now)
{
    int64_t wait = player->pick.until - player->pick_start;
    player->choose_at = now + (wait > 0 && wait < CHOOSE_AGAIN ? wait : CHOOSE_AGAIN);
    if (programme_retry(&player->programme))
        player->choose_at = now + RETRY_AFTER;
    if (player->is_card)
        return;
    struct slide *slide = make_card(player);
    if (!slide)
        return;
    log_warning("nothing can be shown now: the card stands until something can");
    player->next_is_card = true;
    set_slide(player, slide);
}

void next_show_card(struct player *player)
{
    struct slide *slide = make_card(player);
    if (!slide || player->stage.ops->prepare(&player->stage, slide, CLOCK_SECOND) < 0) {
        slide_destroy(slide);
        return;
    }
    log_warning("no picture yet: the card stands until there is one");
    player->current = slide;
    player->is_card = true;
    player->shown.item[0] = '\0';
    player->health.is_due = true;
    move_redraw(player);
}

/* Whether the job's picture is at hand without any work. */
static bool is_at_hand(struct player *player, const struct job *job)
{
    if (player->current && !player->is_card && job->digest == player->current->digest) {
        player->next_state = NEXT_SAME;
        return true;
    }
    if (player->current)
        return false;
    struct slide *slide = cache_load(job->digest, player->view.width, player->view.height);
    if (!slide)
        return false;
    player->is_kept = true;
    leave_room(player, slide);
    set_slide(player, slide);
    return true;
}

static const char *reason(int error)
{
    if (error == -ENODATA)
        return "this variable has no value";
    if (error == -EACCES)
        return "not on this site's list of qrHosts, or not readable";
    if (error == -ENOKEY)
        return "the document does not say its size and SHA-256";
    if (error == -EBADMSG)
        return "the stored file is damaged";
    return strerror(-error);
}

/* Composes the pick's job. False where it cannot be asked for, so that another is to be chosen. */
static bool compose(struct player *player, struct job *ret)
{
    char *fault = NULL;
    struct job_screen screen = player->job_screen;
    screen.page = player->next_page;
    screen.top = player->overlay.top;
    screen.foot = player->overlay.foot;
    int result = programme_job(&player->programme, &player->pick, ++player->job_number, &screen,
                               ret, &fault);
    if (result < 0) {
        char why[512];
        snprintf(why, sizeof why, "%s: %s", fault ? fault : "?", reason(result));
        programme_refuse(&player->programme, &player->pick, why);
    }
    free(fault);
    return result == 0;
}

/* Asks for the picked item, as above. */
static bool ask(struct player *player, int64_t now)
{
    struct job job;
    if (!compose(player, &job))
        return false;
    if (is_at_hand(player, &job)) {
        job_finish(&job);
        return true;
    }
    supply_request(&player->supply, &job, player->job_number, player->view.width,
                   player->view.height, now);
    player->next_state = NEXT_ASKED;
    return true;
}

/* Picks what begins when the current picture has had its time, or now: its item's next page, or
 * another item. */
static void pick(struct player *player, int64_t now)
{
    /* The card gives way at once; everything else has its time. */
    bool waits = player->current && !player->is_card && player->current_end > now;
    int64_t start = waits ? player->current_end : now;
    player->pick_start = programme_time(&player->programme) + (start - now);
    player->next_page = 0;
    if (pages_has_more(&player->turn.pages)) {
        player->next_page = player->turn.pages.at + 1;
        player->pick = player->turn.pick;
        return;
    }
    programme_pick(&player->programme, player->pick_start, &player->pick);
    /* The clocks differ by some microseconds: what is left of an alert's last turn is no turn. */
    if (player->pick.alert && player->pick.until - player->pick_start < ALERT_LEAST) {
        player->pick_start = player->pick.until;
        programme_pick_finish(&player->pick);
        programme_pick(&player->programme, player->pick_start, &player->pick);
    }
}

void next_choose(struct player *player, int64_t now)
{
    if (player->options.is_testcard) {
        testcard_choose(player, now);
        return;
    }
    programme_relent(&player->programme, now);
    for (int tries = 0; tries < TRIES_AT_ONCE && player->next_state == NEXT_NONE; tries++) {
        pick(player, now);
        if (!programme_pick_is_some(&player->pick)) {
            choose_card(player, now);
            return;
        }
        if (ask(player, now))
            return;
        programme_pick_finish(&player->pick);
        next_end_turn(player);
    }
}

/* Which picture is under way; false: none. */
static bool digest_under_way(const struct player *player, uint64_t *ret)
{
    switch (player->next_state) {
    case NEXT_ASKED:
        *ret = player->supply.job.digest;
        return true;
    case NEXT_PREPARING:
    case NEXT_READY:
        *ret = player->next->digest;
        return !player->next_is_card;
    case NEXT_SAME:
        *ret = player->current->digest;
        return true;
    case NEXT_NONE:
    default:
        return false;
    }
}

void next_stop(struct player *player, int64_t now)
{
    supply_cancel(&player->supply, now);
    player->clock.asked = false;
    player->announce.is_asked = false;
    player->overlay.is_asked = false;
    next_forget(player);
    player->choose_at = now;
}

void next_interrupt(struct player *player, int64_t now)
{
    programme_pick_finish(&player->pick);
    next_end_turn(player);
    next_stop(player, now);
    if (!player->current)
        return;
    player->current_end = now;
    player->is_late = true; /* which is no lateness to be counted */
}

/* Whether the item on the screen can be drawn anew; `now` is monotonic. */
static bool find_current(const struct player *player, int64_t now, struct programme_pick *ret)
{
    return player->current && !player->is_card && player->current->pages == 1 &&
           player->shown.item[0] && !player->shown.is_alert && !player->options.is_testcard &&
           player->current_end - now > RELAY_LEAST &&
           programme_find(&player->programme, player->shown.feed, player->shown.item,
                          player->shown.language, programme_time(&player->programme), ret);
}

void next_relay(struct player *player, int64_t now)
{
    struct programme_pick current;
    bool is_item = player->current && !player->is_card && !player->shown.is_alert;
    if (!find_current(player, now, &current)) {
        int64_t end = player->current_end;
        next_interrupt(player, now);
        if (!is_item) { /* it has no strips: only what follows is drawn for them */
            player->current_end = end;
            player->is_late = false;
        }
        return;
    }
    programme_pick_finish(&player->pick);
    next_stop(player, now);
    player->pick = current;
    player->pick_start = programme_time(&player->programme);
    player->next_page = 0;
    if (!ask(player, now))
        next_interrupt(player, now);
    else if (player->next_state == NEXT_SAME)
        next_forget(player);
    else
        player->next_is_relay = true;
}

void next_rechoose(struct player *player, int64_t now)
{
    struct job job;
    uint64_t digest;
    bool stays = false;
    if (digest_under_way(player, &digest)) {
        pick(player, now);
        if (programme_pick_is_some(&player->pick) && compose(player, &job)) {
            stays = job.digest == digest;
            job_finish(&job);
        }
    }
    if (stays)
        return;
    if (player->next_state == NEXT_ASKED)
        supply_cancel(&player->supply, now);
    next_forget(player);
    player->choose_at = now;
}

/* Whether the picture that has come is the last of its item. */
static bool is_last_page(const struct player *player, const struct job_answer *answer)
{
    if (player->next_page == 0)
        return answer->pages == 1;
    return player->next_page + 1 >= player->turn.pages.count;
}

/* Words with holes say what nobody has written: better not that item. A warning with a hole is
 * better than none. Returns whether it is left out. */
static bool leave_unreadable(struct player *player, const struct job_answer *answer)
{
    const struct programme_pick *pick = &player->pick;
    if (!pick->item || answer->lacks.letter == 0)
        return false;
    char why[LEFTOUT_REASON_BYTES];
    letters_say(answer, programme_language(&player->programme, pick), why, sizeof why);
    programme_mute(&player->programme, pick, why);
    next_end_turn(player); /* one of its pages may stand */
    next_forget(player);
    return true;
}

void next_take(struct player *player, struct pixels *pixels, uint64_t digest,
               const struct job_answer *answer)
{
    if (leave_unreadable(player, answer)) {
        pixels_finish(pixels);
        return;
    }
    struct slide *slide = slide_create(pixels, digest);
    if (!slide) {
        next_forget(player);
        return;
    }
    slide->has_clock = answer->has_clock;
    slide->clock = (struct slide_area){answer->clock.x, answer->clock.y, answer->clock.width,
                                       answer->clock.height};
    slide->pages = answer->pages;
    slide->need = pages_need(answer->words, answer->scan);
    leave_room(player, slide);
    bool is_some = programme_pick_is_some(&player->pick);
    if (is_some && is_last_page(player, answer))
        programme_drawn(&player->programme, &player->pick);
    else if (!is_some)
        player->next_is_card = true; /* the test card: no item, not kept */
    set_slide(player, slide);
}

void next_fail(struct player *player, enum supply_outcome outcome, const struct job_answer *answer)
{
    if (!programme_pick_is_some(&player->pick)) {
        log_error("the test card cannot be drawn: %s", answer->message);
        next_forget(player);
        return;
    }
    /* Want of memory passes; a picture that cannot be read stays so. */
    if (outcome == SUPPLY_REFUSED && strcmp(answer->code, "memory") != 0)
        programme_refuse(&player->programme, &player->pick, answer->message);
    else
        programme_lose(&player->programme, &player->pick, answer->message);
    if (outcome == SUPPLY_LOST)
        tally_lose(&player->tally, player->programme.feeds[player->pick.feed].key);
    next_end_turn(player); /* the item is not gone on with where one of its pages fails */
    next_forget(player);
}

void next_prepare(struct player *player)
{
    if (player->next_state != NEXT_PREPARING || !player->has_stage)
        return;
    int64_t budget = player->current ? PREPARE_BUDGET : CLOCK_SECOND;
    if (player->stage.ops->prepare(&player->stage, player->next, budget) < 0) {
        if (programme_pick_is_some(&player->pick))
            programme_refuse(&player->programme, &player->pick,
                             "the screen cannot take its picture");
        next_end_turn(player);
        next_forget(player);
        return;
    }
    if (slide_is_ready(player->next)) {
        player->next_state = NEXT_READY;
        clockline_patch(player, player->next);
    }
}
