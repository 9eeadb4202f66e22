#include "net/http_answer.h"

#include <string.h>

#include "base/clock.h"
#include "net/http_header.h"

void http_answer_init(struct http_answer *answer)
{
    *answer = (struct http_answer){.length = -1, .retry_after = -1};
}

/* "HTTP/1.1 200 OK": a new head, be it after an interim one. */
static void read_status(struct http_answer *answer, const char *line, size_t size)
{
    size_t total = answer->size;
    bool was_malformed = answer->is_malformed;
    http_answer_init(answer);
    answer->size = total;
    answer->is_malformed = was_malformed;
    const char *blank = memchr(line, ' ', size);
    size_t rest = blank ? (size_t)(line + size - blank - 1) : 0;
    int64_t status = 0;
    if (rest < 3 || !http_header_number(blank + 1, 3, &status) || status < 100 || status > 599 ||
        (rest > 3 && blank[4] != ' '))
        answer->is_malformed = true;
    answer->status = (int)status;
}

static void read_length(struct http_answer *answer, const char *value, size_t size)
{
    int64_t length;
    if (!http_header_number(value, size, &length) ||
        (answer->length >= 0 && answer->length != length))
        answer->is_malformed = true;
    else
        answer->length = length;
}

static void read_range(struct http_answer *answer, const char *value, size_t size)
{
    int64_t total;
    bool is_second = answer->has_range;
    answer->has_range = !is_second && http_header_range(value, size, &answer->range_first,
                                                        &answer->range_last, &total);
    if (is_second)
        answer->is_malformed = true;
}

static void read_tag(struct http_answer *answer, const char *value, size_t size)
{
    bool is_weak;
    if (size >= HTTP_TAG_MAX || !http_header_tag(value, size, &is_weak))
        return;
    memcpy(answer->weak_tag, value, size);
    answer->weak_tag[size] = '\0';
    if (is_weak)
        answer->tag[0] = '\0';
    else
        memcpy(answer->tag, answer->weak_tag, size + 1);
}

static void read_encoding(struct http_answer *answer, const char *value, size_t size)
{
    if (size > 0 && !http_header_is(value, size, "identity"))
        answer->is_encoded = true;
}

/* libcurl would undo gzip here unasked: only its chunks are wanted. */
static void read_transfer(struct http_answer *answer, const char *value, size_t size)
{
    if (http_header_is(value, size, "chunked"))
        answer->is_chunked = true;
    else
        read_encoding(answer, value, size);
}

static void read_date(struct http_answer *answer, const char *value, size_t size)
{
    http_header_date(value, size, &answer->date);
}

static void read_retry(struct http_answer *answer, const char *value, size_t size)
{
    if (!http_header_number(value, size, &answer->retry_after))
        http_header_date(value, size, &answer->retry_date);
}

static void read_preference(struct http_answer *answer, const char *value, size_t size)
{
    answer->waited |= http_header_applies_wait(value, size);
}

static const struct {
    const char *name;
    void (*read)(struct http_answer *answer, const char *value, size_t size);
} readers[] = {
    {"content-length", read_length},
    {"content-range", read_range},
    {"content-encoding", read_encoding},
    {"transfer-encoding", read_transfer},
    {"etag", read_tag},
    {"date", read_date},
    {"retry-after", read_retry},
    {"preference-applied", read_preference},
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void read_header(struct http_answer *answer, const char *line, size_t size)
{
    const char *colon = memchr(line, ':', size);
    if (!colon || colon == line || is_blank(line[0])) { /* a folded line (RFC 9112, 5.2), too */
        answer->is_malformed = true;
        return;
    }
    const char *value = colon + 1, *end = line + size;
    while (value < end && is_blank(*value))
        value++;
    while (end > value && is_blank(end[-1]))
        end--;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (http_header_is(line, (size_t)(colon - line), readers[i].name))
            readers[i].read(answer, value, (size_t)(end - value));
    }
}

void http_answer_line(struct http_answer *answer, const char *line, size_t size)
{
    if (__builtin_add_overflow(answer->size, size, &answer->size) || answer->size > HTTP_HEAD_MAX)
        answer->is_malformed = true;
    if (answer->is_whole)
        return;
    while (size > 0 && (line[size - 1] == '\n' || line[size - 1] == '\r'))
        size--;
    if (size >= 5 && memcmp(line, "HTTP/", 5) == 0)
        read_status(answer, line, size);
    else if (size > 0)
        read_header(answer, line, size);
    else
        answer->is_whole = answer->status >= 200;
}

int http_answer_retry(const struct http_answer *answer, int64_t now)
{
    int64_t seconds = answer->retry_after;
    if (seconds < 0 && answer->retry_date != 0)
        seconds = (answer->retry_date - (answer->date ? answer->date : now)) / CLOCK_SECOND;
    return seconds < 0 ? 0 : seconds > HTTP_RETRY_MAX ? HTTP_RETRY_MAX : (int)seconds;
}

bool http_answer_is_content(const struct http_answer *answer)
{
    return answer->is_whole && (answer->status == 200 || answer->status == 206);
}

bool http_answer_is_redirect(const struct http_answer *answer)
{
    int status = answer->status;
    return answer->is_whole && ((status >= 301 && status <= 303) || status == 307 || status == 308);
}

enum http_fault http_answer_judge(const struct http_answer *answer, int64_t from, int64_t limit)
{
    if (answer->is_malformed || (answer->is_chunked && answer->length >= 0))
        return HTTP_HEADERS; /* two lengths at odds: someone between us and the server is fooled */
    if (!http_answer_is_content(answer))
        return HTTP_FINE;
    if (answer->is_encoded)
        return HTTP_ENCODED;
    if (answer->status == 206) {
        if (from <= 0 || !answer->has_range || answer->range_first != from)
            return HTTP_RANGE;
        if (answer->length >= 0 && answer->length != answer->range_last - answer->range_first + 1)
            return HTTP_RANGE;
    }
    if (limit >= 0 && answer->length > limit)
        return HTTP_LARGE;
    return HTTP_FINE;
}
