/* The head of an answer as its lines come in: what of it concerns us, and whether its body may be
 * taken. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/http.h"

enum { HTTP_HEAD_MAX = 65536 }; /* bytes of all heads of one answer, interim ones (1xx) included */

struct http_answer {
    int status;    /* of the last status line; 0: none yet */
    bool is_whole; /* the head of a final answer (not 1xx) has ended */
    bool is_malformed, is_encoded, is_chunked, has_range, waited;
    int64_t length; /* Content-Length; -1: not said */
    int64_t range_first, range_last;
    char tag[HTTP_TAG_MAX], weak_tag[HTTP_TAG_MAX];
    int64_t date;        /* Date, microseconds since 1970; 0: none */
    int64_t retry_after; /* seconds; -1: not said */
    int64_t retry_date;  /* Retry-After's other form; 0: not said */
    size_t size;         /* bytes of head so far */
};

void http_answer_init(struct http_answer *answer);

/* Takes one line with its end: a status line, a header, or the blank line behind them. What follows
 * a whole head (trailers of a chunked body) changes nothing. */
void http_answer_line(struct http_answer *answer, const char *line, size_t size);

/* Seconds until another try, 0 … HTTP_RETRY_MAX; 0: not said. A date is read against the answer's
 * own Date, or `now` (microseconds since 1970) where there is none. */
int http_answer_retry(const struct http_answer *answer, int64_t now);

/* Whether a body is to come that the caller is to have: 200 and 206. */
bool http_answer_is_content(const struct http_answer *answer);

/* Whether the status sends elsewhere: 301, 302, 303, 307, 308. */
bool http_answer_is_redirect(const struct http_answer *answer);

/* What is wrong with the head, given what was asked for; else HTTP_FINE. `limit` below 0: no body
 * is to come (HEAD). */
enum http_fault http_answer_judge(const struct http_answer *answer, int64_t from, int64_t limit);
