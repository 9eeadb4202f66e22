/* What the values of options look like. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cli/option.h"
#include "playlist/form.h"
#include "playlist/limits.h"
#include "playlist/moment.h"
#include "playlist/moment_guess.h"

#define SECONDS_MIN 0.001

enum { SIDE_MIN = 16, SIDE_MAX = 8192, PLACE_MAX = 65535 };
enum { YEAR_MIN = 1970, YEAR_MAX = 9998 }; /* the years before and after can be told, too */

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
    return digits > 0 && *rest == '\0' && strtod(value, NULL) >= SECONDS_MIN &&
           strtod(value, NULL) <= 10 * 366 * 86400.0;
}

bool option_is_stay(const char *value)
{
    return option_is_seconds(value) && strtod(value, NULL) >= LIMIT_DURATION_MIN &&
           strtod(value, NULL) <= LIMIT_DURATION_MAX;
}

int option_read_span(const char *value, int64_t *ret)
{
    static const struct {
        char unit;
        int64_t minutes;
    } units[] = {{'m', 1}, {'h', 60}, {'d', INT64_C(24) * 60}};
    enum { DIGITS_MAX = 6, MINUTES_MAX = 31 * 24 * 60 };
    size_t digits = strspn(value, "0123456789");
    if (digits == 0 || digits > DIGITS_MAX || strlen(value) > digits + 1)
        return -1;
    int64_t count = strtoll(value, NULL, 10);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (value[digits] != units[i].unit)
            continue;
        if (count < 1 || count * units[i].minutes > MINUTES_MAX)
            return -1;
        *ret = count * units[i].minutes * 60 * 1000000;
        return 0;
    }
    return -1;
}

bool option_is_span(const char *value)
{
    int64_t ignored;
    return option_read_span(value, &ignored) == 0;
}

bool option_is_severity(const char *value)
{
    /* As they are typed, and as CAP writes them: documents take both. */
    static const char *const words[] = {"extreme", "severe", "moderate", "minor", "unknown",
                                        "Extreme", "Severe", "Moderate", "Minor", "Unknown"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(value, words[i]) == 0)
            return true;
    }
    return false;
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

/* Reads four digits at *text and moves behind them. */
static int read_year(const char **text, int *year)
{
    const char *at = *text;
    long number = read_digits(&at, YEAR_MAX);
    if (number < YEAR_MIN || at - *text != 4)
        return -1;
    *text = at;
    *year = (int)number;
    return 0;
}

int option_read_quarter(const char *value, int *year, int *quarter)
{
    int number;
    if (read_year(&value, &number) < 0 || value[0] != '-' || (value[1] != 'Q' && value[1] != 'q') ||
        value[2] < '1' || value[2] > '4' || value[3] != '\0')
        return -1;
    *year = number;
    *quarter = value[2] - '0';
    return 0;
}

int option_read_year(const char *value, int *year)
{
    int number;
    if (read_year(&value, &number) < 0 || *value)
        return -1;
    *year = number;
    return 0;
}

int option_read_day(const char *value, int64_t *days)
{
    struct moment_guess guess;
    int year;
    if (strchr(value, '/')) { /* as an office writes it */
        if (!moment_guess_date(value, strlen(value), &guess))
            return -1;
        value = guess.text;
    }
    size_t size = strlen(value);
    const char *at = value;
    int64_t day;
    if (read_year(&at, &year) < 0 || !moment_parse_date(value, size, &day))
        return -1;
    *days = day;
    return 0;
}

bool option_is_quarter(const char *value)
{
    int year, quarter;
    return option_read_quarter(value, &year, &quarter) == 0;
}

bool option_is_year(const char *value)
{
    int year;
    return option_read_year(value, &year) == 0;
}

bool option_is_day(const char *value)
{
    int64_t days;
    return option_read_day(value, &days) == 0;
}

bool option_is_report_format(const char *value)
{
    return IS_ONE_OF(value, "table", "csv", "html", "json");
}

bool option_is_report_group(const char *value)
{
    return IS_ONE_OF(value, "item", "topic", "audience", "language", "type", "day", "hour", "site");
}
