#include "display/options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "ipc/pixels.h"

enum {
    OPTION_CONTENT = 256,
    OPTION_SITE,
    OPTION_STATS,
    OPTION_SIZE,
    OPTION_ROTATE,
    OPTION_VIEWPORT,
    OPTION_SECONDS,
    OPTION_START,
    OPTION_TRANSITION,
    OPTION_DURATION,
    OPTION_LOG_LEVEL,
    OPTION_MAX_TEXTURE,
    OPTION_STORE,
    OPTION_RUN,
    OPTION_NO_SYNC,
    OPTION_TESTCARD,
    OPTION_VERSION
};

static const struct option table[] = {
    {"content", required_argument, NULL, OPTION_CONTENT},
    {"site", required_argument, NULL, OPTION_SITE},
    {"stats", required_argument, NULL, OPTION_STATS},
    {"size", required_argument, NULL, OPTION_SIZE},
    {"rotate", required_argument, NULL, OPTION_ROTATE},
    {"viewport", required_argument, NULL, OPTION_VIEWPORT},
    {"seconds", required_argument, NULL, OPTION_SECONDS},
    {"start-us", required_argument, NULL, OPTION_START},
    {"transition", required_argument, NULL, OPTION_TRANSITION},
    {"duration", required_argument, NULL, OPTION_DURATION},
    {"log-level", required_argument, NULL, OPTION_LOG_LEVEL},
    {"max-texture", required_argument, NULL, OPTION_MAX_TEXTURE},
    {"store", required_argument, NULL, OPTION_STORE},
    {"run", required_argument, NULL, OPTION_RUN},
    {"no-sync", no_argument, NULL, OPTION_NO_SYNC},
    {"testcard", no_argument, NULL, OPTION_TESTCARD},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

/* A number in [low, high], or false. */
static bool read_number(const char *text, double low, double high, double *ret)
{
    char *end;
    errno = 0;
    double number = strtod(text, &end);
    if (errno || end == text || *end || !(number >= low) || !(number <= high))
        return false;
    *ret = number;
    return true;
}

static bool read_microseconds(const char *text, double low, double high, int64_t *ret)
{
    double seconds;
    if (!read_number(text, low, high, &seconds))
        return false;
    *ret = llround(seconds * 1e6);
    return true;
}

/* Takes a whole number up to PIXELS_SIDE_MAX from the front of *text. scanf would take "-1". */
static bool take_side(const char **text, uint32_t *ret)
{
    uint32_t number = 0;
    const char *at = *text;
    while (*at >= '0' && *at <= '9' && number <= PIXELS_SIDE_MAX)
        number = number * 10 + (uint32_t)(*at++ - '0');
    if (at == *text || number > PIXELS_SIDE_MAX)
        return false;
    *text = at;
    *ret = number;
    return true;
}

static bool take_mark(const char **text, char mark)
{
    return *(*text)++ == mark;
}

static bool take_size(const char **text, uint32_t *width, uint32_t *height)
{
    return take_side(text, width) && take_mark(text, 'x') && take_side(text, height) &&
           *width > 0 && *height > 0;
}

static bool read_size(const char *text, uint32_t *width, uint32_t *height)
{
    return take_size(&text, width, height) && !*text;
}

static bool read_viewport(const char *text, struct options *options)
{
    options->has_viewport = take_size(&text, &options->viewport_width, &options->viewport_height) &&
                            take_mark(&text, '+') && take_side(&text, &options->viewport_x) &&
                            take_mark(&text, '+') && take_side(&text, &options->viewport_y) &&
                            !*text;
    return options->has_viewport;
}

static bool read_rotate(const char *text, int *rotate)
{
    static const char *const turns[] = {"0", "90", "180", "270"};
    for (int i = 0; i < 4; i++) {
        if (strcmp(text, turns[i]) == 0) {
            *rotate = i * 90;
            return true;
        }
    }
    return false;
}

static bool read_option(int option, struct options *options)
{
    double number;
    enum log_level level;
    switch (option) {
    case OPTION_CONTENT:
        options->content = optarg;
        return true;
    case OPTION_SITE:
        options->site = optarg;
        return true;
    case OPTION_STATS:
        options->stats = optarg;
        return true;
    case OPTION_SIZE:
        return read_size(optarg, &options->width, &options->height);
    case OPTION_ROTATE:
        return read_rotate(optarg, &options->rotate);
    case OPTION_VIEWPORT:
        return read_viewport(optarg, options);
    case OPTION_SECONDS:
        return read_microseconds(optarg, 0.001, 1e9, &options->run_for);
    case OPTION_START:
        if (!read_number(optarg, 0, 9e15, &number))
            return false;
        options->started = (int64_t)number;
        return true;
    case OPTION_TRANSITION:
        return transition_parse(optarg, &options->transition) == 0;
    case OPTION_DURATION:
        return read_microseconds(optarg, LIMIT_DURATION_MIN, LIMIT_DURATION_MAX,
                                 &options->duration);
    case OPTION_LOG_LEVEL:
        if (log_level_parse(optarg, &level) < 0)
            return false;
        log_set_level(level);
        options->log_level = optarg;
        return true;
    case OPTION_STORE:
        options->store = optarg;
        return true;
    case OPTION_RUN:
        options->run = optarg;
        return true;
    case OPTION_NO_SYNC:
        options->has_no_sync = true;
        return true;
    case OPTION_TESTCARD:
        options->is_testcard = true;
        return true;
    case OPTION_MAX_TEXTURE:
        if (!read_number(optarg, 64, PIXELS_SIDE_MAX, &number))
            return false;
        options->max_texture = (uint32_t)number;
        return true;
    default:
        return false;
    }
}

int options_parse(int argc, char *argv[], struct options *ret)
{
    struct options options = {.rotate = -1, .transition = TRANSITION_TYPES};
    int option, index = 0;
    opterr = 0;
    while ((option = getopt_long(argc, argv, "", table, &index)) != -1) {
        if (option == OPTION_VERSION) {
            puts("bangtin-display " BANGTIN_VERSION);
            exit(0);
        }
        if (option == '?' || option == ':') {
            log_error(_("%s is not an option of bangtin-display, or lacks its value"),
                      argv[optind - 1]);
            return -1;
        }
        if (!read_option(option, &options)) {
            log_error(_("--%s: \"%s\" is not a value for it; see `bangtin play --help`"),
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
