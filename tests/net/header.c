/* Header values, heads as a whole, and the pace of a transfer. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "net/http_answer.h"
#include "net/http_header.h"
#include "net/http_pace.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void numbers_are_digits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t number; /* -1: none */
    } cases[] = {{"0", 0},    {"007", 7},  {"9223372036854775807", INT64_MAX},
                 {"", -1},    {"-1", -1},  {"9223372036854775808", INT64_MAX},
                 {"+1", -1},  {" 1", -1},  {"99999999999999999999999999999999", INT64_MAX},
                 {"1 ", -1},  {"0x1", -1}, {"1e3", -1},
                 {"1.5", -1}, {"1,1", -1}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t number = -1;
        http_header_number(cases[i].text, strlen(cases[i].text), &number);
        if (number != cases[i].number)
            fail_msg("\"%s\" gave %" PRId64, cases[i].text, number);
    }
}

static void tags_are_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int kind; /* 0 none, 1 weak, 2 strong */
    } cases[] = {{"\"a\"", 2},     {"\"\"", 2}, {"W/\"a\"", 1},  {"\"\xc3\xa9\"", 2},
                 {"", 0},          {"\"", 0},   {"a", 0},        {"w/\"a\"", 0},
                 {"W/", 0},        {"W/\"", 0}, {"\"a\"b\"", 0}, {"\"a b\"", 0},
                 {"\"a\x7f\"", 0}, {"\"a", 0},  {"a\"", 0},      {"W/ \"a\"", 0},
                 {"\"a\n\"", 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool weak = false;
        int kind = http_header_tag(cases[i].text, strlen(cases[i].text), &weak) ? weak ? 1 : 2 : 0;
        if (kind != cases[i].kind)
            fail_msg("%s is %d", cases[i].text, kind);
    }
}

