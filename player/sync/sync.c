#include "sync/sync.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/log.h"
#include "sync/damage.h"

#define SETTINGS_EVERY (10 * CLOCK_SECOND)
#define FLOOR_EVERY (INT64_C(6) * 3600 * CLOCK_SECOND) /* a card wears with each write */

struct ladder_time sync_time(const struct sync *sync)
{
    return ladder_now(&sync->ladder, clock_rung(sync->ladder.floor), clock_wall(),
                      clock_monotonic());
}

void sync_learn_time(struct sync *sync, int64_t generated)
{
    int64_t now = clock_monotonic();
    bool is_known = clock_rung(sync->ladder.floor) == CLOCK_TRUSTED;
    int64_t most = is_known ? clock_wall() + LADDER_SLACK : sync_time(sync).now + LADDER_AHEAD;
    ladder_raise(&sync->ladder, generated < most ? generated : most, now);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void read_signals(struct sync *sync)
{
    struct signalfd_siginfo info;
    while (read(sync->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        log_info("signal %u: leaving", info.ssi_signo);
        sync->quit = true;
    }
}

static bool open_feeds(struct sync *sync)
{
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) < 0)
        seed = (uint64_t)clock_monotonic() ^ (uint64_t)getpid() << 32;
    const struct site_feed *stick = usb_feed_settings(sync->site);
    sync->feeds = calloc(sync->site->feed_count + 1, sizeof *sync->feeds);
    if (!sync->feeds)
        return false;
    for (size_t i = 0; i < sync->site->feed_count; i++) {
        sync->feed_count = i + 1;
        feed_init(&sync->feeds[i], sync, &sync->site->feeds[i], seed + i);
    }
    if (stick)
        feed_init(&sync->feeds[sync->feed_count++], sync, stick, seed + LIMIT_FEEDS);
    return true;
}

/* Where the root could not be read, the administrator may have mended it. */
static void poll_feed(struct sync *sync, struct feed *feed, int64_t now)
{
    bool was_known = feed->key[0] != '\0';
    if (feed_load(feed)) {
        if (!was_known && activate_settings(sync, false) < 0)
            log_warning("%s: its share cannot be written", feed_name(feed));
        poll_begin(feed);
        return;
    }
    feed->was_asked = true;
    feed->poll_at = now + pace_failure(&feed->pace, 0);
    health_change(&sync->health);
}

static int64_t move_feeds(struct sync *sync, int64_t now)
{
    int64_t wake = INT64_MAX;
    for (size_t i = 0; i < sync->feed_count; i++) {
        struct feed *feed = &sync->feeds[i];
        bool is_last = sync->options.once && feed->was_asked;
        if (now >= feed->poll_at && !is_last)
            poll_feed(sync, feed, now);
        if (!is_last)
            wake = least(wake, feed->poll_at);
    }
    fetch_move(sync, now);
    for (size_t i = 0; i < sync->feed_count; i++) {
        if (sync->feeds[i].pending.document)
            wake = least(wake, sync->feeds[i].fetch_at);
    }
    return wake;
}

/* A trusted time is a floor for the next start, which may have no clock. */
static int64_t keep_floor(struct sync *sync, int64_t now, int64_t *next)
{
    if (now < *next)
        return *next;
    *next = now + FLOOR_EVERY;
    if (sync_time(sync).now - sync->current.time_floor >= FLOOR_EVERY && sync->current.time_floor)
        activate_settings(sync, true);
    return *next;
}

static bool all_are_served(const struct sync *sync)
{
    for (size_t i = 0; i < sync->feed_count; i++) {
        if (!feed_is_served(&sync->feeds[i]))
            return false;
    }
    return true;
}

/* The first trouble of --once; else done, where nothing has ended it before. */
static int once_status(const struct sync *sync)
{
    for (size_t i = 0; i < sync->feed_count; i++) {
        const struct feed *feed = &sync->feeds[i];
        if (trouble_is(feed_problem(feed)))
            return (int)feed_problem(feed)->status;
    }
    return all_are_served(sync) ? EXIT_DONE : EXIT_MACHINE;
}

/* A run before that was ended between a commit and what follows has left what nobody needs. Not
 * before it is known what is still coming: parts of it are gone on with. */
