#include "net/http_url.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/address.h"

bool http_place_is_same(const struct http_place *one, const struct http_place *other)
{
    return strcmp(one->host, other->host) == 0 && strcmp(one->port, other->port) == 0;
}

enum http_fault http_place_judge(const struct http_place *first, const struct http_place *from,
                                 const struct http_place *to)
{
    bool is_https = strcmp(to->scheme, "https") == 0;
    if (!is_https && strcmp(to->scheme, "http") != 0)
        return HTTP_REDIRECT;
    if (!is_https && strcmp(from->scheme, "https") == 0)
        return HTTP_REDIRECT;
    if (address_name_is_private(to->host) && !http_place_is_same(first, to))
        return HTTP_ADDRESS;
    return HTTP_FINE;
}

/* RFC 3986, 3.3: what a path may hold as it is. All else of a file's name is percent-encoded. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~!$&'()*+,;=:@/", c));
}

/* Relative, no empty part, no "." and no "..": a server must not be led about its tree. */
static bool is_relative(const char *name)
{
    for (const char *part = name;; part++) {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length == 1 && part[0] == '.') ||
            (length == 2 && part[0] == '.' && part[1] == '.'))
            return false;
        part += length;
        if (!*part)
            return true;
    }
}

/* Bytes of `base` up to its last slash, or 0 where it is no http or https URL with a host. */
static size_t base_length(const char *base)
{
    size_t host = strncasecmp(base, "https://", 8) == 0  ? 8
                  : strncasecmp(base, "http://", 7) == 0 ? 7
                                                         : 0;
    size_t end = strcspn(base, "?#");
    if (host == 0 || end <= host || base[host] == '/')
        return 0;
    while (end > host && base[end - 1] != '/')
        end--;
    return end > host ? end : strcspn(base, "?#"); /* "http://host": its root */
}

int http_join(const char *base, const char *name, char **ret)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t length = base_length(base), size;
    if (length == 0 || !is_relative(name))
        return -EINVAL;
    if (__builtin_mul_overflow(strlen(name), 3, &size) ||
        __builtin_add_overflow(size, length + 2, &size))
        return -ENOMEM;
    char *url = malloc(size), *out = url;
    if (!url)
        return -ENOMEM;
    memcpy(out, base, length);
    out += length;
    if (out[-1] != '/')
        *out++ = '/';
    for (const char *c = name; *c; c++) {
        if (is_plain(*c)) {
            *out++ = *c;
        } else {
            *out++ = '%';
            *out++ = digits[(unsigned char)*c >> 4];
            *out++ = digits[(unsigned char)*c & 15];
        }
    }
    *out = '\0';
    *ret = url;
    return 0;
}
