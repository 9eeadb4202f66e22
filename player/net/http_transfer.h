/* One request on its way, without libcurl: what was asked, what has come, whether it may go on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "net/http.h"
#include "net/http_answer.h"
#include "net/http_pace.h"
#include "net/http_url.h"

enum { HTTP_NOISE_MAX = 65536 }; /* bytes of a body that nobody wants (404's, a redirect's) */

enum http_state {
    HTTP_WAITS, /* to be handed to libcurl */
    HTTP_RUNS,  /* libcurl has it */
    HTTP_OVER   /* `done` is to be called */
};

struct http_transfer {
    struct http_transfer *next;
    enum http_state state;
    struct http_request request;    /* its strings are its own */
    struct http_place first, place; /* the first URL's and this hop's */
    int hops;
    bool is_proxied;
    bool was_denied; /* an address was refused */
    bool is_cancelled;
    struct http_answer answer;
    struct http_pace pace;
    struct http_result result;
    int64_t sent;    /* of the upload */
    int64_t skipped; /* bytes of a body that nobody wants */
    void *easy;      /* libcurl's handle, header list, URL and words: http_curl.c's */
    void *headers;
    void *link;
    char words[256];
};

/* Copies the request. NULL without memory. */
struct http_transfer *http_transfer_create(const struct http_request *request);
void http_transfer_destroy(struct http_transfer *transfer); /* NULL is fine */

bool http_transfer_is(const struct http_transfer *transfer, const char *method);

/* The next hop's answer is to come. */
void http_transfer_ask(struct http_transfer *transfer, int64_t now);

/* Notes what went wrong; the first fault stays. */
void http_transfer_fail(struct http_transfer *transfer, enum http_fault fault, const char *format,
                        ...) __attribute__((format(printf, 3, 4)));

/* Take a line of the head and bytes of the body; false: the transfer must end. */
bool http_transfer_line(struct http_transfer *transfer, const char *line, size_t size, int64_t now);
bool http_transfer_body(struct http_transfer *transfer, const void *data, size_t size, int64_t now);

/* The next bytes to upload, 0 at the end, -1: the transfer must end. */
ssize_t http_transfer_upload(struct http_transfer *transfer, void *data, size_t size, int64_t now);

/* The headers of the request that are ours, a line each; returns how many. */
enum { HTTP_LINES_MAX = 5, HTTP_LINE_SIZE = HTTP_TAG_MAX + 32 };
size_t http_transfer_headers(const struct http_transfer *transfer,
                             char lines[HTTP_LINES_MAX][HTTP_LINE_SIZE]);

/* The last hop is over: completes the result. `wall`: microseconds since 1970. */
void http_transfer_settle(struct http_transfer *transfer, int64_t wall);