static void clean_once(struct sync *sync)
{
    if (sync->is_clean || !all_are_served(sync))
        return;
    sync->is_clean = true;
    activate_clean(sync);
}

/* Looks whether the settings have changed. */
static int64_t follow_settings(struct sync *sync, int64_t now, int64_t *next)
{
    if (sync->options.once)
        return INT64_MAX;
    if (now < *next)
        return *next;
    *next = now + SETTINGS_EVERY;
    if (settings_have_changed(sync->options.site, &sync->settings)) {
        log_info("the settings have changed: starting anew with them");
        sync->quit = sync->restart = true;
    }
    return *next;
}

static void loop(struct sync *sync)
{
    int64_t floor_at = 0, settings_at = 0;
    while (!sync->quit) {
        int64_t now = clock_monotonic();
        /* What these two find is to be fetched in the same turn. */
        int64_t wake = sync->options.once ? INT64_MAX : scrub_move(sync, now);
        if (sync->health.is_due) /* after each poll, too */
            damage_look(sync);
        wake = least(wake, rollback_move(sync, now));
        wake = least(wake, device_move(sync, now));
        wake = least(wake, usb_move(sync, now));
        wake = least(wake, move_feeds(sync, now));
        heard_tell(sync);
        wake = least(wake, plays_move(sync, now));
        clean_once(sync);
        if (sync->options.once && all_are_served(sync))
            break;
        wake = least(wake, follow_settings(sync, now, &settings_at));
        if (sync->quit) /* a signal from here on is for who begins anew */
            break;
        wake = least(wake, keep_floor(sync, now, &floor_at));
        wake = least(wake, health_move(sync, now));
        struct pollfd fds[2 + PLAYS_POLL_MAX] = {{.fd = sync->signals, .events = POLLIN}};
        size_t fd_count = 1 + plays_poll(&sync->plays, fds + 1);
        if (sync->usb.mounts.waker >= 0)
            fds[fd_count++] = (struct pollfd){.fd = sync->usb.mounts.waker, .events = POLLPRI};
        int64_t left = wake == INT64_MAX ? -1 : wake - clock_monotonic();
        http_run(sync->http, fds, fd_count, wake != INT64_MAX && left < 0 ? 0 : left);
        plays_read(sync, clock_monotonic());
        if (fds[0].revents)
            read_signals(sync);
    }
}

/* A test cannot wait as long as a slow line may take. */
static unsigned stall_seconds(void)
{
    const char *text = getenv("BANGTIN_STALL_SECONDS");
    return text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

static int open_network(struct sync *sync)
{
    const char *ca = sync->site->network.ca;
    char path[PATH_MAX];
    const struct http_settings settings = {
        .ca = ca && settings_beside(&sync->settings, ca, path) == 0 ? path : ca,
        .proxy = sync->site->network.proxy,
        .stall_seconds = stall_seconds()};
    sync->http = http_create(&settings);
    if (sync->http)
        return 0;
    log_error("%s", _("out of memory"));
    return -ENOMEM;
}

int sync_run(struct sync *sync)
{
    for (size_t i = 0; i < FETCH_SLOTS; i++)
        sync->fetch.slots[i].part = STORE_PART_NONE;
    if (open_network(sync) < 0)
        return EXIT_MACHINE;
    usb_forget_lent(sync);
    if (!open_feeds(sync)) {
        log_error("%s", _("out of memory"));
        http_destroy(sync->http);
        return EXIT_MACHINE;
    }
    int result = activate_settings(sync, false);
    if (result < 0)
        log_warning("the shares of the feeds cannot be written: %s", strerror(-result));
    health_change(&sync->health);
    usb_start(sync);
    heard_start(sync);
    plays_start(sync);
    loop(sync);
    plays_finish(sync);
    int status = sync->options.once ? once_status(sync) : EXIT_DONE;
    if (!sync->options.once && sync->current.feed_count > 0)
        activate_settings(sync, true);
    sync->health.written_at = 0; /* the last word counts */
    health_change(&sync->health);
    health_move(sync, clock_monotonic());
    usb_finish(sync);
    for (size_t i = 0; i < sync->feed_count; i++) {
        fetch_stop(sync, &sync->feeds[i]);
        feed_finish(&sync->feeds[i]);
    }
    free(sync->feeds);
    scrub_finish(&sync->scrub);
    http_destroy(sync->http);
    return status;
}
