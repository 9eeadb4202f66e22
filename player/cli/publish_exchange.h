/* One HTTP request done to its end, again where that may help, with words for what the server says.
 */
#pragma once

#include <stddef.h>

#include "net/http.h"

struct publish_exchange {
    bool is_done;
    struct http_result result;
    char *data; /* the body, a NUL behind it, or NULL; owned */
    size_t size, limit;
};

enum { PUBLISH_TRIES = 3 };

/* Told how much more of an upload has gone by. What is sent again is told but once. */
struct publish_upload {
    void (*moved)(void *context, int64_t bytes); /* may be NULL */
    void *context;
    int64_t told;
};

/* Does `request` for the file `name` in the folder `base` (a URL with a slash behind it) and waits.
 * What a pause may mend is tried `tries` times in all. `url`, `use_netrc`, `write`, `done` and
 * `context` are filled in here; at most request.limit bytes of body are kept. `upload` may be
 * NULL. Returns 0 and the
 * exchange, whose `data` the caller frees; or -errno where nothing could be asked. */
int publish_exchange_do(struct http *http, const char *base, const char *name,
                        struct http_request request, int tries, struct publish_upload *upload,
                        struct publish_exchange *ret);

/* Whether the server did what was asked. */
bool publish_exchange_is_good(const struct http_result *result);

/* Writes into `why` (of `size` bytes) what went wrong and what to do. Returns a fitting -errno. */
int publish_exchange_explain(const struct http_result *result, const char *base, const char *name,
                             char *why, size_t size);
