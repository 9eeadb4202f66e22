/* A worker's answers are hostile: every number is checked. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ipc/job.h"

static int parse(const char *text, struct job_answer *answer)
{
    char copy[1024];
    strcpy(copy, text);
    const struct message message = {.text = copy, .size = strlen(text)};
    return job_answer_parse(&message, answer);
}

static void answers_are_read_or_refused(void **state)
{
    const struct {
        const char *text;
        int result;
    } cases[] = {
        {"{\"job\":7,\"ok\":true,\"width\":1920,\"height\":1080,\"clock\":null}", 0},
        {"{\"job\":7,\"ok\":true,\"width\":1920,\"height\":1080}", 0},
        {"{\"job\":7,\"ok\":false,\"code\":\"picture\",\"message\":\"m\"}", 0},
        {"{\"job\":7,\"ok\":false}", 0},
        {"", -EBADMSG},
        {"[]", -EBADMSG},
        {"{}", -EBADMSG},
        {"{\"job\":7}", -EBADMSG},
        {"{\"job\":\"7\",\"ok\":true,\"width\":1,\"height\":1}", -EBADMSG},
        {"{\"job\":-1,\"ok\":false}", -EBADMSG},
        {"{\"job\":7.5,\"ok\":false}", -EBADMSG},
        {"{\"job\":1e300,\"ok\":false}", -EBADMSG},
        {"{\"job\":7,\"ok\":1}", -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":1920}", -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":8193,\"height\":1}", -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":1e999,\"height\":1}", -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":10,\"height\":10,\"clock\":{\"x\":0,\"y\":0,\"width\":"
         "11,"
         "\"height\":1}}",
         -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":10,\"height\":10,\"clock\":{\"x\":9,\"y\":0,\"width\":2,"
         "\"height\":1}}",
         -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":10,\"height\":10,\"clock\":{\"x\":0,\"y\":0,\"width\":0,"
         "\"height\":1}}",
         -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":10,\"height\":10,\"clock\":{\"x\":0}}", -EBADMSG},
        {"{\"job\":7,\"ok\":true,\"width\":10,\"height\":10,\"clock\":{\"x\":2,\"y\":3,\"width\":8,"
         "\"height\":7}}",
         0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct job_answer answer = {.number = 4711};
        int result = parse(cases[i].text, &answer);
        if (result != cases[i].result)
            fail_msg("%s: %d", cases[i].text, result);
        assert_int_equal(answer.number, result == 0 ? 7 : 4711);
    }
}

static void an_item_takes_one_to_nine_pages(void **state)
{
    static const struct {
        const char *pages;
        unsigned count; /* 0: refused */
    } cases[] = {
        {"", 1},
        {",\"pages\":1", 1},
        {",\"pages\":9", JOB_PAGES_MAX},
        {",\"pages\":0", 0},
        {",\"pages\":10", 0},
        {",\"pages\":1e9", 0},
        {",\"pages\":1e999", 0},
        {",\"pages\":-1", 0},
        {",\"pages\":2.5", 0},
        {",\"pages\":\"2\"", 0},
        {",\"pages\":null", 0},
        {",\"pages\":[2]", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        struct job_answer answer = {0};
        snprintf(text, sizeof text, "{\"job\":7,\"ok\":true,\"width\":10,\"height\":10%s}",
                 cases[i].pages);
        int result = parse(text, &answer);
        if (result != (cases[i].count ? 0 : -EBADMSG) || answer.pages != cases[i].count)
            fail_msg("%s: %d, %u pages", cases[i].pages, result, answer.pages);
    }
}

static void a_letter_that_is_lacking_is_named(void **state)
{
    enum { REFUSED = 1 };
    static const struct {
        const char *letter, *script;
        uint32_t code; /* REFUSED: the whole answer is */
    } cases[] = {
        {"U+1780", "Khmr", 0x1780},
        {"U+1D402", "", 0x1D402},
        {"U+10FFFF", "Latn", 0x10FFFF},
        {"U+110000", "Khmr", REFUSED},
        {"U+0", "Khmr", REFUSED},
        {"U+-1", "Khmr", REFUSED},
        {"U+1780 ", "Khmr", REFUSED},
        {"1780", "Khmr", REFUSED},
        {"", "Khmr", REFUSED},
        {"U+1780", "Khm", REFUSED},
        {"U+1780", "K%nr", REFUSED},
        {"U+1780", "KhmrKhmrKhmrKhmrKhmr", REFUSED},
        {"U+1780178017801780178017801780", "Khmr", REFUSED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        struct job_answer answer = {0};
        snprintf(text, sizeof text,
                 "{\"job\":7,\"ok\":true,\"width\":10,\"height\":10,"
                 "\"lacks\":{\"letter\":\"%s\",\"script\":\"%s\"}}",
                 cases[i].letter, cases[i].script);
        bool good = parse(text, &answer) == 0;
        if (good != (cases[i].code != REFUSED) ||
            (good && (answer.lacks.letter != cases[i].code ||
                      strcmp(answer.lacks.script, cases[i].script) != 0)))
            fail_msg("%s: %d, U+%X, %s", text, good, answer.lacks.letter, answer.lacks.script);
    }
    struct job_answer answer = {0};
    assert_int_equal(parse("{\"job\":7,\"ok\":true,\"width\":10,\"height\":10}", &answer), 0);
    assert_int_equal(answer.lacks.letter, 0);
    assert_int_equal(
        parse("{\"job\":7,\"ok\":true,\"width\":10,\"height\":10,\"lacks\":true}", &answer),
        -EBADMSG);
}

static void a_page_says_how_many_words_it_holds(void **state)
{
    static const struct {
        const char *words;
        int result;
        size_t count;
    } cases[] = {
        {"", 0, 0},
        {",\"words\":0", 0, 0},
        {",\"words\":14", 0, 14},
        {",\"words\":4096", 0, JOB_WORDS_MAX},
        {",\"words\":4097", -EBADMSG, 0},
        {",\"words\":-1", -EBADMSG, 0},
        {",\"words\":1.5", -EBADMSG, 0},
        {",\"words\":\"3\"", -EBADMSG, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        struct job_answer answer = {0};
        snprintf(text, sizeof text, "{\"job\":7,\"ok\":true,\"width\":10,\"height\":10%s}",
                 cases[i].words);
        int result = parse(text, &answer);
        if (result != cases[i].result || answer.words != cases[i].count)
            fail_msg("%s: %d, %zu words", cases[i].words, result, answer.words);
    }
}

static void a_reason_is_cut_to_its_place(void **state)
{
    char text[1024] = "{\"job\":7,\"ok\":false,\"code\":\"";
    for (int i = 0; i < 400; i++)
        strcat(text, "x");
    strcat(text, "\"}");
    struct job_answer answer;
    assert_int_equal(parse(text, &answer), 0);
    assert_int_equal(strlen(answer.code), sizeof answer.code - 1);
}

static void what_is_damaged_is_named(void **state)
{
    struct job_answer answer;
    assert_int_equal(
        parse("{\"job\":7,\"ok\":false,\"code\":\"asset-damaged\",\"asset\":\"poster\"}", &answer),
        0);
    assert_string_equal(answer.code, "asset-damaged");
    assert_string_equal(answer.asset, "poster");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_read_or_refused),
        cmocka_unit_test(an_item_takes_one_to_nine_pages),
        cmocka_unit_test(what_is_damaged_is_named),
        cmocka_unit_test(a_page_says_how_many_words_it_holds),
        cmocka_unit_test(a_reason_is_cut_to_its_place),
        cmocka_unit_test(a_letter_that_is_lacking_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
