/* Messages to the worker, good and bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk.h"
#include "render/proof.h"
#include "render/report.h"
#include "render/request.h"

static enum request_kind read_text(const char *text, struct hello *hello, struct request *request)
{
    struct message message = {.size = strlen(text)};
    memcpy(&message.text, &text, sizeof text);
    message.fd_count = 2;
    message.fds[0] = 100;
    message.fds[1] = 101;
    return request_read(&message, hello, request);
}

static void bad_messages_are_refused_with_their_number(void **state)
{
    static const struct {
        const char *text;
        uint64_t number;
    } cases[] = {
        {"", 0},
        {"[]", 0},
        {"{\"job\":-1}", 0},
        {"{\"job\":1e300}", 0},
        {"{\"job\":7}", 7},
        {"{\"job\":7,\"kind\":\"item\",\"width\":0,\"height\":9}", 7},
        {"{\"job\":7,\"kind\":\"item\",\"width\":9000,\"height\":9,\"item\":{\"type\":\"slogan\"}}",
         7},
        {"{\"job\":7,\"kind\":\"item\",\"width\":1.5,\"height\":9,\"item\":{\"type\":\"slogan\"}}",
         7},
        {"{\"job\":7,\"kind\":\"item\",\"width\":9,\"height\":9,\"rotate\":45,\"item\":{\"type\":"
         "\"slogan\"}}",
         7},
        {"{\"job\":7,\"kind\":\"item\",\"width\":9,\"height\":9}", 7},
        {"{\"job\":7,\"kind\":\"item\",\"width\":9,\"height\":9,\"item\":{\"type\":\"x\"}}", 7},
        {"{\"job\":7,\"kind\":\"item\",\"width\":9,\"height\":9,\"item\":\"slogan\"}", 7},
        {"{\"job\":7,\"kind\":\"clock\",\"width\":9,\"height\":9}", 7},
        {"{\"job\":7,\"kind\":\"band\",\"width\":9,\"height\":9,\"texts\":[\"a\"]}", 7},
        {"{\"job\":7,\"kind\":\"band\",\"width\":9,\"height\":9,\"unit\":1,\"texts\":[]}", 7},
        {"{\"job\":7,\"kind\":\"band\",\"width\":9,\"height\":9,\"unit\":1,\"texts\":\"a\"}", 7},
        {"{\"job\":7,\"kind\":\"band\",\"width\":9,\"height\":9,\"unit\":0,\"texts\":[\"a\"]}", 7},
        {"{\"job\":7,\"kind\":\"band\",\"width\":9,\"height\":9,\"unit\":1e9,\"texts\":[\"a\"]}",
         7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hello hello;
        struct request request;
        if (read_text(cases[i].text, &hello, &request) != REQUEST_BAD ||
            request.number != cases[i].number)
            fail_msg("%s", cases[i].text);
    }
}

static void descriptors_are_named_only_where_they_travel(void **state)
{
    struct hello hello;
    struct request request;
    assert_int_equal(
        read_text("{\"job\":3,\"kind\":\"item\",\"width\":9,\"height\":9,\"item\":{\"type\":"
                  "\"image\",\"asset\":\"a\",\"fit\":\"cover\"},\"assets\":{\"a\":{\"fd\":1},"
                  "\"b\":{\"fd\":2},\"c\":{\"fd\":-1},\"d\":{\"fd\":0.5},\"e\":7}}",
                  &hello, &request),
        REQUEST_JOB);
    assert_int_equal(request.asset_count, 1);
    assert_string_equal(request.assets[0].name, "a");
    assert_int_equal(request.assets[0].fd, 101);
    assert_int_equal(request.slide.fit, PICTURE_COVER);
    request_finish(&request);
    assert_int_equal(read_text("{\"hello\":1,\"svg\":0,\"fonts\":[{\"script\":\"Latn\",\"weight\":"
                               "\"bold\",\"fd\":1},{\"script\":\"Khmr\",\"weight\":\"bold\",\"fd\":"
                               "2},{\"script\":\"Latin\",\"weight\":\"bold\",\"fd\":1}]}",
                               &hello, &request),
                     REQUEST_HELLO);
    assert_int_equal(hello.svg, 0);
    assert_int_equal(hello.font_count, 1);
    assert_int_equal(hello.fonts[0].weight, FONT_BOLD);
}

static struct slide slide_of(const char *item, struct request *request)
{
    struct hello hello;
    char *job = desk_job(item, 100, 100, 0, "vi", "dark");
    assert_int_equal(read_text(job, &hello, request), REQUEST_JOB);
    free(job);
    return request->slide;
}

/* A job whose one asset is `text`, said to have the digest `hex` and `size` (JSON both). */
static enum request_kind read_asset(const char *text, const char *hex, const char *size,
                                    struct request *request)
{
    char json[512];
    struct hello hello;
    int fd = memfd_create("asset", MFD_CLOEXEC);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    snprintf(json, sizeof json,
             "{\"job\":3,\"kind\":\"item\",\"width\":9,\"height\":9,\"item\":{\"type\":\"image\","
             "\"asset\":\"a\"},\"assets\":{\"a\":{\"fd\":0,\"sha256\":%s,\"size\":%s}}}",
             hex, size);
    struct message message = {.text = json, .size = strlen(json), .fd_count = 1, .fds = {fd}};
    enum request_kind kind = request_read(&message, &hello, request);
    if (kind != REQUEST_JOB)
        close(fd);
    return kind;
}

