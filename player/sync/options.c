#include "sync/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/log.h"

enum {
    OPTION_SITE = 256,
    OPTION_STORE,
    OPTION_RUN,
    OPTION_FEED,
    OPTION_ROOT,
    OPTION_UNSIGNED,
    OPTION_ONCE,
    OPTION_LOG_LEVEL,
    OPTION_VERSION
};

static const struct option table[] = {
    {"site", required_argument, NULL, OPTION_SITE},
    {"store", required_argument, NULL, OPTION_STORE},
    {"run", required_argument, NULL, OPTION_RUN},
    {"feed", required_argument, NULL, OPTION_FEED},
    {"root", required_argument, NULL, OPTION_ROOT},
    {"unsigned", no_argument, NULL, OPTION_UNSIGNED},
    {"once", no_argument, NULL, OPTION_ONCE},
    {"log-level", required_argument, NULL, OPTION_LOG_LEVEL},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static bool read_option(int option, struct options *options)
{
    enum log_level level;
    switch (option) {
    case OPTION_SITE:
        options->site = optarg;
        return true;
    case OPTION_STORE:
        options->store = optarg;
        return true;
    case OPTION_RUN:
        options->run = optarg;
        return true;
    case OPTION_FEED:
        options->feed = optarg;
        return true;
    case OPTION_ROOT:
        options->root = optarg;
        return true;
    case OPTION_UNSIGNED:
        options->is_unsigned = true;
        return true;
    case OPTION_ONCE:
        options->once = true;
        return true;
    case OPTION_LOG_LEVEL:
        if (log_level_parse(optarg, &level) < 0)
            return false;
        log_set_level(level);
        return true;
    default:
        return false;
    }
}

int options_parse(int argc, char *argv[], struct options *ret)
{
    struct options options = {0};
    int option, index = 0;
    opterr = 0;
    while ((option = getopt_long(argc, argv, "", table, &index)) != -1) {
        if (option == OPTION_VERSION) {
            puts("bangtin-sync " BANGTIN_VERSION);
            exit(0);
        }
        if (option == '?' || option == ':') {
            log_error(_("%s is not an option of bangtin-sync, or lacks its value"),
                      argv[optind - 1]);
            return -1;
        }
        if (!read_option(option, &options)) {
            log_error(_("--%s: \"%s\" is not a value for it; see `bangtin sync --help`"),
                      table[index].name, optarg);
            return -1;
        }
    }
    if (optind < argc) {
        log_error(_("\"%s\" was not expected here"), argv[optind]);
        return -1;
    }
    *ret = options;
    return 0;
}
