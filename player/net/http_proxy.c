#include "net/http_proxy.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/http_header.h"

/* "10.0.0.0/8", "fd00::/8" */
static bool covers_range(const char *entry, size_t length, const char *host, size_t size)
{
    char network[INET6_ADDRSTRLEN], address[INET6_ADDRSTRLEN];
    unsigned char left[16], right[16];
    const char *slash = memchr(entry, '/', length);
    int64_t bits;
    if (!slash || (size_t)(slash - entry) >= sizeof network || size >= sizeof address ||
        !http_header_number(slash + 1, length - (size_t)(slash - entry) - 1, &bits))
        return false;
    memcpy(network, entry, (size_t)(slash - entry));
    network[slash - entry] = '\0';
    memcpy(address, host, size);
    address[size] = '\0';
    int family = memchr(address, ':', size) ? AF_INET6 : AF_INET;
    if (inet_pton(family, network, left) != 1 || inet_pton(family, address, right) != 1 ||
        bits > (family == AF_INET ? 32 : 128))
        return false;
    unsigned rest = bits % 8;
    return memcmp(left, right, (size_t)bits / 8) == 0 &&
           (rest == 0 || (left[bits / 8] ^ right[bits / 8]) >> (8 - rest) == 0);
}

static bool covers(const char *entry, size_t length, const char *host, size_t size)
{
    if (length == 1 && entry[0] == '*')
        return true;
    if (covers_range(entry, length, host, size))
        return true;
    if (length > 0 && entry[0] == '.') {
        entry++;
        length--;
    }
    if (length == 0 || size < length || strncasecmp(host + size - length, entry, length) != 0)
        return false;
    return size == length || host[size - length - 1] == '.';
}

bool http_proxy_excludes(const char *list, const char *host)
{
    size_t size = strlen(host);
    if (size >= 2 && host[0] == '[') { /* the lists name IPv6 without brackets */
        host++;
        size -= 2;
    }
    while (*list) {
        list += strspn(list, ", \t");
        size_t length = strcspn(list, ", \t");
        if (covers(list, length, host, size))
            return true;
        list += length;
    }
    return false;
}

static const char *first_set(const char *const *names)
{
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && *value)
            return value;
    }
    return "";
}

const char *http_proxy_choose(const char *setting, const struct http_place *place)
{
    /* Not HTTP_PROXY: in a CGI program that would be a client's header. */
    static const char *const for_http[] = {"http_proxy", "all_proxy", "ALL_PROXY", NULL};
    static const char *const for_https[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                                            NULL};
    static const char *const for_none[] = {"no_proxy", "NO_PROXY", NULL};
    if (setting)
        return setting;
    if (http_proxy_excludes(first_set(for_none), place->host))
        return "";
    return first_set(strcmp(place->scheme, "https") == 0 ? for_https : for_http);
}
