/* What a document needs, and in which order it is fetched. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sync/candidate.h"

#define DIGEST(digit) "\"000000000000000000000000000000000000000000000000000000000000000" digit "\""

static const char FRAME[] =
    "{\"formatVersion\": 1, \"feedId\": \"thu\", \"sequence\": 1,"
    " \"generated\": \"2026-11-22T00:00:00Z\", \"languages\": [\"vi\"], \"assets\": {%s},"
    " \"playlists\": [{\"id\": \"main\", \"items\": [%s]}]}";

static int read_candidate(const char *assets, const char *items, struct candidate *ret, char *why,
                          size_t size)
{
    char *text;
    *ret = (struct candidate){0};
    int length = asprintf(&text, FRAME, assets, items);
    assert_true(length > 0);
    ret->bytes = text;
    ret->size = (size_t)length;
    return candidate_read(ret, why, size);
}

static const char ASSETS[] = "\"late\": {\"href\": \"late.svg\", \"size\": 10, \"sha256\": " DIGEST(
    "1") "},"
         "\"clip\": {\"href\": \"clip.mp4\", \"size\": 9000000, \"sha256\": " DIGEST(
             "2") "},"
                  "\"still\": {\"href\": \"still.jpg\", \"size\": 300000, \"sha256\": " DIGEST(
                      "3") "},"
                           "\"first\": {\"href\": \"first.svg\", \"size\": 10, \"sha256\": " DIGEST(
                               "4") "},"
                                    "\"idle\": {\"href\": \"idle.svg\", \"size\": 10, "
                                    "\"sha256\": " DIGEST("5") "},"
                                                               "\"twin\": {\"href\": \"twin.svg\", "
                                                               "\"size\": 10, \"sha256\": " DIGEST(
                                                                   "4") "}";

static const char ITEMS[] =
    "{\"id\": \"a\", \"type\": \"video\", \"asset\": \"clip\", \"poster\": \"still\"},"
    "{\"id\": \"b\", \"type\": \"image\", \"asset\": \"twin\"},"
    "{\"id\": \"c\", \"type\": \"image\", \"asset\": \"late\"},"
    "{\"id\": \"d\", \"type\": \"image\", \"asset\": \"first\"}";

static void small_files_come_first_then_as_they_are_shown(void **state)
{
    static const char *const order[] = {"twin.svg", "late.svg", "idle.svg", "clip.mp4",
                                        "still.jpg"};
    struct candidate candidate;
    char why[256] = "";
    (void)state;
    assert_int_equal(read_candidate(ASSETS, ITEMS, &candidate, why, sizeof why), 0);
    assert_int_equal(candidate.need_count, sizeof order / sizeof *order);
    for (size_t i = 0; i < candidate.need_count; i++)
        assert_string_equal(candidate.hrefs[i], order[i]);
    candidate_finish(&candidate);
    assert_null(candidate.document);
}

static void what_cannot_be_verified_is_refused_with_a_reason(void **state)
{
    static const struct {
        const char *assets, *items, *why;
    } cases[] = {
        {"\"p\": {\"href\": \"p.svg\", \"size\": 3}", "", "p"},
        {"\"p\": {\"href\": \"p.svg\", \"sha256\": " DIGEST("1") "}", "", "p"},
        {"\"p\": {\"href\": \"../p.svg\", \"size\": 3, \"sha256\": " DIGEST("1") "}", "", "href"},
        {"\"p\": {\"href\": \"/etc/passwd\", \"size\": 3, \"sha256\": " DIGEST("1") "}", "",
         "href"},
        {"\"p\": {\"href\": \"https://elsewhere.vn/p.svg\", \"size\": 3, \"sha256\": " DIGEST(
             "1") "}",
         "", "href"},
        {"\"p\": {\"href\": \"a\\\\b.svg\", \"size\": 3, \"sha256\": " DIGEST("1") "}", "", "href"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct candidate candidate;
        char why[256] = "";
        assert_int_equal(
            read_candidate(cases[i].assets, cases[i].items, &candidate, why, sizeof why), -EINVAL);
        assert_non_null(strstr(why, cases[i].why));
        candidate_finish(&candidate);
    }
}

static void nothing_at_all_can_be_finished(void **state)
{
    struct candidate candidate = {0};
    (void)state;
    candidate_finish(&candidate);
    candidate_finish(&candidate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_files_come_first_then_as_they_are_shown),
        cmocka_unit_test(what_cannot_be_verified_is_refused_with_a_reason),
        cmocka_unit_test(nothing_at_all_can_be_finished),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
