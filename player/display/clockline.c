/* The time in the name band: a strip that the worker draws once a minute, copied over the slides.
 * Nothing is shown while the clock is not trusted. */
#include <stdio.h>

#include "base/clock.h"
#include "display/player.h"
#include "playlist/words.h"

#define MINUTE (60 * CLOCK_SECOND)

static bool is_wanted(const struct player *player)
{
    return player->job_screen.clock && player->programme.clock == CLOCK_TRUSTED &&
           programme_main(&player->programme);
}

/* Whole minutes of the wall clock: zones differ from UTC by whole minutes. */
static int64_t minute_now(void)
{
    return clock_wall() / MINUTE;
}

void clockline_patch(struct player *player, struct slide *slide)
{
    struct pixels *strip = &player->clock.strip;
    if (!slide || !slide_is_ready(slide) || !slide->has_clock || !strip->data ||
        slide->clock.width != strip->width || slide->clock.height != strip->height ||
        player->clock.minute != minute_now())
        return; /* a slide without a time rather than with an old one */
    player->stage.ops->patch(&player->stage, slide, &slide->clock, strip->data);
}

static struct slide *slide_with_clock(const struct player *player)
{
    if (player->current && player->current->has_clock)
        return player->current;
    return player->next && player->next->has_clock ? player->next : NULL;
}

/* The first that the screen speaks. */
static const char *date_language(const struct programme_feed *feed)
{
    return feed->site && feed->site->language_count > 0 ? feed->site->languages[0]
                                                        : feed->document->languages[0];
}

static void ask(struct player *player, const struct slide *slide, int64_t minute, int64_t now)
{
    char text[16], date[WORD_DATE_SIZE];
    const struct programme_feed *feed = programme_main(&player->programme);
    struct zone_time local = zone_local(feed->zone, minute * MINUTE);
    snprintf(text, sizeof text, "%02d:%02d", local.hour, local.minute);
    word_date(local.year, local.month, local.day, local.weekday, date_language(feed), date);
    bool turned = player->job_screen.rotate % 180 != 0;
    uint32_t width = turned ? slide->clock.height : slide->clock.width;
    uint32_t height = turned ? slide->clock.width : slide->clock.height;
    struct job job;
    if (job_compose_clock(++player->job_number, feed->document, text, date, width, height,
                          player->job_screen.rotate, &job) < 0)
        return;
    player->clock.asked = true;
    player->clock.wanted = minute;
    player->clock.area = slide->clock;
    supply_request(&player->supply, &job, player->job_number, slide->clock.width,
                   slide->clock.height, now);
}

void clockline_update(struct player *player, int64_t now)
{
    struct slide *slide = slide_with_clock(player);
    if (!is_wanted(player) || !slide || player->state != PLAYER_HOLD || player->supply.busy ||
        player->next_state == NEXT_NONE)
        return;
    int64_t minute = minute_now();
    struct pixels *strip = &player->clock.strip;
    bool fits =
        strip->data && strip->width == slide->clock.width && strip->height == slide->clock.height;
    if ((player->clock.minute != minute || !fits) && player->clock.failed != minute)
        ask(player, slide, minute, now);
}

void clockline_take(struct player *player, struct pixels *pixels)
{
    pixels_finish(&player->clock.strip);
    player->clock.strip = *pixels;
    *pixels = PIXELS_NONE;
    player->clock.minute = player->clock.wanted;
    clockline_patch(player, player->next);
    if (player->current && player->current->has_clock) {
        clockline_patch(player, player->current);
        move_redraw(player);
    }
}

int64_t clockline_next(const struct player *player, int64_t now)
{
    if (player->programme.clock != CLOCK_TRUSTED)
        return now + MINUTE; /* to see whether it is trusted by now, also where it is not shown */
    if (!is_wanted(player) || !slide_with_clock(player))
        return INT64_MAX;
    return now + MINUTE - clock_wall() % MINUTE;
}
