/* bangtin-sync: the network process. It fetches what the screen shows, and lets nothing in that was
 * not signed. It knows no screen, picture or font. */
#include <errno.h>
#include <limits.h>
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
#include "sync/passphrase.h"
#include "sync/sync.h"

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like others */
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* False: there is nothing to go by, said. */
static bool read_settings(struct sync *sync)
{
    int result = settings_read(sync->options.site, &sync->settings);
    if (result < 0)
        log_error(_("%s: %s"), sync->options.site ? sync->options.site : sync->settings.own,
                  result == -EBADMSG ? _("these are no settings") : strerror(-result));
    sync->site = sync->settings.site;
    return result == 0;
}

/* --feed stands in the place of all feeds of the settings; its root is --root, or the root of the
 * first of them. */
static void use_feed_option(struct sync *sync)
{
    const struct options *options = &sync->options;
    struct site *site = sync->site;
    if (!options->feed)
        return;
    const struct site_feed feed = {.url = options->feed,
                                   .root = options->root          ? options->root
                                           : site->feed_count > 0 ? site->feeds[0].root
                                                                  : NULL,
                                   .interval = site->feed_count > 0 ? site->feeds[0].interval
                                                                    : SITE_FEED_INTERVAL,
                                   .share = 1,
                                   .is_unsigned = options->is_unsigned};
    site->feeds[0] = feed;
    site->feed_count = 1;
}

static void open_run_directory(struct sync *sync)
{
    struct health *health = &sync->health;
    int result = 0;
    if (sync->options.run)
        snprintf(health->directory, sizeof health->directory, "%s", sync->options.run);
    else
        result = place_run(health->directory, sizeof health->directory);
    if (result == 0)
        result = file_make_directories(health->directory);
    if (result == 0)
        return;
    log_warning("the run directory %s cannot be used (%s); \"bangtin status\" will know nothing",
                health->directory, strerror(-result));
    health->directory[0] = '\0';
}

static int find_store(struct sync *sync)
{
    if (!sync->options.store)
        return place_store(sync->store_path, sizeof sync->store_path);
    snprintf(sync->store_path, sizeof sync->store_path, "%s", sync->options.store);
    return 0;
}

/* 0 or -errno, said. */
static int open_store(struct sync *sync)
{
    int result = find_store(sync);
    if (result == 0)
        result = file_make_directories(sync->store_path);
    if (result == 0)
        result = store_open_writer(sync->store_path, &sync->store);
    if (result == -EBUSY)
        log_error(_("another bangtin-sync keeps the store %s already"), sync->store_path);
    else if (result < 0)
        log_error(_("the store %s cannot be written: %s"), sync->store_path, strerror(-result));
    return result;
}

/* 0, or -errno where what trust remembers may be there, but cannot be read just now: to go on
 * without it would be to forget it. Damaged for good it is built anew. */
static int read_current(struct sync *sync)
{
    int64_t now = clock_monotonic();
    int result = store_read_current(&sync->store, &sync->current);
    if (result < 0 && result != -ENODATA && result != -EBADMSG) {
        log_error(_("the store %s cannot be read: %s"), sync->store_path, strerror(-result));
        return result;
    }
    if (result == -EBADMSG)
        log_error("what was on cannot be read; everything is fetched again");
    ladder_raise(&sync->ladder, clock_build_time(), now);
    ladder_raise(&sync->ladder, sync->current.time_floor, now);
    return 0;
}

/* Nothing is followed any more: what was, is taken off the screen. No store is made for that. */
static void let_go(struct sync *sync)
{
    char path[sizeof sync->store_path + sizeof "/current"];
    if (sync->options.once || find_store(sync) < 0)
        return;
    snprintf(path, sizeof path, "%s/current", sync->store_path);
    if (access(path, F_OK) < 0 || open_store(sync) < 0 || read_current(sync) < 0)
        return;
    usb_forget_lent(sync);
    int result = activate_settings(sync, false);
    if (result < 0)
        log_warning("the shares of the feeds cannot be written: %s", strerror(-result));
}

/* Nothing can be fetched or counted: we end, are started again, and it is said in between. */
static void tell_without_store(struct sync *sync, int error)
{
    if (sync->options.once)
        return;
    sync->store_fault = error;
    health_change(&sync->health);
    health_move(sync, clock_monotonic());
}

static int run(struct sync *sync)
{
    if (!read_settings(sync))
        return EXIT_INPUT;
    use_feed_option(sync);
    /* Whoever plugs in a stick is to be told why it is of no use, also where nothing is set up. */
    bool has_sticks = sync->site->usb.mode != USB_OFF && !sync->options.once;
    bool has_report = sync->site->report.url && !sync->options.once;
    if (sync->site->feed_count == 0 && !has_sticks && !has_report) {
        let_go(sync);
        log_error(_("there is nothing to fetch: the settings name no feeds; see "
                    "\"bangtin sync --help\""));
        return EXIT_USAGE;
    }
    if (sync->site->usb.passphrase && strlen(sync->site->usb.passphrase) < PASSPHRASE_LEAST)
        log_warning("usb.passphrase has less than %d bytes: it lets no stick in", PASSPHRASE_LEAST);
    int opened = open_store(sync);
    if (opened != -EBUSY) /* whose files they are then */
        open_run_directory(sync);
    if (opened < 0) {
        tell_without_store(sync, -opened);
        return EXIT_MACHINE;
    }
    if (read_current(sync) < 0)
        return EXIT_MACHINE;
    return sync_run(sync);
}

int main(int argc, char *argv[])
{
    log_init("bangtin-sync");
    i18n_init(NULL);
    struct sync *sync = calloc(1, sizeof *sync);
    if (!sync)
        return EXIT_MACHINE;
    sync->store = STORE_CLOSED;
    sync->scrub = SCRUB_START;
    sync->usb = USB_CLOSED;
    sync->plays = PLAYS_CLOSED;
    int status = EXIT_USAGE;
    if (options_parse(argc, argv, &sync->options) == 0) {
        sync->started = clock_wall();
        sync->signals = open_signals();
        status = sync->signals < 0 ? EXIT_MACHINE : run(sync);
        if (sync->signals < 0)
            log_error("signals cannot be taken: %s", strerror(errno));
        store_close(&sync->store);
    }
    bool restart = sync->restart;
    settings_finish(&sync->settings);
    free(sync);
    if (restart) {
        execv("/proc/self/exe", argv);
        log_error("cannot start anew: %s", strerror(errno));
        return EXIT_MACHINE;
    }
    return status;
}
