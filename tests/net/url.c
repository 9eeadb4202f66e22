/* URLs beside a document, places that may follow one another, proxies. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/http_proxy.h"
#include "net/http_url.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void names_beside_a_document(void **state)
{
    (void)state;
    static const struct {
        const char *base, *name, *url;
    } cases[] = {
        {"https://a.vn/a/playlist.json?x", "pool/ab/x.jpg", "https://a.vn/a/pool/ab/x.jpg"},
        {"https://a.vn/playlist.json", "x", "https://a.vn/x"},
        {"https://a.vn/d/", "x", "https://a.vn/d/x"},
        {"https://a.vn", "x", "https://a.vn/x"},
        {"https://a.vn?q=/y/", "x", "https://a.vn/x"},
        {"https://a.vn/d/p#/y/z", "x", "https://a.vn/d/x"},
        {"http://[::1]:8080/p", "2.root.json", "http://[::1]:8080/2.root.json"},
        {"HTTPS://a.vn/p", "x", "HTTPS://a.vn/x"},
        {"https://u:p@a.vn/p", "x", "https://u:p@a.vn/x"},
        {"https://a.vn/p", "a b%20?c#d.jpg", "https://a.vn/a%20b%2520%3Fc%23d.jpg"},
        {"https://a.vn/p", "\xe1\xba\xa3nh.png", "https://a.vn/%E1%BA%A3nh.png"},
        {"https://a.vn/p", "http:x", "https://a.vn/http:x"},
        {"https://a.vn/p", "a\\b\n", "https://a.vn/a%5Cb%0A"},
        {"https://a.vn/p", "...", "https://a.vn/..."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *url = NULL;
        assert_int_equal(http_join(cases[i].base, cases[i].name, &url), 0);
        assert_string_equal(url, cases[i].url);
        free(url);
    }
}

static void what_cannot_be_joined(void **state)
{
    (void)state;
    static const char *const names[] = {"",  "/x",  "..",   "../x", "a/../x",  "a/..",
                                        ".", "./x", "a//x", "a/",   "//b.vn/x"};
    static const char *const bases[] = {
        "",         "x",          "/a/b",       "ftp://a.vn/x",   "https:/a.vn",
        "https://", "https:///x", "https://?x", "httpx://a.vn/x", "file:///x"};
    char *url = NULL;
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(http_join("https://a.vn/p", names[i], &url), -EINVAL);
    for (size_t i = 0; i < COUNT(bases); i++)
        assert_int_equal(http_join(bases[i], "x", &url), -EINVAL);
    assert_null(url);
}

static struct http_place place(const char *scheme, const char *host, const char *port)
{
    struct http_place made;
    snprintf(made.scheme, sizeof made.scheme, "%s", scheme);
    snprintf(made.host, sizeof made.host, "%s", host);
    snprintf(made.port, sizeof made.port, "%s", port);
    return made;
}

static void which_place_may_follow(void **state)
{
    (void)state;
    struct http_place here = place("http", "192.168.1.2", "80"),
                      safe = place("https", "a.vn", "443"), plain = place("http", "a.vn", "80"),
                      other = place("https", "b.vn", "443"), ftp = place("ftp", "a.vn", "21"),
                      inner = place("https", "192.168.1.2", "443");
    assert_int_equal(http_place_judge(&here, &here, &here), HTTP_FINE);
    assert_int_equal(http_place_judge(&here, &here, &inner), HTTP_ADDRESS); /* another port */
    assert_int_equal(http_place_judge(&here, &here, &other), HTTP_FINE);
    assert_int_equal(http_place_judge(&plain, &plain, &safe), HTTP_FINE);
    assert_int_equal(http_place_judge(&plain, &safe, &plain), HTTP_REDIRECT);
    assert_int_equal(http_place_judge(&safe, &safe, &other), HTTP_FINE);
    assert_int_equal(http_place_judge(&safe, &safe, &inner), HTTP_ADDRESS);
    assert_int_equal(http_place_judge(&plain, &plain, &ftp), HTTP_REDIRECT);
}

static void hosts_without_a_proxy(void **state)
{
    (void)state;
    static const struct {
        const char *list, *host;
        bool is_in;
    } cases[] = {
        {"*", "a.vn", true},
        {"", "a.vn", false},
        {"a.vn", "a.vn", true},
        {"a.vn", "b.a.vn", true},
        {".a.vn", "a.vn", true},
        {".a.vn", "b.a.vn", true},
        {"a.vn", "ba.vn", false},
        {"b.a.vn", "a.vn", false},
        {"x, A.VN ,y", "a.vn", true},
        {"x a.vn", "a.vn", true},
        {",,", "a.vn", false},
        {".", "a.vn", false},
        {"10.0.0.1", "10.0.0.1", true},
        {"::1", "[::1]", true},
        {"10.0.0.0/8", "10.9.9.9", true},
        {"10.0.0.0/8", "11.0.0.0", false},
        {"172.16.0.0/12", "172.31.0.1", true},
        {"172.16.0.0/12", "172.32.0.1", false},
        {"fd00::/8", "[fd12::1]", true},
        {"0.0.0.0/0", "8.8.8.8", true},
        {"10.0.0.0/33", "10.0.0.0", false},
        {"1.2.3.4/32", "1.2.3.4", true},
        {"10.0.0.0/", "10.0.0.0", false},
        {"x/8", "10.0.0.1", false},
        {"10.0.0.0/8", "a.vn", false},
        {"::/0", "10.0.0.1", false},
        {"::1/128", "[::1]", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (http_proxy_excludes(cases[i].list, cases[i].host) != cases[i].is_in)
            fail_msg("%s in \"%s\"", cases[i].host, cases[i].list);
    }
}

static void faults_have_words(void **state)
{
    (void)state;
    for (int i = 0; i < HTTP_FAULTS; i++) {
        assert_non_null(http_fault_code((enum http_fault)i));
        assert_true(strlen(http_fault_message((enum http_fault)i)) > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_beside_a_document), cmocka_unit_test(what_cannot_be_joined),
        cmocka_unit_test(which_place_may_follow),  cmocka_unit_test(hosts_without_a_proxy),
        cmocka_unit_test(faults_have_words),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
