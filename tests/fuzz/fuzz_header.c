/* Any bytes as the head of an answer, line by line, as one header's value, and as a file's name in
 * a URL. */
#include <stdlib.h>
#include <string.h>

#include "net/http_answer.h"
#include "net/http_header.h"
#include "net/http_proxy.h"
#include "target.h"

static void read_head(const char *text, size_t size)
{
    struct http_answer answer;
    http_answer_init(&answer);
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t length = end ? (size_t)(end - text) + 1 : size;
        http_answer_line(&answer, text, length);
        text += length;
        size -= length;
    }
    bool is_weak;
    if (answer.tag[0])
        MUST(http_header_tag(answer.tag, strlen(answer.tag), &is_weak) && !is_weak);
    if (answer.weak_tag[0])
        MUST(http_header_tag(answer.weak_tag, strlen(answer.weak_tag), &is_weak));
    int seconds = http_answer_retry(&answer, INT64_C(1800000000000000));
    MUST(seconds >= 0 && seconds <= HTTP_RETRY_MAX);
    MUST(answer.length >= -1);
    enum http_fault fault = http_answer_judge(&answer, 100, 1000);
    MUST(fault >= HTTP_FINE && fault < HTTP_FAULTS);
    if (fault == HTTP_FINE && http_answer_is_content(&answer)) {
        MUST(!answer.is_encoded && answer.length <= 1000);
        MUST(answer.status == 200 || answer.range_first == 100);
    }
}

static void read_values(const char *text, size_t size)
{
    int64_t number, first, last, total, date;
    bool is_weak;
    if (http_header_number(text, size, &number))
        MUST(number >= 0);
    if (http_header_range(text, size, &first, &last, &total))
        MUST(first >= 0 && first <= last && (total == -1 || last < total) && last < INT64_MAX);
    if (http_header_date(text, size, &date))
        MUST(date > INT64_C(-70000000000000000) && date < INT64_C(260000000000000000));
    http_header_tag(text, size, &is_weak);
    http_header_applies_wait(text, size);
}

static void join(const char *text, size_t size)
{
    char *name = malloc(size + 1), *url = NULL;
    MUST(name);
    memcpy(name, text, size);
    name[size] = '\0';
    if (http_join("https://a.vn/d/p?x", name, &url) == 0) {
        MUST(strncmp(url, "https://a.vn/d/", 15) == 0 && !strstr(url, "/../"));
        for (const char *c = url; *c; c++)
            MUST(*c > ' ' && *c < 0x7f && *c != '?' && *c != '#' && *c != '\\');
    }
    free(url);
    url = NULL;
    if (http_join(name, "x", &url) == 0)
        MUST(strcmp(url + strlen(url) - 2, "/x") == 0);
    free(url);
    http_proxy_excludes(name, "10.0.0.1");
    http_proxy_excludes(name, "[fd00::1]");
    free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    read_head(text, size);
    read_values(text, size);
    join(text, size);
    return 0;
}
