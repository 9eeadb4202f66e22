/* bangtin-display: the screen process. It moves finished pixels; it knows no network, decoder, font
 * or signature. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
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

/* A wrong settings file must not darken a lobby: what is wrong is said and the default stands. */
static struct site *read_settings(const char *path)
{
    char *bytes = NULL;
    size_t size;
    struct site *site = NULL;
    struct findings findings = {0};
    if (!path)
        return NULL;
    int result = file_read(path, LIMIT_SETTINGS_BYTES, &bytes, &size);
    if (result < 0)
        log_error("settings %s: %s; the defaults are used", path, strerror(-result));
    else if (site_parse(bytes, size, &findings, &site) < 0)
        log_error("settings %s: no JSON object; the defaults are used", path);
    for (size_t i = 0; i < findings.count; i++)
        log_warning("settings %s: %s: %s", path, findings.list[i].path, findings.list[i].message);
    findings_finish(&findings);
    free(bytes);
    return site ? site : site_create_default();
}

static int run(struct player *player)
{
    /* A mistyped name is told to whoever typed it. What is there and cannot be read may be mended
     * while the built-in content plays. */
    if (player->options.content && access(player->options.content, F_OK) < 0) {
        log_error(_("%s: %s"), player->options.content, strerror(errno));
        return EXIT_INPUT;
    }
    if (!cache_exists())
        supply_warm_up(&player->supply, clock_monotonic());
    player->device = read_settings(player->options.site);
    programme_open(&player->programme, player->options.content, player->device);
    player->programme.forced_duration = player->options.duration;
    player->programme.forced_transition = player->options.transition;
    int status = player_run(player);
    programme_close(&player->programme);
    site_destroy(player->device);
    return status;
}

int main(int argc, char *argv[])
{
    struct player player = {.supply = SUPPLY_NONE,
                            .stats = STATS_NONE,
                            .screen = {.event_fd = -1},
                            .clock = {.minute = -1, .failed = -1, .strip = PIXELS_NONE}};
    log_init("bangtin-display");
    i18n_init(NULL);
    if (options_parse(argc, argv, &player.options) < 0)
        return EXIT_USAGE;
    if (player.options.started == 0)
        player.options.started = clock_monotonic();
    player.signals = open_signals();
    player.uevents = connector_listen();
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
