#include "net/http_transfer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/http_header.h"

static bool copy(const char **text)
{
    return !*text || (*text = strdup(*text)) != NULL;
}

struct http_transfer *http_transfer_create(const struct http_request *request)
{
    struct http_transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer)
        return NULL;
    struct http_request *own = &transfer->request;
    *own = *request;
    bool is_whole = copy(&own->method);
    is_whole &= copy(&own->url);
    is_whole &= copy(&own->if_none_match);
    is_whole &= copy(&own->if_range);
    is_whole &= copy(&own->content_type);
    http_answer_init(&transfer->answer);
    transfer->result.length = -1;
    if (is_whole)
        return transfer;
    http_transfer_destroy(transfer);
    return NULL;
}

void http_transfer_destroy(struct http_transfer *transfer)
{
    if (!transfer)
        return;
    const struct http_request *own = &transfer->request;
    const char *const strings[] = {own->method, own->url, own->if_none_match, own->if_range,
                                   own->content_type};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        free((void *)(uintptr_t)strings[i]);
    free(transfer);
}

bool http_transfer_is(const struct http_transfer *transfer, const char *method)
{
    const char *own = transfer->request.method;
    return strcmp(own ? own : "GET", method) == 0;
}

void http_transfer_ask(struct http_transfer *transfer, int64_t now)
{
    http_answer_init(&transfer->answer);
    http_pace_ask(&transfer->pace, now, transfer->request.wait_seconds);
    transfer->was_denied = false;
    transfer->skipped = 0;
    transfer->sent = 0;
}

static bool is_tag(const char *tag, bool may_be_weak)
{
    bool is_weak;
    size_t size = tag ? strlen(tag) : 0;
    return size > 0 && size < HTTP_TAG_MAX && http_header_tag(tag, size, &is_weak) &&
           (may_be_weak || !is_weak);
}

size_t http_transfer_headers(const struct http_transfer *transfer,
                             char lines[HTTP_LINES_MAX][HTTP_LINE_SIZE])
{
    const struct http_request *request = &transfer->request;
    size_t count = 0;
    if (is_tag(request->if_none_match, true))
        snprintf(lines[count++], HTTP_LINE_SIZE, "If-None-Match: %s", request->if_none_match);
    /* Not CURLOPT_RESUME_FROM, which takes a range of the right length for the right one. */
    if (request->from > 0)
        snprintf(lines[count++], HTTP_LINE_SIZE, "Range: bytes=%" PRId64 "-", request->from);
    if (request->from > 0 && is_tag(request->if_range, false))
        snprintf(lines[count++], HTTP_LINE_SIZE, "If-Range: %s", request->if_range);
    if (request->wait_seconds > 0)
        snprintf(lines[count++], HTTP_LINE_SIZE, "Prefer: wait=%u", request->wait_seconds);
    if (request->content_type)
        snprintf(lines[count++], HTTP_LINE_SIZE, "Content-Type: %s", request->content_type);
    return count;
}

/* What a server says may end in a log: one line of it, and no control characters. */
static void tame(char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = text[1] ? ' ' : '\0';
    }
}

void http_transfer_fail(struct http_transfer *transfer, enum http_fault fault, const char *format,
                        ...)
{
    struct http_result *result = &transfer->result;
    if (result->fault != HTTP_FINE)
        return;
    va_list words;
    va_start(words, format);
    vsnprintf(result->detail, sizeof result->detail, format, words);
    va_end(words);
    tame(result->detail);
    result->fault = fault;
}

static void fill_head(struct http_transfer *transfer)
{
    const struct http_answer *answer = &transfer->answer;
    struct http_result *result = &transfer->result;
    bool is_safe = strcmp(transfer->place.scheme, "https") == 0;
    result->status = answer->status;
    result->length = answer->length;
    memcpy(result->tag, answer->tag, sizeof result->tag);
    memcpy(result->weak_tag, answer->weak_tag, sizeof result->weak_tag);
    result->date = is_safe ? answer->date : 0;
    result->waited = answer->waited;
}

/* The caller's `begin` or `write` has answered. */
static bool heed(struct http_transfer *transfer, int error)
{
    if (error < 0) {
        transfer->result.error = error;
        http_transfer_fail(transfer, HTTP_WRITE, "what came could not be taken: %s",
                           strerror(-error));
    }
    return error >= 0 && !transfer->is_cancelled;
}

/* What the server has to say to a PUT is its status. */
static bool has_content(const struct http_transfer *transfer)
{
    return http_transfer_is(transfer, "GET") && http_answer_is_content(&transfer->answer);
}

