/* Which number a publication gets, how its files are called, and JSON edited in place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/publish_name.h"
#include "cli/publish_number.h"
#include "playlist/json_edit.h"
#include "playlist/limits.h"
#include "trust/verdict.h"

#define LAST ((int64_t)LIMIT_SEQUENCE)

static void numbers(void **state)
{
    static const struct {
        const char *what;
        struct publish_facts facts;
        enum publish_number choice;
        int64_t number;
    } cases[] = {
        {"the first", {.floor = -1}, PUBLISH_NEW, 1},
        {"the first under a floor", {.floor = 100}, PUBLISH_NEW, 100},
        {"a floor of 0 is none", {.floor = 0}, PUBLISH_NEW, 1},
        {"the next", {.remembered = 7, .floor = -1}, PUBLISH_NEW, 8},
        {"the greater counts", {7, false, true, 9, false, 0, -1}, PUBLISH_NEW, 10},
        {"unchanged", {7, true, true, 7, true, 0, -1}, PUBLISH_KEEP_REMEMBERED, 7},
        {"unchanged, for an older target",
         {7, true, true, 5, false, 0, -1},
         PUBLISH_KEEP_REMEMBERED,
         7},
        {"unchanged, for an empty target",
         {7, true, false, 0, false, 0, -1},
         PUBLISH_KEEP_REMEMBERED,
         7},
        {"back to older content", {7, true, true, 9, false, 0, -1}, PUBLISH_NEW, 10},
        {"memory lost", {0, false, true, 9, true, 0, -1}, PUBLISH_KEEP_STANDING, 9},
        {"memory older", {7, false, true, 9, true, 0, -1}, PUBLISH_KEEP_STANDING, 9},
        {"what stands is older than memory", {9, false, true, 7, true, 0, -1}, PUBLISH_NEW, 10},
        {"unchanged, but below a new floor", {7, true, true, 7, true, 0, 20}, PUBLISH_NEW, 20},
        {"unchanged, at the floor", {20, true, true, 20, true, 0, 20}, PUBLISH_KEEP_REMEMBERED, 20},
        {"a stranger's", {7, true, true, 0, false, 0, -1}, PUBLISH_UNKNOWN, 7},
        {"a stranger's, with a number", {7, false, true, 0, false, 8, -1}, PUBLISH_NEW, 8},
        {"asked for", {7, false, true, 7, false, 8, -1}, PUBLISH_NEW, 8},
        {"asked for, equal", {7, false, true, 7, false, 7, -1}, PUBLISH_LOW, 7},
        {"asked for, lower than remembered", {7, false, true, 5, false, 6, -1}, PUBLISH_LOW, 7},
        {"asked for, lower than standing", {5, false, true, 7, false, 6, -1}, PUBLISH_LOW, 7},
        {"asked for, same content", {7, true, true, 7, true, 7, -1}, PUBLISH_KEEP_REMEMBERED, 7},
        {"asked for, same content there",
         {0, false, true, 7, true, 7, -1},
         PUBLISH_KEEP_STANDING,
         7},
        {"same content, greater number", {7, true, true, 7, true, 9, -1}, PUBLISH_NEW, 9},
        {"as far as players go",
         {7, false, true, 7, false, 7 + TRUST_STEP_MAX, -1},
         PUBLISH_NEW,
         7 + TRUST_STEP_MAX},
        {"a leap", {7, false, true, 7, false, 8 + TRUST_STEP_MAX, -1}, PUBLISH_LEAP, 7},
        {"the first may be any", {.wanted = LAST, .floor = -1}, PUBLISH_NEW, LAST},
        {"a floor lifts the leap", {7, false, true, 7, false, LAST, 100}, PUBLISH_NEW, LAST},
        {"a floor below what stands", {7, false, true, 900, false, 20, 20}, PUBLISH_NEW, 20},
        {"below the floor", {7, false, true, 900, false, 19, 20}, PUBLISH_LOW, 900},
        {"a number of ours is never lower",
         {30, false, true, 900, false, 25, 20},
         PUBLISH_LOW,
         900},
        {"the last", {LAST - 1, false, true, LAST - 1, false, 0, -1}, PUBLISH_NEW, LAST},
        {"behind the last", {LAST, false, true, LAST, false, 0, -1}, PUBLISH_END, LAST},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t number = -1;
        enum publish_number choice = publish_number_choose(&cases[i].facts, &number);
        if (choice != cases[i].choice || number != cases[i].number)
            fail_msg("%s: %d, %lld", cases[i].what, (int)choice, (long long)number);
    }
}

static void names(void **state)
{
    static const char hex[] = "ab00000000000000000000000000000000000000000000000000000000000001";
    unsigned char sha256[SHA256_SIZE] = {0xab};
    char name[PUBLISH_NAME_SIZE];
    sha256[31] = 1;
    publish_name_media(sha256, "JPG", name);
    assert_memory_equal(name, "pool/ab/", 8);
    assert_memory_equal(name + 8, hex, 64);
    assert_string_equal(name + 72, ".jpg");
    assert_true(publish_name_is_ours(name));
    strcat(name, PUBLISH_PART);
    assert_true(publish_name_is_ours(name));
    publish_name_signature(sha256, name);
    assert_string_equal(name + 72, ".minisig");
    assert_true(publish_name_is_ours(name));
}

/* Each is `pool/ab/` and sixty-four digits, but for one thing. */
static void foreign_names(void **state)
{
#define DIGITS "ab00000000000000000000000000000000000000000000000000000000000001"
    static const char *const foreign[] = {
        "",
        "playlist.json",
        "1.root.json",
        "pool",
        "pool/",
        "pool/ab",
        "pool/ab/",
        "pool/ab/" DIGITS,
        "pool/ab/" DIGITS ".",
        "pool/ab/" DIGITS ".jpg/x",
        "pool/ac/" DIGITS ".jpg",
        "pool/AB/" DIGITS ".jpg",
        "pool/ab/" DIGITS "0.jpg",
        "pool/ab/x" DIGITS ".jpg",
        "pool/ab/../" DIGITS ".jpg",
        "/pool/ab/" DIGITS ".jpg",
        "pool/ab/" DIGITS ".JPG",
        "pool/ab/" DIGITS ".verylongone",
        "pool/ab/" DIGITS ".jpg.parts",
        "pool/ab/" DIGITS ".jpg.part.part",
        "pool/abc/" DIGITS ".jpg",
        "media/ab/" DIGITS ".jpg",
    };
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (publish_name_is_ours(foreign[i]))
            fail_msg("%s", foreign[i]);
    }
}