#define ABC "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"" /* FIPS 180 */

static void a_file_that_is_not_what_was_signed_is_found(void **state)
{
    static const struct {
        const char *bytes, *size;
        bool is_damaged;
    } cases[] = {{"abc", "3", false}, {"abd", "3", true}, {"ab", "3", true},
                 {"abcd", "3", true}, {"", "3", true},    {"abc", "4", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request request;
        assert_int_equal(read_asset(cases[i].bytes, ABC, cases[i].size, &request), REQUEST_JOB);
        assert_int_equal(request.proof_count, 1);
        const struct request_proof *damaged = proof_find_damaged(&request);
        assert_int_equal(damaged != NULL, cases[i].is_damaged);
        if (damaged)
            assert_string_equal(damaged->asset, "a");
        close(request.proofs[0].fd);
        request_finish(&request);
    }
}

static void a_digest_that_is_none_leaves_nothing_to_draw(void **state)
{
    static const char *const cases[][2] = {{"\"\"", "3"},    {"7", "3"},    {"null", "3"},
                                           {"\"abc\"", "3"}, {ABC, "-1"},   {ABC, "1.5"},
                                           {ABC, "\"3\""},   {ABC, "null"}, {ABC, "1e300"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request request;
        if (read_asset("abc", cases[i][0], cases[i][1], &request) != REQUEST_BAD)
            fail_msg("%s %s", cases[i][0], cases[i][1]);
    }
}

static void check_same(const char *found, const char *expected)
{
    if (expected)
        assert_string_equal(found, expected);
    else
        assert_null(found);
}

static void every_type_has_its_words(void **state)
{
    static const struct {
        const char *item;
        struct slide_row row; /* the first */
    } cases[] = {
        {"{\"type\":\"steps\",\"title\":\"T\",\"steps\":[{\"title\":\"A\",\"text\":\"b\"}]}",
         {.lead = "A", .text = "b"}},
        {"{\"type\":\"figures\",\"title\":\"T\",\"figures\":[{\"value\":85.5,\"unit\":\"%\","
         "\"label\":\"x\",\"share\":0.5}]}",
         {.value = "85,5", .unit = "%", .text = "x", .has_share = true}},
        {"{\"type\":\"figures\",\"title\":\"T\",\"figures\":[{\"value\":\"1.234\",\"share\":2}]}",
         {.value = "1.234"}},
        {"{\"type\":\"directory\",\"title\":\"T\",\"entries\":[{\"name\":\"N\",\"phone\":\"1\","
         "\"place\":\"P\",\"url\":\"https://a.vn/\"}]}",
         {.lead = "N", .place = "P", .phone = "1", .url = "https://a.vn/"}},
        {"{\"type\":\"procedure\",\"name\":\"T\",\"time\":\"3 ngày\"}",
         {.lead = "Thời hạn", .text = "3 ngày"}},
        {"{\"type\":\"procedure\",\"name\":\"T\",\"fee\":\"A\",\"feeOnline\":\"B\"}",
         {.lead = "Lệ phí", .text = "A", .place = "Trực\u00a0tuyến: B"}},
        {"{\"type\":\"procedure\",\"name\":\"T\",\"feeOnline\":\"B\"}",
         {.lead = "Lệ phí", .text = "B"}},
        {"{\"type\":\"table\",\"title\":\"T\",\"rows\":[[\"A\",\"b\",7]]}", {.cells = {"A", "b"}}},
        {"{\"type\":\"hotline\",\"name\":\"T\",\"channels\":[{\"label\":\"A\",\"value\":\"b\"}]}",
         {.lead = "A", .text = "b"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request request;
        struct slide slide = slide_of(cases[i].item, &request);
        const struct slide_row *row = &slide.rows[0], *expected = &cases[i].row;
        assert_string_equal(slide.title, "T");
        assert_int_equal(slide.row_count, 1);
        check_same(row->lead, expected->lead);
        check_same(row->text, expected->text);
        check_same(row->value, expected->value);
        check_same(row->unit, expected->unit);
        check_same(row->place, expected->place);
        check_same(row->phone, expected->phone);
        check_same(row->url, expected->url);
        assert_int_equal(row->has_share, expected->has_share);
        for (size_t cell = 0; cell < SLIDE_COLUMNS_MAX; cell++)
            check_same(row->cells[cell], expected->cells[cell]);
        request_finish(&request);
    }
}

static void a_document_and_its_papers_are_read(void **state)
{
    struct request request;
    struct slide slide = slide_of("{\"type\":\"document\",\"title\":\"T\",\"number\":\"1/QĐ\","
                                  "\"issuer\":\"X\",\"issued\":\"2024-12-07\"}",
                                  &request);
    assert_string_equal(slide.number, "1/QĐ");
    assert_string_equal(slide.origin, "X, ngày 07/12/2024");
    request_finish(&request);
    slide = slide_of("{\"type\":\"procedure\",\"name\":\"T\",\"code\":\"1.2\",\"documents\":"
                     "[\"a\",7,\"b\"]}",
                     &request);
    assert_string_equal(slide.number, "1.2");
    assert_int_equal(slide.paper_count, 2);
    assert_string_equal(slide.papers[1], "b");
    assert_int_equal(slide.row_count, 0);
    request_finish(&request);
}

static void a_basis_is_one_line(void **state)
{
    struct request request;
    struct slide slide =
        slide_of("{\"type\":\"slogan\",\"text\":\"T\",\"basis\":{\"title\":\"Kế hoạch\",\"number\":"
                 "\"749/QĐ-TTg\",\"issued\":\"2020-06-03\"}}",
                 &request);
    assert_string_equal(slide.basis, "Căn cứ: Kế hoạch, 749/QĐ-TTg ngày 03/06/2020");
    request_finish(&request);
}

/* Wrong types never bring a slide down: the document was validated by another process. */
static void a_band_and_a_test_card_are_read(void **state)
{
    struct hello hello;
    struct request request;
    assert_int_equal(
        read_text("{\"job\":3,\"kind\":\"band\",\"width\":900,\"height\":60,\"unit\":5.5,\"tone\":"
                  "\"bad\",\"progress\":40,\"texts\":[\"a\",7,null,\"b\"],\"language\":\"en\"}",
                  &hello, &request),
        REQUEST_JOB);
    assert_int_equal(request.kind, JOB_BAND);
    assert_int_equal(request.strip.tone, JOB_BAD);
    assert_int_equal(request.strip.progress, 40);
    assert_true(request.strip.unit == 5.5);
    assert_int_equal(request.strip.count, 2);
    assert_string_equal(request.strip.texts[1], "b");
    request_finish(&request);
    /* What cannot be read is the quiet way of it; what is too much is left out. */
    assert_int_equal(
        read_text("{\"job\":3,\"kind\":\"band\",\"width\":900,\"height\":60,\"unit\":5,\"tone\":"
                  "\"loud\",\"progress\":101,\"texts\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\","
                  "\"7\",\"8\",\"9\"]}",
                  &hello, &request),
        REQUEST_JOB);
    assert_int_equal(request.strip.tone, JOB_PLAIN);
    assert_int_equal(request.strip.progress, -1);
    assert_int_equal(request.strip.count, JOB_TEXTS_MAX);
    request_finish(&request);
    assert_int_equal(
        read_text("{\"job\":3,\"kind\":\"testcard\",\"width\":9,\"height\":9}", &hello, &request),
        REQUEST_JOB);
    assert_int_equal(request.kind, JOB_TESTCARD);
    assert_int_equal(request.strip.count, 0);
    request_finish(&request);
}

static void fields_of_wrong_types_are_left_out(void **state)
{
    struct request request;
    struct slide slide = slide_of(
        "{\"type\":\"directory\",\"title\":7,\"url\":[],\"entries\":[1,null,\"x\",[],{\"name\":{}},"
        "{\"name\":\"N\"}],\"basis\":[1],\"summary\":{\"vi\":\"x\"}}",
        &request);
    assert_null(slide.title);
    assert_null(slide.url);
    assert_null(slide.body);
    assert_null(slide.basis);
    assert_int_equal(slide.row_count, 1);
    request_finish(&request);
}

/* Blanks that do not break may stand in rows, and each counts as if a word were before it. */
static void no_answer_has_more_words_than_are_read(void **state)
{
    const struct report report = {.words = JOB_WORDS_MAX + 1};
    struct job_answer answer;
    char *members = report_print(&report, 16, 9, 0), *text = NULL;
    assert_non_null(members);
    assert_true(asprintf(&text, "{\"job\":7,\"ok\":true,\"width\":16,\"height\":9,%s}", members) >
                0);
    const struct message message = {.text = text, .size = strlen(text)};
    assert_int_equal(job_answer_parse(&message, &answer), 0);
    assert_int_equal(answer.words, JOB_WORDS_MAX);
    free(text);
    free(members);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_messages_are_refused_with_their_number),
        cmocka_unit_test(descriptors_are_named_only_where_they_travel),
        cmocka_unit_test(a_file_that_is_not_what_was_signed_is_found),
        cmocka_unit_test(a_digest_that_is_none_leaves_nothing_to_draw),
        cmocka_unit_test(every_type_has_its_words),
        cmocka_unit_test(a_document_and_its_papers_are_read),
        cmocka_unit_test(a_basis_is_one_line),
        cmocka_unit_test(a_band_and_a_test_card_are_read),
        cmocka_unit_test(fields_of_wrong_types_are_left_out),
        cmocka_unit_test(no_answer_has_more_words_than_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