static bool judge_head(struct http_transfer *transfer)
{
    const struct http_request *request = &transfer->request;
    if (!http_transfer_is(transfer, "GET") && !http_transfer_is(transfer, "HEAD"))
        return true;
    int64_t limit = http_transfer_is(transfer, "HEAD") ? -1 : request->limit;
    enum http_fault fault = http_answer_judge(&transfer->answer, request->from, limit);
    if (fault == HTTP_LARGE)
        http_transfer_fail(transfer, fault, "%" PRId64 " bytes announced, %" PRId64 " allowed",
                           transfer->answer.length, limit);
    else if (fault != HTTP_FINE)
        http_transfer_fail(transfer, fault, "status %d with a head that is at odds (%s)",
                           transfer->answer.status, http_fault_code(fault));
    if (fault != HTTP_FINE)
        return false;
    if (!http_answer_is_content(&transfer->answer) || !request->begin)
        return true;
    return heed(transfer, request->begin(request->context, &transfer->result));
}

bool http_transfer_line(struct http_transfer *transfer, const char *line, size_t size, int64_t now)
{
    struct http_answer *answer = &transfer->answer;
    bool was_whole = answer->is_whole;
    http_answer_line(answer, line, size);
    if (answer->is_malformed) {
        http_transfer_fail(transfer, HTTP_HEADERS, "a head that is malformed or too long");
        return false;
    }
    if (was_whole || !answer->is_whole)
        return !transfer->is_cancelled;
    http_pace_move(&transfer->pace, now, SIZE_MAX);
    fill_head(transfer);
    return http_answer_is_redirect(answer) || judge_head(transfer);
}

bool http_transfer_body(struct http_transfer *transfer, const void *data, size_t size, int64_t now)
{
    const struct http_request *request = &transfer->request;
    struct http_result *result = &transfer->result;
    http_pace_move(&transfer->pace, now, size);
    if (!has_content(transfer)) {
        transfer->skipped += (int64_t)size;
        return transfer->skipped <= HTTP_NOISE_MAX && !transfer->is_cancelled;
    }
    if ((int64_t)size > request->limit - result->received) {
        http_transfer_fail(transfer, HTTP_LARGE, "more than the %" PRId64 " bytes allowed",
                           request->limit);
        return false;
    }
    if (request->write && !heed(transfer, request->write(request->context, data, size)))
        return false;
    result->received += (int64_t)size;
    return !transfer->is_cancelled;
}

static ssize_t read_upload(const struct http_request *request, int64_t at, void *data, size_t size)
{
    if (request->upload) {
        memcpy(data, (const char *)request->upload + at, size);
        return (ssize_t)size;
    }
    ssize_t count;
    do
        count = pread(request->upload_fd, data, size, at);
    while (count < 0 && errno == EINTR);
    return count;
}

ssize_t http_transfer_upload(struct http_transfer *transfer, void *data, size_t size, int64_t now)
{
    const struct http_request *request = &transfer->request;
    int64_t rest = request->upload_size - transfer->sent;
    if (rest <= 0)
        return 0;
    size = (int64_t)size < rest ? size : (size_t)rest;
    ssize_t count = read_upload(request, transfer->sent, data, size);
    if (count <= 0 || transfer->is_cancelled) {
        http_transfer_fail(transfer, HTTP_OTHER, "the file to send cannot be read: %s",
                           count < 0 ? strerror(errno) : "it has become shorter");
        return -1;
    }
    transfer->sent += count;
    http_pace_move(&transfer->pace, now, (size_t)count);
    return count;
}

/* Whether the answer came whole enough: behind a 404 or a 503, its page is of no use. */
static bool is_answered(const struct http_transfer *transfer)
{
    return transfer->answer.is_whole && !http_answer_is_redirect(&transfer->answer) &&
           !has_content(transfer);
}

void http_transfer_settle(struct http_transfer *transfer, int64_t wall)
{
    struct http_result *result = &transfer->result;
    if ((result->fault == HTTP_CUT || result->fault == HTTP_STALL) && is_answered(transfer)) {
        result->fault = HTTP_FINE;
        result->detail[0] = '\0';
    }
    result->retry_after = http_answer_retry(&transfer->answer, wall);
    if (result->fault == HTTP_FINE && has_content(transfer) && result->length >= 0 &&
        result->received != result->length)
        http_transfer_fail(transfer, HTTP_CUT, "%" PRId64 " of %" PRId64 " bytes came",
                           result->received, result->length);
}