static void dates_in_three_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds; /* -1: none */
    } cases[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
        {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
        {"Sun Nov  6 08:49:37 1994", 784111777},
        {"Wed Nov 16 08:49:37 1994", 784975777},
        {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
        {"Thu, 29 Feb 2024 23:59:60 GMT", 1709251200},
        {"Monday, 01-Jan-01 00:00:00 GMT", 978307200},
        {"Tue, 29 Feb 2023 00:00:00 GMT", -1},
        {"Thu, 01 Jan 1970 00:00:00 UTC", -1},
        {"Thu, 01 Jan 1970 00:00:00 +0700", -1},
        {"Thu, 1 Jan 1970 00:00:00 GMT", -1},
        {"Thu, 01 jan 1970 00:00:00 GMT", -1},
        {"Thu, 00 Jan 1970 00:00:00 GMT", -1},
        {"Thu, 32 Jan 1970 00:00:00 GMT", -1},
        {"Thu, 01 Jan 1970 24:00:00 GMT", -1},
        {"Thu, 01 Jan 1970 00:60:00 GMT", -1},
        {"Thu, 01 Jan 1970 00:00:61 GMT", -1},
        {"Thu, 01 Jan 19700 00:00:00 GMT", -1},
        {"Thu, 01 Jan 1970 00:00:00 GMT ", -1},
        {"Thu, 01 Jan 1970 00:00:0", -1},
        {"Tho, 01 Jan 1970 00:00:00 GMT", -1},
        {"Sunday", -1},
        {"Sun", -1},
        {"", -1},
        {"120", -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t date = -CLOCK_SECOND;
        http_header_date(cases[i].text, strlen(cases[i].text), &date);
        if (date != cases[i].seconds * CLOCK_SECOND)
            fail_msg("\"%s\" gave %" PRId64, cases[i].text, date);
    }
}

static void ranges_have_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t first, last, total; /* first -1: none */
    } cases[] = {
        {"bytes 0-0/1", 0, 0, 1},
        {"bytes 5-9/10", 5, 9, 10},
        {"BYTES 5-9/*", 5, 9, -1},
        {"bytes 5-10/10", -1, 0, 0},
        {"bytes 9-5/10", -1, 0, 0},
        {"bytes */10", -1, 0, 0},
        {"bytes -5/10", -1, 0, 0},
        {"bytes 5-/10", -1, 0, 0},
        {"bytes 5-9", -1, 0, 0},
        {"bytes 5-9/", -1, 0, 0},
        {"bytes 5-9/**", -1, 0, 0},
        {"bytes=5-9/10", -1, 0, 0},
        {"bytes 5/9-10", -1, 0, 0},
        {"items 5-9/10", -1, 0, 0},
        {"bytes 5 -9/10", -1, 0, 0},
        {"bytes 0-9223372036854775807/*", -1, 0, 0},
        {"bytes 0-99999999999999999999/99999999999999999999", -1, 0, 0},
        {"bytes ", -1, 0, 0},
        {"", -1, 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t first = -1, last = 0, total = 0;
        http_header_range(cases[i].text, strlen(cases[i].text), &first, &last, &total);
        if (first != cases[i].first || last != cases[i].last || total != cases[i].total)
            fail_msg("\"%s\" gave %" PRId64 "-%" PRId64 "/%" PRId64, cases[i].text, first, last,
                     total);
    }
}

static void preferences_are_a_list(void **state)
{
    (void)state;
    static const char *const good[] = {"wait",    "wait=55",  "WAIT = \"5,5\"",
                                       "a, wait", "a=1,wait", "a=\"x\\\"y\" , wait=1",
                                       "wait , a"};
    static const char *const bad[] = {"",         "waits",     "a",          "a=wait",   "wait,",
                                      ",wait",    "wait wait", "wait=",      "wait=a b", "wait=\"",
                                      "a=\"wait", "wait;x",    "a=\"wait\"", "wait=1 x", "wait,,a"};
    for (size_t i = 0; i < COUNT(good); i++) {
        if (!http_header_applies_wait(good[i], strlen(good[i])))
            fail_msg("\"%s\" should apply", good[i]);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (http_header_applies_wait(bad[i], strlen(bad[i])))
            fail_msg("\"%s\" should not", bad[i]);
    }
}

static void feed(struct http_answer *answer, const char *text)
{
    http_answer_init(answer);
    while (*text) {
        const char *end = strchr(text, '\n');
        size_t size = end ? (size_t)(end - text) + 1 : strlen(text);
        http_answer_line(answer, text, size);
        text += size;
    }
}

static void a_head_is_read(void **state)
{
    (void)state;
    struct http_answer answer;
    feed(&answer,
         "HTTP/1.1 200 OK\r\ncontent-LENGTH:\t12 \r\nETag: \"x\"\r\nDate: Sun, 06 Nov 1994 "
         "08:49:37 GMT\r\nPreference-Applied: wait\r\n\r\nContent-Length: 99\r\n");
    assert_true(answer.is_whole && !answer.is_malformed && !answer.is_encoded && answer.waited);
    assert_int_equal(answer.status, 200);
    assert_int_equal(answer.length, 12);
    assert_string_equal(answer.tag, "\"x\"");
    assert_true(answer.date == INT64_C(784111777) * CLOCK_SECOND);
    assert_int_equal(http_answer_judge(&answer, 0, 12), HTTP_FINE);
    assert_int_equal(http_answer_judge(&answer, 0, 11), HTTP_LARGE);
    assert_int_equal(http_answer_judge(&answer, 0, -1), HTTP_FINE);
}

static void an_interim_head_leaves_nothing(void **state)
{
    (void)state;
    struct http_answer answer;
    feed(&answer, "HTTP/1.1 100 Go on\r\nETag: \"x\"\r\nContent-Encoding: br\r\n\r\n");
    assert_true(!answer.is_whole);
    feed(&answer, "HTTP/1.1 100 Go on\r\nETag: \"x\"\r\nContent-Encoding: br\r\n\r\n"
                  "HTTP/1.1 200 OK\r\n\r\n");
    assert_true(answer.is_whole && !answer.is_encoded && answer.tag[0] == '\0');
}

static void malformed_heads(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 999 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nETag: \"a\"\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 206 OK\r\nContent-Range: bytes 0-1/2\r\nContent-Range: bytes 1-1/2\r\n\r\n",
        "HTTP/1.1 100 OK\r\nno colon\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    };
    for (size_t i = 0; i < COUNT(heads); i++) {
        struct http_answer answer;
        feed(&answer, heads[i]);
        if (http_answer_judge(&answer, 1, 100) != HTTP_HEADERS)
            fail_msg("%s is not refused", heads[i]);
    }
}

static void when_to_come_again(void **state)
{
    (void)state;
    static const struct {
        const char *headers;
        int seconds;
    } cases[] = {
        {"Retry-After: 120\r\n", 120},
        {"Retry-After: 0\r\n", 0},
        {"Retry-After: 3601\r\n", 3600},
        {"Retry-After: 99999999999999999999\r\n", 3600},
        {"Retry-After: -1\r\n", 0},
        {"Retry-After: soon\r\n", 0},
        {"", 0},
        {"Retry-After: Thu, 01 Jan 1970 00:02:40 GMT\r\n", 60}, /* against our clock, 100 */
        {"Retry-After: Thu, 01 Jan 1970 00:00:40 GMT\r\n", 0},
        {"Retry-After: Thu, 01 Jan 2099 00:00:00 GMT\r\n", 3600},
        {"Retry-After: Thu, 01 Jan 1970 01:00:30 GMT\r\nDate: Thu, 01 Jan 1970 01:00:00 GMT\r\n",
         30},
        {"Date: Thu, 01 Jan 2099 00:00:00 GMT\r\nRetry-After: Thu, 01 Jan 1970 00:02:40 GMT\r\n",
         0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_answer answer;
        char head[256];
        snprintf(head, sizeof head, "HTTP/1.1 503 No\r\n%s\r\n", cases[i].headers);
        feed(&answer, head);
        int seconds = http_answer_retry(&answer, 100 * CLOCK_SECOND);
        if (seconds != cases[i].seconds)
            fail_msg("%s gave %d", cases[i].headers, seconds);
    }
}

static void too_slow_is_a_portion_that_does_not_come(void **state)
{
    (void)state;
    struct http_pace pace;
    http_pace_init(&pace, 0, 30, 0);
    assert_true(http_pace_deadline(&pace) == 30 * CLOCK_SECOND);
    http_pace_ask(&pace, 0, 55);
    assert_true(http_pace_deadline(&pace) == 85 * CLOCK_SECOND);
    http_pace_move(&pace, 50 * CLOCK_SECOND, SIZE_MAX); /* the head */
    assert_true(http_pace_deadline(&pace) == 80 * CLOCK_SECOND);
    http_pace_move(&pace, 60 * CLOCK_SECOND, 30 * 1024 - 1);
    assert_true(http_pace_deadline(&pace) == 80 * CLOCK_SECOND);
    http_pace_move(&pace, 79 * CLOCK_SECOND, 1);
    assert_true(http_pace_deadline(&pace) == 109 * CLOCK_SECOND);
    http_pace_init(&pace, 0, 30, 60);
    http_pace_ask(&pace, 0, 55);
    assert_true(http_pace_deadline(&pace) == 60 * CLOCK_SECOND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_digits),
        cmocka_unit_test(tags_are_quoted),
        cmocka_unit_test(dates_in_three_forms),
        cmocka_unit_test(ranges_have_their_order),
        cmocka_unit_test(preferences_are_a_list),
        cmocka_unit_test(a_head_is_read),
        cmocka_unit_test(an_interim_head_leaves_nothing),
        cmocka_unit_test(malformed_heads),
        cmocka_unit_test(when_to_come_again),
        cmocka_unit_test(too_slow_is_a_portion_that_does_not_come),
    };
    return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
