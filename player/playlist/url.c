#include "playlist/url.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "playlist/limits.h"

enum { HOST_BYTES = 253, LABEL_BYTES = 63 }; /* RFC 1035, section 2.3.4 */

/* Length of "https://" or "http://" in front, or 0. */
static size_t scheme_length(const char *url, size_t size)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(schemes[i]);
        if (size > length && strncasecmp(url, schemes[i], length) == 0)
            return length;
    }
    return 0;
}

static size_t host_length(const char *host, size_t size)
{
    size_t length = 0;
    while (length < size && !strchr("/?#", host[length]))
        length++;
    return length;
}

static bool is_letter_or_digit(char character)
{
    return isalnum((unsigned char)character) && (unsigned char)character < 0x80;
}

/* RFC 3986's characters of a path, query or fragment. '|', '^', '"', '<' and the like are what
 * phones disagree about. */
static bool characters_are_valid(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '%') {
            if (size - i < 3 || !isxdigit((unsigned char)text[i + 1]) ||
                !isxdigit((unsigned char)text[i + 2]))
                return false;
        } else if (text[i] == '\0' ||
                   (!is_letter_or_digit(text[i]) && !strchr("-._~:/?#[]@!$&'()*+,;=", text[i]))) {
            return false;
        }
    }
    return true;
}

static bool host_is_address(const char *host, size_t size)
{
    if (host[0] == '[')
        return true;
    /* "127.1" and "2130706433" are addresses too, and so is all that ends in a number. */
    size_t label = size;
    while (label > 0 && host[label - 1] != '.')
        label--;
    return label < size && isdigit((unsigned char)host[label]);
}

static bool host_is_valid(const char *host, size_t size)
{
    size_t label = 0, dots = 0;
    if (size == 0 || size > HOST_BYTES)
        return false;
    for (size_t i = 0; i <= size; i++) {
        if (i == size || host[i] == '.') {
            size_t length = i - label;
            if (length == 0 || length > LABEL_BYTES || host[label] == '-' || host[i - 1] == '-')
                return false;
            dots += i < size;
            label = i + 1;
        } else if (!is_letter_or_digit(host[i]) && host[i] != '-') {
            return false;
        }
    }
    return dots > 0;
}

enum url_verdict url_check(const char *url, size_t size)
{
    if (size > LIMIT_URL_BYTES)
        return URL_LONG;
    size_t scheme = scheme_length(url, size);
    if (scheme == 0)
        return URL_RELATIVE;
    const char *host = url + scheme;
    size_t length = host_length(host, size - scheme);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)host[i] >= 0x80)
            return URL_LETTERS;
    }
    if (!characters_are_valid(url, size))
        return URL_CHARACTERS;
    if (memchr(host, '@', length))
        return URL_USER;
    if (length > 0 && host_is_address(host, length))
        return URL_ADDRESS;
    if (memchr(host, ':', length)) {
        const char *colon = memchr(host, ':', length);
        return host_is_address(host, (size_t)(colon - host)) ? URL_ADDRESS : URL_PORT;
    }
    return host_is_valid(host, length) ? URL_FINE : URL_HOST;
}

static const struct {
    const char *message, *hint;
} verdicts[] = {
    [URL_FINE] = {NULL, NULL},
    [URL_LONG] = {N_("is longer than 1024 characters"), N_("use a shorter address")},
    [URL_RELATIVE] = {N_("is not an absolute URL"), N_("write https://…")},
    [URL_LETTERS] = {N_("has letters with marks in the name of its host"),
                     N_("write it without marks, as in https://dichvucong.gov.vn")},
    [URL_CHARACTERS] = {N_("holds characters that do not belong into a URL"),
                        N_("take out spaces and backslashes; write letters with marks as %…")},
    [URL_USER] = {N_("holds a user name before the host"), N_("leave out what stands before @")},
    [URL_ADDRESS] = {N_("names a number in place of a host"), N_("write the name of the website")},
    [URL_PORT] = {N_("holds a port number"),
                  N_("leave out the colon and the number behind the host")},
    [URL_HOST] = {N_("has no valid host name"), N_("write it as in https://dichvucong.gov.vn")},
};

const char *url_verdict_message(enum url_verdict verdict)
{
    return verdicts[verdict].message;
}

const char *url_verdict_hint(enum url_verdict verdict)
{
    return verdicts[verdict].hint;
}

static bool path_matches(const char *path, const char *wanted)
{
    size_t length = strlen(wanted);
    while (length > 0 && wanted[length - 1] == '/')
        length--;
    return strncmp(path, wanted, length) == 0 &&
           (path[length] == '\0' || strchr("/?#", path[length]));
}

bool url_matches_host(const char *url, const char *entry)
{
    size_t size = strlen(url), scheme = scheme_length(url, size);
    const char *host = url + scheme, *entry_path = strchrnul(entry, '/');
    size_t length = host_length(host, size - scheme), wanted = (size_t)(entry_path - entry);
    if (scheme == 0)
        return false;
    if (wanted > 1 && entry[0] == '*') {
        /* ".gov.vn" at the end, and something in front of it. */
        if (length < wanted ||
            strncasecmp(host + length - (wanted - 1), entry + 1, wanted - 1) != 0)
            return false;
    } else if (length != wanted || strncasecmp(host, entry, wanted) != 0) {
        return false;
    }
    return *entry_path == '\0' || path_matches(host + length, entry_path);
}

bool url_host_entry_is_valid(const char *entry, size_t size)
{
    if (size > LIMIT_URL_BYTES)
        return false;
    size_t host = host_length(entry, size);
    size_t skip = host > 2 && entry[0] == '*' && entry[1] == '.' ? 2 : 0;
    return characters_are_valid(entry, size) && (host == size || entry[host] == '/') &&
           !host_is_address(entry + skip, host - skip) && host_is_valid(entry + skip, host - skip);
}

bool url_hides_target(const char *url)
{
    static const char *const services[] = {
        "bit.ly",        "tinyurl.com", "goo.gl",    "t.co",        "ow.ly",     "is.gd",
        "cutt.ly",       "rebrand.ly",  "s.id",      "shorturl.at", "tiny.cc",   "rb.gy",
        "v.gd",          "t.ly",        "by.com.vn", "bom.so",      "me-qr.com", "*.me-qr.com",
        "qr-code.click", "qrco.de",     "l.ead.me",  "q-r.to"};
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (url_matches_host(url, services[i]))
            return true;
    }
    return false;
}

bool url_is_internal(const char *url)
{
    static const char *const networks[] = {"*.local",    "*.localdomain", "*.lan",  "*.internal",
                                           "*.intranet", "*.corp",        "*.home", "*.private"};
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        if (url_matches_host(url, networks[i]))
            return true;
    }
    return false;
}

bool url_is_plain(const char *url)
{
    return strncasecmp(url, "http://", sizeof "http://" - 1) == 0;
}
