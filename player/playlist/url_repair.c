#include "playlist/url_repair.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "playlist/text.h"
#include "playlist/url.h"

struct repair {
    char *out;
    size_t used;
};

static bool put(struct repair *repair, const char *text, size_t size)
{
    if (size >= URL_REPAIRED_BYTES - repair->used)
        return false;
    memcpy(repair->out + repair->used, text, size);
    repair->used += size;
    return true;
}

/* RFC 3986, section 2.1. */
static bool put_encoded(struct repair *repair, const char *text, size_t size)
{
    bool fits = true;
    for (size_t i = 0; i < size && fits; i++) {
        char escape[4];
        snprintf(escape, sizeof escape, "%%%02X", (unsigned)(unsigned char)text[i]);
        fits = put(repair, escape, 3);
    }
    return fits;
}

static bool has_scheme(const char *url, size_t size)
{
    static const char *const schemes[] = {"https:", "http:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i]);
        if (size >= length && strncasecmp(url, schemes[i], length) == 0)
            return true;
    }
    return false;
}

/* A blank within a path was typed, everything else unseen was pasted along. */
static bool put_letter(struct repair *repair, const char *text, size_t size, uint32_t code,
                       bool is_behind_host)
{
    if (code == ' ' && is_behind_host)
        return put(repair, "%20", 3);
    if (code <= ' ' || code == 0x7f || text_is_odd_blank(code))
        return true;
    return code < 0x80 ? put(repair, text, size) : put_encoded(repair, text, size);
}

static bool is_behind_host(const struct repair *repair)
{
    const char *host = memmem(repair->out, repair->used, "//", 2);
    return host && memchr(host + 2, '/', repair->used - (size_t)(host + 2 - repair->out));
}

bool url_repair(const char *url, size_t size, char out[URL_REPAIRED_BYTES])
{
    struct repair repair = {.out = out};
    uint32_t code;
    while (size > 0 && (url[size - 1] == ' ' || strchr("\t.,;", url[size - 1])))
        size--;
    while (size > 0 && *url == ' ') {
        url++;
        size--;
    }
    if (!has_scheme(url, size) && !put(&repair, "https://", strlen("https://")))
        return false;
    for (size_t at = 0, length; at < size; at += length) {
        length = utf8_decode(url + at, size - at, &code);
        if (length == 0 || !put_letter(&repair, url + at, length, code, is_behind_host(&repair)))
            return false;
    }
    out[repair.used] = '\0';
    return url_check(out, repair.used) == URL_FINE;
}
