#include "net/http.h"

#include <stdlib.h>

#include "base/clock.h"
#include "net/http_curl.h"
#include "net/http_transfer.h"

enum { SLEEP_MAX = 3600 }; /* seconds; what libcurl counts in milliseconds must not overflow */

struct http {
    struct http_curl *curl;
    unsigned stall_seconds;
    struct http_transfer *transfers; /* in the order of their start */
    int64_t idle_since;              /* 0: transfers run, or nothing is left open */
    bool is_moving;                  /* libcurl may be calling us */
};

struct http *http_create(const struct http_settings *settings)
{
    struct http *http = calloc(1, sizeof *http);
    struct http_settings whole = settings ? *settings : (struct http_settings){0};
    if (whole.stall_seconds == 0)
        whole.stall_seconds = HTTP_STALL_SECONDS;
    if (whole.connect_seconds == 0)
        whole.connect_seconds = HTTP_CONNECT_SECONDS;
    if (!http)
        return NULL;
    http->stall_seconds = whole.stall_seconds;
    http->curl = http_curl_create(&whole);
    if (http->curl)
        return http;
    free(http);
    return NULL;
}

/* Takes it out of the list, and all memory back. */
static void drop(struct http *http, struct http_transfer *transfer)
{
    struct http_transfer **link = &http->transfers;
    while (*link != transfer)
        link = &(*link)->next;
    *link = transfer->next;
    http_curl_forget(http->curl, transfer);
    http_transfer_destroy(transfer);
    if (!http->transfers)
        http->idle_since = clock_monotonic();
}

void http_destroy(struct http *http)
{
    if (!http)
        return;
    while (http->transfers)
        drop(http, http->transfers);
    http_curl_destroy(http->curl);
    free(http);
}

struct http_transfer *http_start(struct http *http, const struct http_request *request)
{
    struct http_transfer *transfer = http_transfer_create(request);
    if (!transfer)
        return NULL;
    http_pace_init(&transfer->pace, clock_monotonic(), http->stall_seconds, request->total_seconds);
    transfer->state = http_curl_lead(transfer, request->url) ? HTTP_WAITS : HTTP_OVER;
    struct http_transfer **link = &http->transfers;
    while (*link)
        link = &(*link)->next;
    *link = transfer;
    http->idle_since = 0;
    return transfer;
}

void http_cancel(struct http *http, struct http_transfer *transfer)
{
    transfer->is_cancelled = true;
    if (!http->is_moving) /* libcurl does not let go of a handle that it is busy with */
        drop(http, transfer);
}

int64_t http_sent(const struct http_transfer *transfer)
{
    return transfer->sent;
}

bool http_is_busy(const struct http *http)
{
    return http->transfers != NULL;
}

static void begin_waiting(struct http *http)
{
    for (struct http_transfer *t = http->transfers; t; t = t->next) {
        if (t->state != HTTP_WAITS)
            continue;
        t->state = HTTP_RUNS;
        if (!http_curl_begin(http->curl, t)) {
            http_transfer_fail(t, HTTP_OTHER, "out of memory");
            t->state = HTTP_OVER;
        }
    }
}

/* The next moment at which something is to be done without anything having happened. */
static int64_t next_deadline(const struct http *http)
{
    int64_t next = INT64_MAX;
    if (http->idle_since != 0)
        next = http->idle_since + HTTP_IDLE_SECONDS * CLOCK_SECOND;
    for (const struct http_transfer *t = http->transfers; t; t = t->next) {
        int64_t deadline = t->state == HTTP_OVER ? 0 : http_pace_deadline(&t->pace);
        next = deadline < next ? deadline : next;
    }
    return next;
}

static int sleep_milliseconds(const struct http *http, int64_t timeout)
{
    int64_t next = next_deadline(http), now = clock_monotonic();
    int64_t rest = next == INT64_MAX ? SLEEP_MAX * CLOCK_SECOND : next - now;
    if (timeout >= 0 && timeout < rest)
        rest = timeout;
    if (rest > SLEEP_MAX * CLOCK_SECOND)
        rest = SLEEP_MAX * CLOCK_SECOND;
    return rest > 0 ? (int)((rest + 999) / 1000) : 0;
}

static void stop_slow(struct http *http)
{
    int64_t now = clock_monotonic();
    for (struct http_transfer *t = http->transfers; t; t = t->next) {
        if (t->state == HTTP_OVER || now < http_pace_deadline(&t->pace))
            continue;
        http_transfer_fail(t, HTTP_STALL, "%s",
                           now < t->pace.end ? "slower than the limit" : "out of time");
        t->state = HTTP_OVER;
    }
}

static void tell_one(struct http *http, struct http_transfer *transfer)
{
    http_transfer_settle(transfer, clock_wall());
    struct http_result result = transfer->result;
    void (*done)(void *context, const struct http_result *result) = transfer->request.done;
    void *context = transfer->request.context;
    drop(http, transfer);
    if (done)
        done(context, &result);
}

/* A `done` may start and cancel others: after each the search begins anew. */
static void tell(struct http *http)
{
    struct http_transfer *t = http->transfers;
    while (t) {
        if (t->is_cancelled)
            drop(http, t);
        else if (t->state == HTTP_OVER)
            tell_one(http, t);
        else {
            t = t->next;
            continue;
        }
        t = http->transfers;
    }
}

void http_run(struct http *http, struct pollfd *fds, size_t fd_count, int64_t timeout)
{
    begin_waiting(http);
    http_curl_wait(http->curl, fds, fd_count, sleep_milliseconds(http, timeout));
    http->is_moving = true;
    http_curl_move(http->curl);
    http->is_moving = false;
    stop_slow(http);
    tell(http);
    if (http->idle_since != 0 &&
        clock_monotonic() >= http->idle_since + HTTP_IDLE_SECONDS * CLOCK_SECOND) {
        http_curl_close_idle(http->curl);
        http->idle_since = 0;
    }
}
