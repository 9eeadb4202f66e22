/* What the values of options look like. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cli/option.h"
#include "playlist/form.h"
#include "playlist/limits.h"
#include "playlist/moment.h"

enum { SIDE_MIN = 16, SIDE_MAX = 8192, PLACE_MAX = 65535 };

/* Reads decimal digits at *text and moves behind them; at most `max`. Returns -1 for none. */
static long read_digits(const char **text, long max)
{
    const char *at = *text;
    long number = 0;
    while (*at >= '0' && *at <= '9') {
        number = number * 10 + (*at++ - '0');
        if (number > max)
            return -1;
    }
    if (at == *text)
        return -1;
    *text = at;
    return number;
}

/* Reads "WxH" at *text and moves behind it. */
static int read_size(const char **text, uint32_t *width, uint32_t *height)
{
    const char *at = *text;
    long w = read_digits(&at, SIDE_MAX);
    if (w < SIDE_MIN || (*at != 'x' && *at != 'X'))
        return -1;
    at++;
    long h = read_digits(&at, SIDE_MAX);
    if (h < SIDE_MIN)
        return -1;
    *text = at;
    *width = (uint32_t)w;
    *height = (uint32_t)h;
    return 0;
}

int option_read_size(const char *value, uint32_t *width, uint32_t *height)
{
    uint32_t w, h;
    if (read_size(&value, &w, &h) < 0 || *value)
        return -1;
    *width = w;
    *height = h;
    return 0;
}

bool option_is_size(const char *value)
{
    uint32_t width, height;
    return option_read_size(value, &width, &height) == 0;
}

bool option_is_viewport(const char *value)
{
    uint32_t width, height;
    if (read_size(&value, &width, &height) < 0)
        return false;
    for (int i = 0; i < 2; i++) {
        if (*value++ != '+' || read_digits(&value, PLACE_MAX) < 0)
            return false;
    }
    return *value == '\0';
}

static bool is_one_of(const char *value, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(value, names[i]) == 0)
            return true;
    }
    return false;
}

#define IS_ONE_OF(value, ...)                                                                      \
    is_one_of(value, (const char *const[]){__VA_ARGS__},                                           \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

bool option_is_rotation(const char *value)
{
    return IS_ONE_OF(value, "0", "90", "180", "270");
}

bool option_is_transition(const char *value)
{
    return IS_ONE_OF(value, "cut", "crossfade", "push-left", "push-up", "wipe-left");
}

bool option_is_language(const char *value)
{
    return IS_ONE_OF(value, "vi", "en");
}

bool option_is_log_level(const char *value)
{
    enum log_level level;
    return log_level_parse(value, &level) == 0;
}

bool option_is_seconds(const char *value)
{
    /* Digits and at most one point: strtod alone would take "inf", "0x1" and " 1". */
    size_t digits = strspn(value, "0123456789");
    const char *rest = value + digits;
    if (*rest == '.') {
        size_t fraction = strspn(rest + 1, "0123456789");
        digits += fraction;
        rest += 1 + fraction;
    }
    return digits > 0 && *rest == '\0' && strtod(value, NULL) <= 10 * 366 * 86400.0;
}

bool option_is_id(const char *value)
{
    return form_is_id(value, strlen(value));
}

bool option_is_sequence(const char *value)
{
    size_t digits = strspn(value, "0123456789");
    return digits > 0 && digits <= 16 && value[digits] == '\0' && *value != '0' &&
           strtod(value, NULL) <= LIMIT_SEQUENCE;
}

bool option_is_instant(const char *value)
{
    int64_t instant;
    size_t size = strlen(value);
    return size < MOMENT_TEXT_SIZE && moment_parse_instant(value, size, &instant);
}