static void edit(const char *text, const char *expected)
{
    struct json json;
    struct json_error error;
    char *result = NULL;
    size_t size = 0;
    assert_int_equal(json_read(text, strlen(text), &json, &error), 0);
    struct json_edits edits = {.json = &json};
    uint32_t after = json_member(&json, 0, "a");
    json_edits_set_text(&edits, 0, after, "a", "new");
    json_edits_set(&edits, 0, after, "n", "12");
    json_edits_set_text(&edits, 0, after, "t", "x");
    assert_int_equal(json_edits_apply(&edits, strlen(text), &result, &size), 0);
    assert_string_equal(result, expected);
    assert_int_equal(size, strlen(expected));
    free(result);
    json_edits_finish(&edits);
    json_finish(&json);
}

/* Appends and removes keep what stands between the others. */
static void change_list(const char *text, const char *expected, int remove)
{
    struct json json;
    struct json_error error;
    char *result = NULL;
    size_t size = 0;
    assert_int_equal(json_read(text, strlen(text), &json, &error), 0);
    struct json_edits edits = {.json = &json};
    uint32_t list = json_member(&json, 0, "l"), at = list ? json_first(&json, list) : 0;
    for (int i = 0; i < remove; i++)
        at = json_next(&json, list, at);
    if (remove >= 0)
        json_edits_remove(&edits, list, at);
    else
        json_edits_append(&edits, 0, json_member(&json, 0, "a"), "l", "9");
    assert_int_equal(json_edits_apply(&edits, strlen(text), &result, &size), 0);
    assert_string_equal(result, expected);
    free(result);
    json_edits_finish(&edits);
    json_finish(&json);
}

static void list_edits(void **state)
{
    change_list("{\"a\":1}", "{\"a\":1, \"l\": [9]}", -1);
    change_list("{\"a\":1,\"l\":[]}", "{\"a\":1,\"l\":[9]}", -1);
    change_list("{\"a\":1,\"l\":[ [1,2] ]}", "{\"a\":1,\"l\":[ [1,2], 9 ]}", -1);
    change_list("{\"l\":[\n  \"x\",\n  {\"y\":2}\n],\"a\":1}",
                "{\"l\":[\n  \"x\",\n  {\"y\":2},\n  9\n],\"a\":1}", -1);
    change_list("{\"l\":[\n  \"x\" ,\n  {\"y\":2},\n  3\n]}", "{\"l\":[\n  {\"y\":2},\n  3\n]}", 0);
    change_list("{\"l\":[\n  \"x\",\n  {\"y\":2} ,\n  3\n]}", "{\"l\":[\n  \"x\",\n  3\n]}", 1);
    change_list("{\"l\":[\n  \"x\",\n  {\"y\":2} ,\n  3\n]}",
                "{\"l\":[\n  \"x\",\n  {\"y\":2} \n]}", 2);
    change_list("{\"l\":[ \"x\" ]}", "{\"l\":[ ]}", 0);
}

static void edits(void **state)
{
    edit("{\"a\":\"old\"}", "{\"a\":\"new\", \"n\": 12, \"t\": \"x\"}");
    edit("{\"a\":\"old\",\"b\":[1.50]}", "{\"a\":\"new\", \"n\": 12, \"t\": \"x\",\"b\":[1.50]}");
    edit("{\n  \"b\": 1,\n  \"a\": \"old\"\n}\n",
         "{\n  \"b\": 1,\n  \"a\": \"new\",\n  \"n\": 12,\n  \"t\": \"x\"\n}\n");
    edit("{\"n\": 1e3 , \"t\":\"\\u0041\",\"a\" : \"\"}",
         "{\"n\": 12 , \"t\":\"x\",\"a\" : \"new\"}");
    edit("{\"\\u0061\":\"old\"}", "{\"\\u0061\":\"new\", \"n\": 12, \"t\": \"x\"}");
    edit("\r\n{\r\n\t\"a\":{\"n\":5}}",
         "\r\n{\r\n\t\"a\":\"new\",\r\n\t\"n\": 12,\r\n\t\"t\": \"x\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers), cmocka_unit_test(names),      cmocka_unit_test(foreign_names),
        cmocka_unit_test(edits),   cmocka_unit_test(list_edits),
    };
    return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
