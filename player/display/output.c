/* The output: which screen there is, how large, and what happens when it goes or changes. */
#include "base/clock.h"
#include "base/log.h"
#include "display/connector.h"
#include "display/player.h"

#define DRIVER_PATIENCE (3 * CLOCK_SECOND) /* the kernel may still be loading it */

/* Sleeps for `interval` or until the kernel speaks of screens. False: we were told to go. */
static bool doze(struct player *player, int64_t interval)
{
    struct pollfd fds[] = {{.fd = player->signals, .events = POLLIN},
                           {.fd = player->uevents, .events = POLLIN}};
    player_wait(fds, sizeof fds / sizeof *fds, clock_monotonic() + interval);
    player_read_signals(player);
    notify_ready(&player->notify); /* to wait for a screen is what is meant here */
    notify_alive(&player->notify, clock_monotonic());
    if (player->uevents >= 0)
        connector_changed(player->uevents);
    power_wait(player, clock_monotonic());
    return !player->quit && !player_time_is_up(player, clock_monotonic());
}

/* On a console: waits until a screen is connected. -1: none can ever be, or we were told to go. */
static int wait_for_connector(struct player *player, int *ret_card)
{
    struct connector connector;
    int64_t patience = clock_monotonic() + DRIVER_PATIENCE;
    while (!connector_exists(CONNECTOR_DIRECTORY) && clock_monotonic() < patience &&
           doze(player, DRIVER_PATIENCE / 10)) {
    }
    if (player->quit)
        return -1;
    if (!connector_exists(CONNECTOR_DIRECTORY)) {
        log_error("there is no screen: no desktop session (DISPLAY, WAYLAND_DISPLAY), no graphics "
                  "card in /sys/class/drm");
        return -1;
    }
    if (!connector_find(CONNECTOR_DIRECTORY, -1, &connector)) {
        log_warning("no screen is connected; waiting for one");
        while (!connector_find(CONNECTOR_DIRECTORY, -1, &connector)) {
            if (!doze(player, OUTPUT_LOOK_AGAIN))
                return -1;
        }
    }
    log_info("card %d has a screen", connector.card);
    *ret_card = connector.card;
    return 0;
}

/* The size that the settings ask the screen for. */
static void find_mode_wish(const struct player *player, struct screen_wish *wish)
{
    const struct programme_feed *feed = programme_main(&player->programme);
    const struct site_screen *screen = feed && feed->site ? &feed->site->screen : NULL;
    wish->mode_width = screen ? screen->width : 0;
    wish->mode_height = screen ? screen->height : 0;
}

/* A console whose screen is there but taken (a getty's X, another player) is tried again for ever:
 * somebody may leave. Elsewhere a failure is final. */
int output_start(struct player *player)
{
    struct screen_wish wish = {player->options.width, player->options.height, 0, 0};
    bool console = screen_is_console();
    for (;;) {
        int card = 0;
        if (console && wait_for_connector(player, &card) < 0)
            return -1;
        find_mode_wish(player, &wish);
        if (screen_start(&wish, card, &player->screen) == 0)
            return 0;
        if (!console || !doze(player, OUTPUT_LOOK_AGAIN))
            return -1;
    }
}

/* The part of the output that slides fill, and how the worker is to draw them. */
void output_set_view(struct player *player)
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
bool output_needs_look(const struct player *player, int64_t now)
{
    if (!player->screen.is_kms || player->power.view.is_dark ||
        (player->state != PLAYER_OFF && player->uevents >= 0))
        return false;
    return now - player->looked_at >=
           (player->uevents < 0 ? OUTPUT_LOOK_AGAIN : OUTPUT_LOOK_SELDOM);
}

bool output_fits(struct player *player, bool *ret_connected)
{
    bool same_mode;
    *ret_connected = screen_is_connected(&player->screen, &same_mode);
    if (!*ret_connected || same_mode)
        return true;
    log_info("another screen is connected: starting anew with its mode");
    player->restart = player->quit = true;
    return false;
}

/* Whether the cable is in another graphics card now, which then begins anew. */
static bool has_moved(struct player *player)
{
    struct connector other;
    if (player->power.view.is_dark ||
        !connector_find(CONNECTOR_DIRECTORY, player->screen.card, &other))
        return false;
    log_info("card %d has a screen, card %d has none: starting anew there", other.card,
             player->screen.card);
    player->restart = player->quit = true;
    return true;
}

void output_look(struct player *player, int64_t now)
{
    bool connected, same_mode, was_pulled = player->power.view.is_pulled;
    player->looked_at = now;
    if (player->power.view.is_dark) /* one in standby may tell of other modes: later */
        connected = screen_is_connected(&player->screen, &same_mode);
    else if (!output_fits(player, &connected))
        return;
    if (!connected && has_moved(player))
        return;
    if (!connected && !was_pulled)
        log_warning("the screen was pulled; waiting for it");
    else if (connected && was_pulled)
        log_info("the screen is back");
    power_set_pulled(player, !connected, now);
    if (connected && !was_pulled)
        move_redraw(player); /* the kernel may have put its console there meanwhile */
}

/* What is drawn no longer fits. */
static void take_view(struct player *player)
{
    if (player->state == PLAYER_MOVE)
        move_frame(player, player->move_end);
    if (player->next_state == NEXT_ASKED)
        supply_cancel(&player->supply, clock_monotonic());
    next_forget(player);
    next_end_turn(player);
    output_set_view(player);
    stage_set_view(&player->stage, &player->view);
    player->current_end = player->choose_at = clock_monotonic();
    if (player->is_card) { /* nothing else may come for long: it has to fit */
        player->stage.ops->drop(&player->stage, player->current);
        player->current = NULL;
        player->is_card = false;
        next_show_card(player);
    }
    move_redraw(player);
}

static void handle_resize(struct player *player)
{
    log_info("the output measures %ux%u now", player->screen.width, player->screen.height);
    take_view(player);
}

void output_renew_view(struct player *player)
{
    const struct slide_area view = player->view;
    const struct job_screen screen = player->job_screen;
    struct screen_wish wish = player->screen.wish;
    find_mode_wish(player, &wish);
    if (player->screen.is_kms && (wish.mode_width != player->screen.wish.mode_width ||
                                  wish.mode_height != player->screen.wish.mode_height)) {
        log_info("another size of the screen is asked for: starting anew with it");
        player->restart = player->quit = true;
        return;
    }
    output_set_view(player);
    bool is_same = view.x == player->view.x && view.y == player->view.y &&
                   view.width == player->view.width && view.height == player->view.height &&
                   screen.rotate == player->job_screen.rotate;
    if (is_same || !player->has_stage)
        return;
    log_info("the slides are drawn %ux%u+%u+%u, turned by %u degrees, now", player->view.width,
             player->view.height, player->view.x, player->view.y, player->job_screen.rotate);
    take_view(player);
}

void output_handle_events(struct player *player)
{
    switch (screen_pump(&player->screen)) {
    case SCREEN_QUIT:
        player->quit = true;
        break;
    case SCREEN_RESIZED:
        handle_resize(player);
        power_repaint(player);
        break;
    case SCREEN_EXPOSED:
        move_redraw(player);
        power_repaint(player);
        break;
    case SCREEN_QUIET:
        break;
    }
}
