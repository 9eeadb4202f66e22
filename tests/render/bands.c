/* What must hold for every band and every test card: on all screens, in both languages, turned. */
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
#include "render/rgb.h"
#include "render/turn.h"
#include "said.h"

/* Draws a job that has no number yet; frees it. */
static cJSON *draw(char *job, struct pixels *ret)
{
    char *full = NULL;
    assert_non_null(job);
    assert_true(asprintf(&full, "{\"job\":1,%s", job + 1) > 0);
    cJSON *answer = desk_draw(&desk, full, ret);
    free(full);
    free(job);
    return answer;
}

static int number_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsNumber(value));
    return value->valueint;
}

static rgb colour_of(const cJSON *object, const char *name)
{
    rgb colour;
    assert_true(rgb_parse(cJSON_GetObjectItem(object, name)->valuestring, &colour));
    return colour;
}

/* One text, whole, within the strip, in colours that can be told apart. Returns its size in px. */
static int check_strip(const cJSON *answer, int width, int height)
{
    const cJSON *boxes = cJSON_GetObjectItem(answer, "boxes"), *box = cJSON_GetArrayItem(boxes, 0);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(answer, "ok")));
    assert_int_equal(cJSON_GetArraySize(boxes), 1);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(answer, "overflow")), 0);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(answer, "missing")), 0);
    assert_true(number_of(box, "x") >= 0 && number_of(box, "y") >= 0);
    assert_true(number_of(box, "x") + number_of(box, "width") <= width);
    assert_true(number_of(box, "y") + number_of(box, "height") <= height);
    assert_true(rgb_contrast(colour_of(box, "colour"), colour_of(box, "ground")) >= 4.5);
    return number_of(box, "size");
}

static const struct {
    unsigned width, height;
    double least; /* of the capitals, a share of the shorter side */
} screens[] = {
    {1920, 1080, 0.025}, {1080, 1920, 0.025}, {3840, 2160, 0.025}, {1366, 768, 0.025},
    {1280, 1024, 0.025}, {1280, 240, 0.06},   {240, 1280, 0.05},   {192, 96, 0.1},
    {320, 160, 0.08},    {96, 192, 0.1},
};
static const double cap_height = 0.714; /* em of Noto Sans */

static void every_word_can_be_read_from_afar(void **state)
{
    static const char *const ends[] = {"refused", "pulled", "done"};
    for (size_t at = 0; at < sizeof screens / sizeof *screens; at++) {
        unsigned width = screens[at].width, height = screens[at].height, strip;
        unsigned shorter = width < height ? width : height;
        for (unsigned i = (unsigned)at; i < 2 * 3 * 45; i += at == 0 ? 1 : 11) {
            char usb[128];
            snprintf(usb, sizeof usb, "{\"state\":\"%s\",\"code\":%u,\"unsigned\":%s}", ends[i % 3],
                     i / 6, i / 6 % 2 ? "true" : "false");
            char *job = said_band(usb, i % 2 ? "en" : "vi", width, height, 0, &strip);
            cJSON *answer = draw(job, NULL);
            int size = check_strip(answer, (int)width, (int)strip);
            if (size * cap_height < screens[at].least * shorter)
                fail_msg("%s on %ux%u: %d px", usb, width, height, size);
            cJSON_Delete(answer);
        }
    }
}

static void the_bar_is_as_long_as_what_is_done(void **state)
{
    for (unsigned percent = 0; percent <= 100; percent += 20) {
        for (size_t at = 0; at < sizeof screens / sizeof *screens; at++) {
            unsigned width = screens[at].width, height = screens[at].height, strip, length = 0;
            struct pixels pixels = PIXELS_NONE;
            char usb[64];
            snprintf(usb, sizeof usb, "{\"state\":\"copying\",\"percent\":%u}", percent);
            cJSON *answer = draw(said_band(usb, "vi", width, height, 0, &strip), &pixels);
            check_strip(answer, (int)width, (int)strip);
            rgb ink =
                colour_of(cJSON_GetArrayItem(cJSON_GetObjectItem(answer, "boxes"), 0), "colour");
            assert_int_equal(pixels.height, strip);
            const uint32_t *row = pixels.data + (size_t)(strip - 1) * width;
            while (length < width && row[length] == (0xFF000000 | ink))
                length++;
            assert_int_equal(length, width * percent / 100);
            for (unsigned x = length; x < width; x++)
                assert_int_not_equal(row[x], 0xFF000000 | ink);
            pixels_finish(&pixels);
            cJSON_Delete(answer);
        }
    }
}

static void the_pairing_line_has_room(void **state)
{
    static const char *const devices[] = {
        "{\"addresses\":[]}", "{\"addresses\":[\"192.168.100.200\"]}",
        "{\"addresses\":[\"192.168.100.200\",\"2001:db8:1111:2222:3333:4444:5555:6666\"]}"};
    for (size_t at = 0; at < 5; at++) {
        for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
            unsigned width = screens[at].width, height = screens[at].height, strip;
            unsigned shorter = width < height ? width : height;
            cJSON *answer = draw(said_line(devices[i], "vi", width, height, &strip), NULL);
            assert_true(check_strip(answer, (int)width, (int)strip) * cap_height >= 0.02 * shorter);
            cJSON_Delete(answer);
        }
    }
}

