/* Letters and signs that no font has: which are told, and which make an item unreadable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "fixture.h"

static const char *string_of(const cJSON *object, const char *name)
{
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItem(object, name));
    assert_non_null(string);
    return string;
}

/* Draws a notice with that title, of the office `band`, and returns the answer. */
static cJSON *draw(const char *title, const char *band)
{
    char *job = NULL;
    assert_true(asprintf(&job,
                         "{\"job\":1,\"kind\":\"item\",\"width\":1920,\"height\":1080,"
                         "\"rotate\":0,\"language\":\"vi\",\"band\":\"%s\",\"clock\":true,"
                         "\"item\":{\"type\":\"notice\",\"title\":\"%s\"}}",
                         band, title) > 0);
    cJSON *answer = desk_draw(&desk, job, NULL);
    free(job);
    return answer;
}

static void letters_without_a_font_are_reported(void **state)
{
    cJSON *answer = draw("Xin chào 📱 bà con 漢", "Long An"), *entry;
    const cJSON *missing = cJSON_GetObjectItem(answer, "missing");
    assert_int_equal(cJSON_GetArraySize(missing), 2);
    assert_string_equal(cJSON_GetArrayItem(missing, 0)->valuestring, "U+1F4F1");
    assert_string_equal(cJSON_GetArrayItem(missing, 1)->valuestring, "U+6F22");
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
    {
        if (strcmp(string_of(entry, "role"), "title") == 0)
            assert_string_equal(string_of(entry, "text"), "Xin chào bà con");
    }
    cJSON_Delete(answer);
}

/* An answer that lacks a letter is not shown: only what nobody can do without counts. */
static void an_item_lacks_letters_and_digits_but_no_signs(void **state)
{
    static const struct {
        const char *title, *letter, *script; /* NULL: it lacks nothing */
    } cases[] = {
        {"Xin chào bà con", NULL, NULL},
        {"សួស្តី Xin chào", NULL, NULL},
        {"Xin chào 📱 🎉 👍🏽 ❤️ 🇻🇳 1️⃣", NULL, NULL},
        {"Xin chào \uE000", NULL, NULL},
        {"🎉 Xin chào 漢 字", "U+6F22", "Hani"},
        {"ສະບາຍດີ", "U+0EAA", "Laoo"},
        {"Xin \u0EB5 chào", "U+0EB5", "Laoo"},
        {"𝐗in chào", "U+1D417", ""},
        {"Bước ㊿", "U+32BF", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cJSON *answer = draw(cases[i].title, "Long An");
        const cJSON *lack = cJSON_GetObjectItem(answer, "lacks");
        if (!lack != !cases[i].letter)
            fail_msg("%s: %s", cases[i].title, lack ? string_of(lack, "letter") : "lacks nothing");
        if (lack) {
            assert_string_equal(string_of(lack, "letter"), cases[i].letter);
            assert_string_equal(string_of(lack, "script"), cases[i].script);
        }
        cJSON_Delete(answer);
    }
}

static void a_hole_in_the_name_band_takes_no_item_away(void **state)
{
    static const char band[] = "ສະບາຍດີ";
    for (unsigned is_in_title = 0; is_in_title < 2; is_in_title++) {
        cJSON *answer = draw(is_in_title ? band : "Xin chào", band);
        assert_true(cJSON_GetArraySize(cJSON_GetObjectItem(answer, "missing")) > 0);
        assert_int_equal(cJSON_HasObjectItem(answer, "lacks"), is_in_title);
        cJSON_Delete(answer);
    }
}

/* Of the ticker only the line goes; what is drawn besides stands as if it had never been there. */
static void a_line_of_the_ticker_without_a_font_is_passed_over(void **state)
{
    static const char *const texts[][2] = {
        {"\"Mời bà con\"", "\"Mời bà con\""},
        {"\"ສະບາຍດີ\",\"Mời bà con\"", "\"Mời bà con\""},
        {"\"Mời bà con\",\"Số 漢 1022\",\"Gọi 1022\"", "\"Mời bà con\",\"Gọi 1022\""},
        {"\"ສະບາຍດີ\"", NULL},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cJSON *boxes[2] = {0};
        for (size_t j = 0; j < 2 && texts[i][j]; j++) {
            char job[512];
            snprintf(job, sizeof job,
                     "{\"job\":1,\"kind\":\"ticker\",\"width\":8192,\"height\":80,\"rotate\":0,"
                     "\"language\":\"vi\",\"unit\":10,\"least\":1920,\"texts\":[%s]}",
                     texts[i][j]);
            cJSON *answer = desk_draw(&desk, job, NULL);
            assert_int_equal(cJSON_HasObjectItem(answer, "lacks"), i > 0 && j == 0);
            boxes[j] = cJSON_DetachItemFromObject(answer, "boxes");
            cJSON_Delete(answer);
        }
        if (texts[i][1])
            assert_true(cJSON_Compare(boxes[0], boxes[1], true));
        else
            assert_int_equal(cJSON_GetArraySize(boxes[0]), 0);
        cJSON_Delete(boxes[0]);
        cJSON_Delete(boxes[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_without_a_font_are_reported),
        cmocka_unit_test(an_item_lacks_letters_and_digits_but_no_signs),
        cmocka_unit_test(a_hole_in_the_name_band_takes_no_item_away),
        cmocka_unit_test(a_line_of_the_ticker_without_a_font_is_passed_over),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
