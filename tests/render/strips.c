/* The strips that lie over slides: where their words stand, and what they look like on a board. */
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
#include "ipc/shape.h"

static cJSON *draw(const char *job, struct pixels *ret)
{
    cJSON *answer = desk_draw(&desk, job, ret);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(answer, "ok")));
    return answer;
}

/* The first and the last row with ink behind column `from`. */
static void find_ink(const struct pixels *pixels, uint32_t from, uint32_t *ret_first,
                     uint32_t *ret_last)
{
    uint32_t first = pixels->height, last = 0;
    for (uint32_t y = 0; y < pixels->height; y++) {
        const uint32_t *row = pixels->data + (size_t)y * pixels->width;
        for (uint32_t x = from; x < pixels->width; x++) {
            if (row[x] == row[pixels->width - 1])
                continue;
            first = y < first ? y : first;
            last = y;
        }
    }
    *ret_first = first;
    *ret_last = last;
}

static void a_warning_stands_in_the_middle_of_its_strip_tails_and_all(void **state)
{
    static const struct {
        uint32_t width, height;
        const char *headline;
    } cases[] = {{1280, 720, "Mất nước 14 giờ"},
                 {1920, 1080, "Mất nước 14 giờ, Ở ĐẦU NGUỒN"},
                 {1080, 1920, "Mất nước 14 giờ"},
                 {1280, 720, "ជូនដំណឹងអំពីទឹកជំនន់"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shape shape = shape_banner(cases[i].width, cases[i].height);
        struct pixels pixels = PIXELS_NONE;
        uint32_t first, last;
        char job[512];
        snprintf(job, sizeof job,
                 "{\"job\":1,\"kind\":\"banner\",\"width\":%u,\"height\":%u,\"rotate\":0,"
                 "\"language\":\"vi\","
                 "\"unit\":%f,\"severity\":\"Minor\",\"headline\":\"%s\",\"theme\":null}",
                 cases[i].width, shape.height, shape.unit, cases[i].headline);
        cJSON_Delete(draw(job, &pixels));
        find_ink(&pixels, shape.height + (uint32_t)(5 * shape.unit), &first, &last);
        uint32_t below = shape.height - 1 - last;
        uint32_t most = shape.height / 16;
        assert_true(first >= most / 2 && below >= most / 2);
        assert_in_range(first + most - below, 0, 2 * most);
        pixels_finish(&pixels);
    }
}

static void the_ticker_of_a_small_board_is_white_on_black_whatever_the_theme(void **state)
{
    static const struct {
        uint32_t width, height;
        bool is_black;
    } cases[] = {{320, 160, true}, {160, 320, true}, {640, 360, false}, {640, 120, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t width = cases[i].width, height = cases[i].height;
        struct shape shape = shape_ticker(width, height);
        struct pixels pixels = PIXELS_NONE;
        uint32_t ground = 0xFF000000 | (cases[i].is_black ? 0x000000 : 0xEEF1F6);
        char job[512];
        snprintf(job, sizeof job,
                 "{\"job\":1,\"kind\":\"ticker\",\"width\":8192,\"height\":%u,\"rotate\":0,"
                 "\"language\":\"vi\","
                 "\"unit\":%f,\"least\":%u,\"black\":%s,\"texts\":[\"Nghỉ\"],"
                 "\"theme\":{\"base\":\"light\"}}",
                 shape.height, shape.unit, width, shape_is_tiny(width, height) ? "true" : "false");
        cJSON *answer = draw(job, &pixels);
        const cJSON *box = cJSON_GetArrayItem(cJSON_GetObjectItem(answer, "boxes"), 0);
        assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(box, "colour")),
                            cases[i].is_black ? "#FFFFFF" : "#14213D");
        assert_int_equal(0xFF000000 | pixels.data[pixels.width * pixels.height - 1], ground);
        cJSON_Delete(answer);
        pixels_finish(&pixels);
        /* Its place, while it has not come. */
        snprintf(job, sizeof job,
                 "{\"job\":1,\"kind\":\"item\",\"width\":%u,\"height\":%u,\"rotate\":0,\"foot\":%u,"
                 "\"language\":\"vi\",\"item\":{\"type\":\"notice\",\"title\":\"Nghỉ\"},"
                 "\"theme\":{\"base\":\"light\"}}",
                 width, height, shape.height);
        cJSON_Delete(draw(job, &pixels));
        assert_int_equal(0xFF000000 | pixels.data[width * height - 1], ground);
        pixels_finish(&pixels);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_warning_stands_in_the_middle_of_its_strip_tails_and_all),
        cmocka_unit_test(the_ticker_of_a_small_board_is_white_on_black_whatever_the_theme),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
