/* What of the programme there is to be said over the slides, and the room that these leave it. */
#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "display/player.h"
#include "ipc/shape.h"

static_assert((int)PROGRAMME_BANNERS_MAX <= (int)ROTA_MAX, "each has its turn");

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static bool has_ticker(const struct player *player)
{
    const struct programme_feed *feed = programme_main(&player->programme);
    return feed && feed->site && feed->site->screen.ticker;
}

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
    rota_init(&overlay->banner.rota, count);
    overlay->said[OVERLAY_BANNER]++;
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
    overlay->ticker.not_before = 0;
    if (player->has_stage)
        stage_ticker_clear(&player->stage);
}

/* What slides are to leave free. */
static void reserve(struct player *player)
{
    struct overlay *overlay = &player->overlay;
    const struct job_screen *screen = &player->job_screen;
    struct shape_room room = shape_room(screen->width, screen->height,
                                        overlay->banner.rota.count > 0, overlay->lines.count > 0);
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

void overlay_look(struct player *player)
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