static void what_is_turned_has_the_same_pixels(void **state)
{
    for (int card = 0; card < 2; card++) {
        struct pixels upright = PIXELS_NONE;
        unsigned width = 640, height = 360;
        const char *usb = "{\"state\":\"copying\",\"percent\":30}";
        cJSON_Delete(draw(card ? said_testcard(width, height, 0)
                               : said_band(usb, "vi", width, height, 0, NULL),
                          &upright));
        for (unsigned rotate = 90; rotate < 360; rotate += 90) {
            struct pixels turned = PIXELS_NONE;
            uint32_t *wanted = malloc(upright.size);
            cJSON_Delete(draw(card ? said_testcard(width, height, rotate)
                                   : said_band(usb, "vi", width, height, rotate, NULL),
                              &turned));
            turn_pixels(upright.data, upright.width, upright.height, rotate, wanted);
            assert_int_equal(turned.width, rotate == 180 ? upright.width : upright.height);
            assert_memory_equal(turned.data, wanted, upright.size);
            free(wanted);
            pixels_finish(&turned);
        }
        pixels_finish(&upright);
    }
}

/* The outermost pixels are white, those within are not, and the middle is marked. */
static void the_card_frames_every_panel(void **state)
{
    static const unsigned sizes[][2] = {{192, 96},   {1920, 1080}, {1080, 1920}, {3840, 2160},
                                        {1280, 240}, {193, 97},    {240, 1280},  {64, 32}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned width = sizes[i][0], height = sizes[i][1], white = 0;
        struct pixels pixels = PIXELS_NONE;
        cJSON_Delete(draw(said_testcard(width, height, 0), &pixels));
        for (unsigned y = 0; y < height; y++) {
            for (unsigned x = 0; x < width; x++) {
                uint32_t pixel = pixels.data[(size_t)y * width + x];
                bool outermost = x == 0 || y == 0 || x == width - 1 || y == height - 1;
                if (outermost)
                    assert_int_equal(pixel, 0xFFFFFFFF);
                white += (x == 1 || y == 1) && pixel == 0xFFFFFFFF;
            }
        }
        assert_true(white <= 4); /* the border's own ends */
        assert_int_equal(pixels.data[(size_t)((height - 1) / 2) * width + (width - 1) / 2],
                         0xFFFFFFFF);
        assert_int_equal(pixels.data[(size_t)(height / 2) * width + width / 2], 0xFFFFFFFF);
        pixels_finish(&pixels);
    }
}

static void nothing_is_too_small_to_be_drawn_on(void **state)
{
    static const unsigned sizes[][2] = {{1, 1}, {2, 3}, {16, 16}, {2000, 1}, {1, 2000}, {40, 20}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const char *usb = "{\"state\":\"copying\",\"percent\":30}";
        cJSON *band = draw(said_band(usb, "vi", sizes[i][0], sizes[i][1], 0, NULL), NULL);
        cJSON *card = draw(said_testcard(sizes[i][0], sizes[i][1], 0), NULL);
        assert_true(cJSON_IsTrue(cJSON_GetObjectItem(band, "ok")));
        assert_true(cJSON_IsTrue(cJSON_GetObjectItem(card, "ok")));
        cJSON_Delete(band);
        cJSON_Delete(card);
    }
}

/* Strips have no room for lines of their authors': nothing is cut there, or lost. */
static void a_line_break_is_a_blank(void **state)
{
    static const struct {
        const char *job, *said;
        int width, height;
    } cases[] = {
        {"{\"kind\":\"ticker\",\"texts\":[\"Dòng một\\nDòng hai\"],\"unit\":10,\"least\":640,"
         "\"language\":\"vi\",\"width\":1920,\"height\":80,\"rotate\":0}",
         "Dòng một Dòng hai", 1920, 80},
        {"{\"kind\":\"banner\",\"severity\":\"severe\",\"headline\":\"Nước dâng\\nở Cần Đước\","
         "\"unit\":10,\"language\":\"vi\",\"width\":1920,\"height\":120,\"rotate\":0}",
         "Nước dâng ở Cần Đước", 1920, 120},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cJSON *answer = draw(strdup(cases[i].job), NULL);
        const cJSON *boxes = cJSON_GetObjectItem(answer, "boxes");
        const cJSON *box = cJSON_GetArrayItem(boxes, cJSON_GetArraySize(boxes) - 1);
        assert_non_null(box);
        assert_string_equal(cJSON_GetObjectItem(box, "text")->valuestring, cases[i].said);
        assert_true(number_of(box, "x") + number_of(box, "width") <= cases[i].width);
        assert_true(number_of(box, "y") + number_of(box, "height") <= cases[i].height);
        assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(answer, "overflow")), 0);
        cJSON_Delete(answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_can_be_read_from_afar),
        cmocka_unit_test(the_bar_is_as_long_as_what_is_done),
        cmocka_unit_test(the_pairing_line_has_room),
        cmocka_unit_test(what_is_turned_has_the_same_pixels),
        cmocka_unit_test(the_card_frames_every_panel),
        cmocka_unit_test(nothing_is_too_small_to_be_drawn_on),
        cmocka_unit_test(a_line_break_is_a_blank),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
