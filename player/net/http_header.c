#include "net/http_header.h"

#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/zone.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* RFC 9110, 5.6.2: tchar. */
static bool is_token(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

bool http_header_is(const char *value, size_t size, const char *word)
{
    return size == strlen(word) && strncasecmp(value, word, size) == 0;
}

bool http_header_number(const char *value, size_t size, int64_t *ret)
{
    int64_t number = 0;
    if (size == 0)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!is_digit(value[i]))
            return false;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, value[i] - '0', &number))
            number = INT64_MAX;
    }
    *ret = number;
    return true;
}

bool http_header_tag(const char *value, size_t size, bool *ret_weak)
{
    bool weak = size >= 2 && memcmp(value, "W/", 2) == 0; /* the case matters */
    if (weak) {
        value += 2;
        size -= 2;
    }
    if (size < 2 || value[0] != '"' || value[size - 1] != '"')
        return false;
    for (size_t i = 1; i < size - 1; i++) {
        unsigned char c = (unsigned char)value[i];
        if (c < 0x21 || c == '"' || c == 0x7f)
            return false;
    }
    *ret_weak = weak;
    return true;
}

struct moment {
    int year, month, day, hour, minute, second;
};

/* The place of the three letters at `text` among `names`, which ends in NULL; -1: none. */
static int find_name(const char *text, const char *const *names)
{
    for (int i = 0; names[i]; i++) {
        if (memcmp(text, names[i], 3) == 0)
            return i;
    }
    return -1;
}

/* `count` digits; the first of a day may be blank in asctime's form. */
static bool read_digits(const char *text, size_t count, bool may_be_blank, int *ret)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 && may_be_blank && text[0] == ' ')
            continue;
        if (!is_digit(text[i]))
            return false;
        number = number * 10 + text[i] - '0';
    }
    *ret = number;
    return true;
}

/* One field of a date by its letter in a form; returns its length, or 0 where it is wrong. */
static size_t read_field(char letter, const char *text, size_t size, struct moment *moment)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                         "Aug", "Sep", "Oct", "Nov", "Dec", NULL};
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", NULL};
    size_t width = letter == 'w' || letter == 'n' ? 3 : letter == 'Y' ? 4 : 2;
    if (size < width)
        return 0;
    switch (letter) {
    case 'w':
        return find_name(text, days) < 0 ? 0 : width;
    case 'n':
        moment->month = find_name(text, months) + 1;
        return moment->month == 0 ? 0 : width;
    case 'Y':
        return read_digits(text, width, false, &moment->year) ? width : 0;
    case 'y':
        if (!read_digits(text, width, false, &moment->year))
            return 0;
        moment->year += moment->year < 70 ? 2000 : 1900;
        return width;
    case 'd':
    case 'e':
        return read_digits(text, width, letter == 'e', &moment->day) ? width : 0;
    case 'H':
        return read_digits(text, width, false, &moment->hour) ? width : 0;
    case 'M':
        return read_digits(text, width, false, &moment->minute) ? width : 0;
    default:
        return read_digits(text, width, false, &moment->second) ? width : 0;
    }
}

/* `form` has letters behind "%" for fields; all else stands for itself. */
static bool read_moment(const char *form, const char *text, size_t size, struct moment *moment)
{
    while (*form) {
        size_t width = 1;
        if (*form == '%') {
            width = read_field(form[1], text, size, moment);
            form += 2;
        } else if (size == 0 || *text != *form++) {
            return false;
        }
        if (width == 0)
            return false;
        text += width;
        size -= width;
    }
    return size == 0;
}

/* RFC 850 spells its weekdays out; they are of no use and only skipped. */
static size_t skip_weekday(const char *value, size_t size)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (size > length && memcmp(value, names[i], length) == 0)
            return length;
    }
    return 0;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool moment_is_real(const struct moment *moment)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int length = lengths[moment->month - 1] + (moment->month == 2 && is_leap(moment->year));
    return moment->day >= 1 && moment->day <= length && moment->hour < 24 && moment->minute < 60 &&
           moment->second <= 60; /* a leap second is one */
}

bool http_header_date(const char *value, size_t size, int64_t *ret)
{
    struct moment moment = {0};
    size_t weekday = skip_weekday(value, size);
    bool fits =
        weekday ? read_moment(", %d-%n-%y %H:%M:%S GMT", value + weekday, size - weekday, &moment)
                : read_moment("%w, %d %n %Y %H:%M:%S GMT", value, size, &moment) ||
                      read_moment("%w %n %e %H:%M:%S %Y", value, size, &moment);
    if (!fits || !moment_is_real(&moment))
        return false;
    int64_t seconds = zone_days(moment.year, moment.month, moment.day) * 86400 +
                      INT64_C(3600) * moment.hour + INT64_C(60) * moment.minute + moment.second;
    *ret = seconds * CLOCK_SECOND;
    return true;
}

bool http_header_range(const char *value, size_t size, int64_t *ret_first, int64_t *ret_last,
                       int64_t *ret_total)
{
    static const char unit[] = "bytes ";
    const size_t length = sizeof unit - 1;
    if (size < length || strncasecmp(value, unit, length) != 0)
        return false;
    const char *text = value + length, *end = value + size;
    const char *dash = memchr(text, '-', (size_t)(end - text));
    const char *slash = memchr(text, '/', (size_t)(end - text));
    if (!dash || !slash || dash > slash)
        return false;
    int64_t first, last, total = -1;
    if (!http_header_number(text, (size_t)(dash - text), &first) ||
        !http_header_number(dash + 1, (size_t)(slash - dash - 1), &last) || first > last)
        return false;
    size_t rest = (size_t)(end - slash - 1);
    if (!(rest == 1 && slash[1] == '*') &&
        (!http_header_number(slash + 1, rest, &total) || last >= total))
        return false;
    if (last == INT64_MAX)
        return false; /* then there is no "one behind it" */
    *ret_first = first;
    *ret_last = last;
    *ret_total = total;
    return true;
}

static size_t skip_blanks(const char *text, size_t at, size_t size)
{
    while (at < size && (text[at] == ' ' || text[at] == '\t'))
        at++;
    return at;
}

static size_t skip_token(const char *text, size_t at, size_t size)
{
    while (at < size && is_token(text[at]))
        at++;
    return at;
}

/* The end of the quoted string that begins at `at`, or `at` where it is none. */
static size_t skip_quoted(const char *text, size_t at, size_t size)
{
    for (size_t i = at + 1; i < size; i++) {
        if (text[i] == '"')
            return i + 1;
        if (text[i] == '\\')
            i++;
    }
    return at;
}

/* One member of the list; returns where it ends, or 0 where it is out of form. */
static size_t read_preference(const char *text, size_t at, size_t size, bool *is_wait)
{
    size_t end = skip_token(text, at, size);
    if (end == at)
        return 0;
    *is_wait = http_header_is(text + at, end - at, "wait");
    size_t next = skip_blanks(text, end, size);
    if (next == size || text[next] != '=')
        return end;
    next = skip_blanks(text, next + 1, size);
    bool is_quoted = next < size && text[next] == '"';
    end = is_quoted ? skip_quoted(text, next, size) : skip_token(text, next, size);
    return end == next ? 0 : end;
}

bool http_header_applies_wait(const char *value, size_t size)
{
    bool found = false;
    for (size_t at = 0;;) {
        bool is_wait = false;
        at = read_preference(value, skip_blanks(value, at, size), size, &is_wait);
        if (at == 0)
            return false;
        found |= is_wait;
        at = skip_blanks(value, at, size);
        if (at == size)
            return found;
        if (value[at++] != ',')
            return false;
    }
}
