/* Which proxy a URL goes through, decided before libcurl is asked: it does not tell afterwards, and
 * through a proxy the address that is connected to says nothing. */
#pragma once

#include "net/http_url.h"

/* The proxy for `place`: the settings' (`setting` not NULL), else the environment's as curl reads
 * it (http_proxy, https_proxy, all_proxy, no_proxy; see proxy.html and curl(1)). "" : none. */
const char *http_proxy_choose(const char *setting, const struct http_place *place);

/* Whether `host` is in a list such as "localhost,.gov.vn 10.0.0.0/8" or "*": a name stands for
 * itself and all names below it. */
bool http_proxy_excludes(const char *list, const char *host);
