#include "base/clock.h"
#include "base/log.h"
#include "display/player.h"

/* A transition that ends within that time is let run to its end. */
#define PATIENCE (CLOCK_SECOND * 2 / 5)

#define ABOUT_NOW (CLOCK_SECOND / 20)

/* A clock that was put back may bring back what was over, or take what has come. */
static bool is_time(const struct player *player, int64_t wall)
{
    return player->alarm.is_due || wall >= player->alarm.change_at ||
           wall < player->alarm.looked_at - CLOCK_SECOND;
}

/* Whether what is under way was chosen for this instant, with the alerts of `mark` in force. */
static bool is_chosen(const struct player *player, uint64_t mark, int64_t wall)
{
    return player->next_state != NEXT_NONE && programme_pick_is_some(&player->pick) &&
           !player->next_is_relay && player->pick_start <= wall + ABOUT_NOW &&
           programme_alerts_mark(&player->programme, player->pick_start) == mark;
}

void alarm_step(struct player *player, int64_t now)
{
    int64_t wall = programme_time(&player->programme);
    if (player->options.is_testcard || !is_time(player, wall))
        return;
    uint64_t mark = programme_alerts_mark(&player->programme, wall);
    bool changes = mark != player->alarm.mark;
    player->alarm.is_due = false;
    player->alarm.mark = mark;
    player->alarm.looked_at = wall;
    player->alarm.change_at = programme_alerts_change(&player->programme, wall);
    if (!changes)
        return;
    if (!mark && !player->shown.is_alert && !player->pick.alert)
        return; /* it ended a little earlier by our clock */
    if (is_chosen(player, mark, wall)) {
        player->current_end = player->current_end < now ? player->current_end : now;
        return;
    }
    log_info("%s", mark ? "an alert is in force" : "no alert is in force any more");
    next_interrupt(player, now);
}

bool alarm_is_pressing(const struct player *player, int64_t now)
{
    bool may_be = player->programme.is_told && now >= player->programme.look_at;
    return player->move_end - now > PATIENCE &&
           (may_be || programme_time(&player->programme) >= player->alarm.change_at);
}

int64_t alarm_next(const struct player *player, int64_t now)
{
    int64_t left = player->alarm.change_at - programme_time(&player->programme);
    if (player->options.is_testcard || left > INT64_MAX / 2)
        return INT64_MAX;
    return left > 0 ? now + left : now;
}
