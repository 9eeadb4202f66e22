/* Where a URL leads, once libcurl has taken it apart, and where a redirect may lead. Pure. */
#pragma once

#include <stdbool.h>

#include "net/http.h"

/* Scheme and host in lower case, the port always named; IPv6 in brackets, IPv4 in four parts. */
struct http_place {
    char scheme[8];
    char host[256];
    char port[8];
};

/* Whether both name the same host and port. */
bool http_place_is_same(const struct http_place *one, const struct http_place *other);

/* Whether `to` may follow `from` (the same at the start) in a transfer that began at `first`.
 * HTTP_FINE; HTTP_REDIRECT: no http or https, or from https to http; HTTP_ADDRESS: a host that is
 * private by its very name, and not the first one. */
enum http_fault http_place_judge(const struct http_place *first, const struct http_place *from,
                                 const struct http_place *to);
