/* bangtin-display: the screen process. It moves finished pixels; it knows no network, decoder, font
 * or signature. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/place.h"
#include "display/cache.h"
#include "display/connector.h"
#include "display/player.h"

enum { EXIT_INPUT = 1, EXIT_USAGE = 2 };

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* What is fetched and brought by stick is worth a process of its own only where it may be shown:
 * without a feed no signature is known, and without a word of the settings none is done without. */
static bool has_sources(const struct site *site)
{
    return site && (site->feed_count > 0 || site->report.url ||
                    (site->usb.mode != USB_OFF && (site->usb.is_unsigned || site->usb.passphrase)));
}

/* The path that was given, or the usual one. */
static int find_path(const char *given, int (*place)(char *, size_t), char *path)
{
    if (!given)
        return place(path, PATH_MAX);
    return snprintf(path, PATH_MAX, "%s", given) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* A wrong settings file must not darken a lobby: what is wrong is said and the default stands. A
 * folder is its author's alone, and shown by the settings that are named. */
static void read_settings(struct player *player)
{
    player->has_settings = player->options.site || !player->options.content;
    if (player->has_settings)
        player->is_misread = settings_read(player->options.site, &player->settings) < 0;
    player->device =
        player->settings.own[0] || player->settings.boot[0] ? player->settings.site : NULL;
}

/* Finds store and run directory. What has no place is done without. */
static void find_paths(struct player *player)
{
    const struct options *options = &player->options;
    int result = find_path(options->run, place_run, player->run_path);
    if (result < 0) {
        log_warning("no directory for what runs: %s; name one with --run", strerror(-result));
        player->run_path[0] = '\0';
    }
    result = find_path(options->store, place_store, player->store_path);
    if (result < 0) {
        log_warning("no directory for a store: %s; name one with --store", strerror(-result));
        player->store_path[0] = '\0';
    }
}

/* Whether there is, or will be, something in the store to be shown. What settings that are gone
 * have left in the usual store is nobody's; but a store that is named is meant, and a typing
 * mistake in the settings must not take away what was fetched by them. */
static bool follows_store(const struct player *player)
{
    if (player->options.content || player->options.is_testcard || !player->store_path[0])
        return false;
    return has_sources(player->device) || ((player->options.store || player->is_misread) &&
                                           programme_store_has_feeds(player->store_path));
}

static void set_up_feeder(struct player *player)
{
    bool wanted = !player->options.content && !player->options.is_testcard &&
                  !player->options.has_no_sync && has_sources(player->device) &&
                  player->store_path[0] && player->run_path[0];
    player->feeder = FEEDER_NONE;
    if (!wanted)
        return;
    player->feeder.site = player->options.site;
    player->feeder.store = player->store_path;
    player->feeder.run = player->run_path;
    player->feeder.log_level = player->options.log_level;
    player->feeder.start_at = 0;
}

/* Who falls again and again waits longer each time: a processor that does nothing else is no help.
 * systemd of Debian 12 cannot (RestartSteps= came later). What waits is up, for its watchdog. */
static void pause_after_falls(struct player *player)
{
    struct pollfd signals = {.fd = player->signals, .events = POLLIN};
    int64_t pause = tally_pause(&player->tally);
    if (pause > 0)
        log_warning("waiting %.0f s before the next try", (double)pause / 1e6);
    while (pause > 0 && !player->quit && !player_time_is_up(player, clock_monotonic())) {
        notify_ready(&player->notify);
        notify_alive(&player->notify, clock_monotonic());
        player_wait(&signals, 1, clock_monotonic() + (pause < CLOCK_SECOND ? pause : CLOCK_SECOND));
        player_read_signals(player);
        tally_look(&player->tally); /* other content may be on by now */
        pause = tally_pause(&player->tally);
    }
}

static int run(struct player *player)
{
    /* A mistyped name is told to whoever typed it. What is there and cannot be read may be mended
     * while the built-in content plays. */
    if (player->options.content && access(player->options.content, F_OK) < 0) {
        log_error(_("%s: %s"), player->options.content, strerror(errno));
        return EXIT_INPUT;
    }
    find_paths(player);
    read_settings(player);
    set_up_feeder(player);
    if (player->feeder.store) /* what is there can be watched: the first content shows at once */
        file_make_directories(player->store_path);
    const char *store = follows_store(player) ? player->store_path : NULL;
    if (player->run_path[0] && !player->options.is_testcard)
        health_open(player);
    if (player->health.lock >= 0)
        tally_open(&player->tally, player->run_path, store);
    pause_after_falls(player);
    if (!cache_exists())
        supply_warm_up(&player->supply, clock_monotonic());
    tally_expose(&player->tally, true);
    programme_open(&player->programme, player->options.content, store, player->device);
    health_recall_hour(player);
    tally_expose(&player->tally, false); /* a screen that cannot be opened is not its fault */
    player->programme.forced_duration = player->options.duration;
    player->programme.forced_transition = player->options.transition;
    power_open(player);
    int status = player->quit ? EXIT_SUCCESS : player_run(player);
    power_close(player);
    /* Whoever types the command again need not wait. */
    tally_close(&player->tally, status != EXIT_SUCCESS && player->notify.fd >= 0);
    health_close(player);
    programme_close(&player->programme);
    settings_finish(&player->settings);
    return status;
}

int main(int argc, char *argv[])
{
    struct player player = {.supply = SUPPLY_NONE,
                            .stats = STATS_NONE,
                            .screen = {.event_fd = -1},
                            .clock = {.minute = -1, .failed = -1, .strip = PIXELS_NONE},
                            .announce = ANNOUNCE_NONE,
                            .alarm = {.is_due = true},
                            .overlay = OVERLAY_NONE,
                            .feeder = FEEDER_NONE,
                            .play = SHOWN_PLAY_NONE,
                            .health = {.lock = -1, .sensor = SENSOR_NONE},
                            .notify = NOTIFY_NONE};
    log_init("bangtin-display");
    i18n_init(NULL);
    if (options_parse(argc, argv, &player.options) < 0)
        return EXIT_USAGE;
    if (player.options.started == 0)
        player.options.started = clock_monotonic();
    player.signals = open_signals();
    player.uevents = connector_listen();
    notify_open(&player.notify);
    int status = run(&player);
    if (player.options.stats) {
        int result = stats_write(&player.stats, player.options.stats);
        if (result < 0)
            log_error("cannot write %s: %s", player.options.stats, strerror(-result));
    }
    if (player.restart) {
        execv("/proc/self/exe", argv);
        log_error("cannot start anew: %s", strerror(errno));
        return 3;
    }
    return status;
}
