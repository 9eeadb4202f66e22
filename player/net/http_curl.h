/* The only file that knows libcurl (7.88): takes transfers hop by hop, moves them on, and tells how
 * each hop ended. */
#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "net/http.h"
#include "net/http_transfer.h"

struct http_curl;

/* NULL without memory. Of the settings the seconds are filled in. */
struct http_curl *http_curl_create(const struct http_settings *settings);
void http_curl_destroy(struct http_curl *curl); /* holds no transfer any more; NULL is fine */

/* Sets where the next hop leads, if it may lead there; else false, and the fault is noted. */
bool http_curl_lead(struct http_transfer *transfer, const char *text);

/* Hands over the hop; false without memory. */
bool http_curl_begin(struct http_curl *curl, struct http_transfer *transfer);

/* Takes back the hop, whether or not it is over, and all that is of libcurl in the transfer. Not
 * from within its callbacks. */
void http_curl_release(struct http_curl *curl, struct http_transfer *transfer);
void http_curl_forget(struct http_curl *curl, struct http_transfer *transfer);

/* Sleeps until something happens on a hop or on `fds`, or the time is over. */
void http_curl_wait(struct http_curl *curl, struct pollfd *fds, size_t fd_count, int milliseconds);

/* Moves the hops on. A transfer whose hop is over is HTTP_OVER, or HTTP_WAITS for its next hop. */
void http_curl_move(struct http_curl *curl);

/* Closes connections that no transfer uses; there is no transfer at all. libcurl itself closes an
 * old one only when it would use it again. */
void http_curl_close_idle(struct http_curl *curl);
