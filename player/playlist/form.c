#include "playlist/form.h"

#include <string.h>
#include <strings.h>

#include "playlist/limits.h"

enum { LANGUAGE_BYTES = 35, ZONE_BYTES = 64, PATH_BYTES = 255, SIDE_MIN = 16 };

#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Length of the run of these characters at the start. */
static size_t span(const char *text, size_t size, const char *characters)
{
    size_t length = 0;
    while (length < size && text[length] != '\0' && strchr(characters, text[length]))
        length++;
    return length;
}

static bool consists_of(const char *text, size_t size, const char *characters)
{
    return span(text, size, characters) == size;
}

bool form_is_id(const char *text, size_t size)
{
    return size >= 1 && size <= LIMIT_ID_BYTES && span(text, 1, LOWER DIGITS) == 1 &&
           consists_of(text, size, LOWER DIGITS "._-");
}

bool form_is_language(const char *text, size_t size)
{
    size_t letters = span(text, size, LOWER UPPER);
    if (size > LANGUAGE_BYTES || letters < 2 || letters > 3)
        return false;
    for (size_t at = letters; at < size;) {
        size_t part = span(text + at + 1, size - at - 1, LOWER UPPER DIGITS);
        if (text[at] != '-' || part < 1 || part > 8)
            return false;
        at += 1 + part;
    }
    return true;
}

bool form_is_zone(const char *text, size_t size)
{
    if (size > ZONE_BYTES)
        return false;
    for (size_t at = 0;; at++) {
        size_t part = span(text + at, size - at, LOWER UPPER DIGITS "_+-");
        at += part;
        if (part == 0 || (at < size && text[at] != '/'))
            return false;
        if (at == size)
            return true;
    }
}

bool form_is_colour(const char *text, size_t size)
{
    return size == 7 && text[0] == '#' && consists_of(text + 1, 6, DIGITS "abcdefABCDEF");
}

bool form_is_href(const char *text, size_t size)
{
    if (size == 0 || size > LIMIT_HREF_BYTES)
        return false;
    for (size_t at = 0; at <= size; at++) {
        const char *slash = memchr(text + at, '/', size - at);
        size_t part = slash ? (size_t)(slash - text) - at : size - at;
        if (part == 0 || (part == 1 && text[at] == '.') ||
            (part == 2 && memcmp(text + at, "..", 2) == 0))
            return false;
        at += part;
    }
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)text[i] < ' ' || strchr("\\:\x7f", text[i]))
            return false;
    }
    return true;
}

bool form_is_media_type(const char *text, size_t size)
{
    size_t type = span(text, size, LOWER DIGITS "!#$&^_.+-");
    return size <= 127 && type > 0 && type < size - 1 && text[type] == '/' &&
           consists_of(text + type + 1, size - type - 1, LOWER DIGITS "!#$&^_.+-");
}

bool form_is_site_name(const char *text, size_t size)
{
    if (size > 4 && memcmp(text, "tag:", 4) == 0)
        return form_is_id(text + 4, size - 4);
    return form_is_id(text, size);
}

static bool is_printable(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] <= ' ' || text[i] > '~')
            return false;
    }
    return true;
}

bool form_is_path(const char *text, size_t size)
{
    return size >= 1 && size <= PATH_BYTES && text[0] == '/' && !memchr(text, '\0', size);
}

bool form_is_feed_url(const char *text, size_t size)
{
    size_t scheme = size > 8 && strncasecmp(text, "https://", 8) == 0  ? 8
                    : size > 7 && strncasecmp(text, "http://", 7) == 0 ? 7
                                                                       : 0;
    if (scheme == 0 || size > LIMIT_URL_BYTES || !is_printable(text, size))
        return false;
    const char *path = memchr(text + scheme, '/', size - scheme);
    size_t host = path ? (size_t)(path - text) - scheme : size - scheme;
    return host > 0 && !memchr(text + scheme, '@', host) && !memchr(text, '\\', size);
}

bool form_is_phone(const char *text, size_t size)
{
    return size >= 2 && size <= LIMIT_PHONE_BYTES && consists_of(text, size, DIGITS " +().-") &&
           span(text, size, " +().-") < size;
}

bool form_is_sha256(const char *text, size_t size)
{
    return size == 64 && consists_of(text, size, DIGITS "abcdef");
}

/* Reads up to five digits at *at and moves it on. */
static bool read_side(const char *text, size_t size, size_t *at, unsigned low, unsigned *ret)
{
    size_t digits = span(text + *at, size - *at, DIGITS);
    unsigned value = 0;
    if (digits == 0 || digits > 5)
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (unsigned)(text[*at + i] - '0');
    *at += digits;
    *ret = value;
    return value >= low && value <= LIMIT_PICTURE_SIDE;
}

static bool take(const char *text, size_t size, size_t *at, char wanted)
{
    return *at < size && text[(*at)++] == wanted;
}

bool form_read_size(const char *text, size_t size, unsigned ret[2])
{
    size_t at = 0;
    unsigned sides[2];
    if (!read_side(text, size, &at, SIDE_MIN, &sides[0]) || !take(text, size, &at, 'x') ||
        !read_side(text, size, &at, SIDE_MIN, &sides[1]) || at != size)
        return false;
    memcpy(ret, sides, sizeof sides);
    return true;
}

bool form_read_viewport(const char *text, size_t size, unsigned ret_size[2], int ret_place[2])
{
    const char *plus = memchr(text, '+', size);
    size_t at = plus ? (size_t)(plus - text) : size;
    unsigned x, y;
    if (!form_read_size(text, at, ret_size) || !take(text, size, &at, '+') ||
        !read_side(text, size, &at, 0, &x) || !take(text, size, &at, '+') ||
        !read_side(text, size, &at, 0, &y) || at != size)
        return false;
    ret_place[0] = (int)x;
    ret_place[1] = (int)y;
    return true;
}
