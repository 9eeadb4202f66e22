/* What must hold for every slide: at every size, in every theme, with every language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "boxes.h"
#include "fixture.h"
#include "items.h"
#include "render/rgb.h"

static cJSON *draw(size_t item, unsigned width, unsigned height, const char *theme,
                   struct pixels *ret)
{
    char *job = desk_job(test_items[item].json, width, height, 0, test_items[item].language, theme);
    cJSON *answer = desk_draw(&desk, job, ret);
    free(job);
    return answer;
}

static bool has_role(const cJSON *answer, const char *role)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(answer, "boxes"))
    {
        if (strcmp(string_of(entry, "role"), role) == 0)
            return true;
    }
    return false;
}

static const unsigned common_sizes[][2] = {{1920, 1080}, {1080, 1920}, {1366, 768},
                                           {3840, 2160}, {1280, 1024}, {1024, 1280}};

static void usual_items_fit_usual_screens(void **state)
{
    for (size_t i = 0; i < test_item_count; i++)
        for (size_t size = 0; size < sizeof common_sizes / sizeof *common_sizes; size++) {
            unsigned width = common_sizes[size][0], height = common_sizes[size][1];
            cJSON *answer = draw(i, width, height, size % 2 ? "light" : "dark", NULL);
            char *text = cJSON_PrintUnformatted(cJSON_GetObjectItem(answer, "overflow"));
            if (strcmp(text, "[]") != 0)
                fail_msg("%s %ux%u: %s found no room", test_items[i].name, width, height, text);
            assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(answer, "missing")), 0);
            boxes_check(answer, (int)width, (int)height, test_items[i].name);
            assert_true(has_role(answer, "band"));
            free(text);
            cJSON_Delete(answer);
        }
}

/* Every layout on every kind of board. What a board is too small for is said, and the name is
 * always there. */
static void every_page_stands_on_every_board(void **state)
{
    for (size_t i = 0; i < test_item_count; i++)
        for (size_t size = 0; size < SHEET_SIZES; size++)
            boxes_check_pages(&desk, &test_items[i], sheet_sizes[size][0], sheet_sizes[size][1],
                              NULL, NULL);
}

static void nothing_is_drawn_outside_at_any_size(void **state)
{
    static const unsigned sizes[][2] = {
        {1, 1},      {64, 32},  {32, 64},  {192, 96}, {320, 160}, {512, 128},  {1280, 240},
        {240, 1280}, {2000, 1}, {1, 2000}, {96, 96},  {400, 300}, {1920, 200}, {700, 2000}};
    for (size_t i = 0; i < test_item_count; i++)
        for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
            cJSON *answer = draw(i, sizes[size][0], sizes[size][1], "dark", NULL);
            assert_true(cJSON_IsTrue(cJSON_GetObjectItem(answer, "ok")));
            boxes_check(answer, (int)sizes[size][0], (int)sizes[size][1], test_items[i].name);
            cJSON_Delete(answer);
        }
}

/* VISUAL: at least a third of the surface stays empty. Counted on the picture itself. */
static void a_third_of_the_surface_is_empty(void **state)
{
    for (size_t i = 0; i < test_item_count; i++) {
        struct pixels pixels = PIXELS_NONE;
        cJSON *answer = draw(i, 960, 540, "dark", &pixels);
        size_t ground = 0, count = (size_t)pixels.width * pixels.height;
        for (size_t p = 0; p < count; p++) {
            assert_int_equal(pixels.data[p] >> 24, 0xFF);
            ground += (pixels.data[p] & 0xFFFFFF) == 0x0A1F3C;
        }
        assert_true(ground * 3 > count);
        pixels_finish(&pixels);
        cJSON_Delete(answer);
    }
}

/* The pixels themselves: whole modules, dark or white, and four modules of white around. */
static void codes_are_sharp(void **state)
{
    struct pixels pixels = PIXELS_NONE;
    cJSON *answer = draw(0, 1920, 1080, "light", &pixels), *entry;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
    {
        struct box box = box_of(entry);
        if (strcmp(box.role, "code") != 0)
            continue;
        assert_string_equal(box.text, "https://dichvucong.gov.vn");
        assert_int_equal(box.width % box.size, 0);
        int modules = box.width / box.size;
        for (int y = 2; y < modules - 2; y++) /* the card's corners are round */
            for (int x = 2; x < modules - 2; x++) {
                uint32_t first = 0;
                for (int dy = 0; dy < box.size; dy++)
                    for (int dx = 0; dx < box.size; dx++) {
                        size_t row = (size_t)(box.y + y * box.size + dy);
                        uint32_t pixel =
                            pixels.data[row * 1920 + (size_t)(box.x + x * box.size + dx)];
                        first = dy + dx == 0 ? pixel : first;
                        assert_int_equal(pixel, first);
                    }
                assert_true(first == 0xFFFFFFFF || first == 0xFF000000);
                if (x < 4 || y < 4 || x >= modules - 4 || y >= modules - 4)
                    assert_int_equal(first, 0xFFFFFFFF);
            }
    }
    pixels_finish(&pixels);
    cJSON_Delete(answer);
}

/* Draws a directory of `entries` (JSON) for a screen on which a telephone needs cards of `scan` px.
 */
static cJSON *draw_entries(const char *entries, unsigned width, unsigned height, unsigned scan)
{
    char *item = NULL, *job = NULL;
    assert_true(asprintf(&item,
                         "{\"type\":\"directory\",\"title\":\"Gọi ai, ở đâu?\",\"entries\":[%s]}",
                         entries) > 0);
    char *plain = desk_job(item, width, height, 0, "vi", "dark");
    assert_true(asprintf(&job, "%.*s,\"scanPixels\":%u}", (int)strlen(plain) - 1, plain, scan) > 0);
    cJSON *answer = desk_draw(&desk, job, NULL);
    free(job);
    free(plain);
    free(item);
    return answer;
}

#define ONE "{\"name\":\"Một cửa\",\"phone\":\"0272.1022\",\"url\":\"https://motcua.gov.vn\"}"
#define OTHER "{\"name\":\"Dịch vụ công\",\"url\":\"https://dichvucong.longan.gov.vn/\"}"
#define SILENT "{\"name\":\"Hộ tịch\",\"phone\":\"0272.1022\"}"
#define ENDLESS                                                                                    \
    "{\"name\":\"Đất "                                                                          \
    "đai\",\"url\":\"https://dichvucong.longan.gov.vn/huong-dan/nop-ho-so-dat-dai\"}"

/* Beside or below its entry's words each code can be read from its place, and all are alike; where
 * one could not be, none is drawn, and nothing is said to be missing. */
static void a_directory_has_all_its_codes_or_none(void **state)
{
    static const struct {
        const char *behaviour, *entries;
        unsigned width, height, scan;
        int codes;
    } cases[] = {
        {"two on 43 inches", ONE "," OTHER, 1920, 1080, 303, 2},
        {"three on 43 inches", ONE "," SILENT "," ONE, 1920, 1080, 303, 2},
        {"four on 43 inches are too many", ONE "," ONE "," ONE "," ONE, 1920, 1080, 303, 0},
        {"four on 55 inches", ONE "," OTHER "," SILENT "," ONE, 1920, 1080, 237, 3},
        {"of a screen of unknown size", ONE "," OTHER, 3840, 2160, 0, 2},
        {"nobody has an address", SILENT "," SILENT, 1920, 1080, 237, 0},
        {"five", ONE "," ONE "," ONE "," ONE "," ONE, 3840, 2160, 100, 0},
        {"a screen on its side", ONE "," OTHER, 1080, 1920, 237, 0},
        {"scanned from far away", ONE "," OTHER, 1920, 1080, 700, 0},
        {"an address that finds no room on one line", ONE "," ENDLESS, 1920, 1080, 303, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cJSON *answer =
            draw_entries(cases[i].entries, cases[i].width, cases[i].height, cases[i].scan);
        const cJSON *entry;
        int codes = 0, addresses = 0, labels = 0, side = 0;
        cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
        {
            struct box box = box_of(entry);
            addresses += strcmp(box.role, "url") == 0;
            labels += strcmp(box.role, "label") == 0;
            if (strcmp(box.role, "code") != 0)
                continue;
            assert_true(box.width == box.height && box.width >= (int)cases[i].scan);
            assert_true(codes++ == 0 || box.width == side);
            assert_memory_equal(box.text, "https://", 8);
            side = box.width;
        }
        if (codes != cases[i].codes)
            fail_msg("%s: %d codes", cases[i].behaviour, codes);
        assert_true(codes == 0 || codes == addresses);
        assert_int_equal(labels, codes > 0);
        assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(answer, "overflow")), 0);
        boxes_check(answer, (int)cases[i].width, (int)cases[i].height, cases[i].behaviour);
        cJSON_Delete(answer);
    }
}

/* A number alone grows to where room is left, not at the cost of the name. */
static void a_number_alone_leaves_the_name_its_size(void **state)
{
    for (size_t i = 0; i < test_item_count; i++) {
        if (strcmp(test_items[i].name, "hotline-alone") != 0)
            continue;
        cJSON *answer = draw(i, 1920, 1080, "dark", NULL);
        cJSON *entry;
        int name = 0;
        cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
        {
            struct box box = box_of(entry);
            if (strcmp(box.role, "name") == 0)
                name = box.size;
        }
        assert_in_range(name, 107, 109); /* 10.8 units of 10 px */
        cJSON_Delete(answer);
    }
}

/* A number to be copied is the largest thing of its slide, and stands on one line. */
static void numbers_and_addresses_are_the_largest(void **state)
{
    static const struct {
        const char *item, *role;
    } cases[] = {{"service", "url"}, {"hotline", "phone"}, {"hotline-alone", "phone"}};
    for (size_t i = 0; i < test_item_count; i++)
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            if (strcmp(cases[c].item, test_items[i].name) != 0)
                continue;
            for (size_t size = 0; size < 2; size++) {
                cJSON *answer = draw(i, common_sizes[size][0], common_sizes[size][1], "dark", NULL);
                cJSON *entry;
                int hero = 0, others = 0;
                cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
                {
                    struct box box = box_of(entry);
                    if (strcmp(box.role, cases[c].role) == 0) {
                        hero = box.size;
                        assert_in_range(box.height, 1, 2 * box.size); /* one line */
                    } else if (strcmp(box.role, "code") != 0 && box.size > others) {
                        others = box.size;
                    }
                }
                /* A long address has its line's width, and the name is to be read from afar, too.
                 */
                assert_true(strcmp(cases[c].role, "url") == 0 ? hero * 5 >= others * 4
                                                              : hero > others);
                cJSON_Delete(answer);
            }
        }
}

/* A first word alone on its line is worse than letters a little smaller, and better than letters
 * much smaller. */
static void a_first_word_is_not_left_alone_for_a_little_size(void **state)
{
    static const struct {
        const char *name;
        int lines;
    } cases[] = {{"Cổng thông tin 1022", 1}, {"Cổng Dịch vụ công quốc gia", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *item = NULL;
        assert_true(asprintf(&item, "{\"type\":\"service\",\"name\":\"%s\"}", cases[i].name) > 0);
        char *job = desk_job(item, 1080, 1920, 0, "vi", "dark");
        cJSON *answer = desk_draw(&desk, job, NULL), *entry;
        cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
        {
            struct box box = box_of(entry);
            if (strcmp(box.role, "name") != 0)
                continue;
            assert_int_equal(1 + (box.height > 2 * box.size), cases[i].lines);
            assert_true(box.size >= 108 * 85 / 100); /* of 10.8 units */
        }
        cJSON_Delete(answer);
        free(job);
        free(item);
    }
}

/* Draws a notice with that title and returns the answer. */
static cJSON *draw_title(const char *title, unsigned width, unsigned height)
{
    cJSON *item = cJSON_CreateObject();
    cJSON_AddStringToObject(item, "type", "notice");
    cJSON_AddStringToObject(item, "title", title);
    cJSON_AddStringToObject(item, "url", "https://dx.gov.vn");
    char *json = cJSON_PrintUnformatted(item);
    char *job = desk_job(json, width, height, 0, "vi", "dark");
    cJSON *answer = desk_draw(&desk, job, NULL);
    free(job);
    free(json);
    cJSON_Delete(item);
    return answer;
}

static void what_finds_no_room_is_reported_and_ends_in_dots(void **state)
{
    char title[4000] = "";
    for (int i = 0; i < 60; i++)
        snprintf(title + strlen(title), sizeof title - strlen(title), "Hồ sơ trực tuyến số %d ", i);
    cJSON *answer = draw_title(title, 1920, 1080), *entry;
    const cJSON *overflow = cJSON_GetObjectItem(answer, "overflow");
    assert_int_equal(cJSON_GetArraySize(overflow), 1);
    assert_string_equal(cJSON_GetArrayItem(overflow, 0)->valuestring, "title");
    assert_true(has_role(answer, "url")); /* the address does not go for it */
    cJSON_ArrayForEach(entry, cJSON_GetObjectItem(answer, "boxes"))
    {
        struct box box = box_of(entry);
        if (strcmp(box.role, "title") == 0)
            assert_string_equal(box.text + strlen(box.text) - strlen("…"), "…");
    }
    cJSON_Delete(answer);
}

static void the_same_job_gives_the_same_pixels(void **state)
{
    for (size_t i = 0; i < test_item_count; i++) {
        struct pixels first = PIXELS_NONE, second = PIXELS_NONE;
        cJSON_Delete(draw(i, 640, 360, "light", &first));
        cJSON_Delete(draw((i + 1) % test_item_count, 500, 900, "dark", NULL));
        cJSON_Delete(draw(i, 640, 360, "light", &second));
        assert_memory_equal(first.data, second.data, first.size);
        pixels_finish(&first);
        pixels_finish(&second);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_items_fit_usual_screens),
        cmocka_unit_test(every_page_stands_on_every_board),
        cmocka_unit_test(nothing_is_drawn_outside_at_any_size),
        cmocka_unit_test(a_third_of_the_surface_is_empty),
        cmocka_unit_test(codes_are_sharp),
        cmocka_unit_test(a_directory_has_all_its_codes_or_none),
        cmocka_unit_test(a_number_alone_leaves_the_name_its_size),
        cmocka_unit_test(numbers_and_addresses_are_the_largest),
        cmocka_unit_test(a_first_word_is_not_left_alone_for_a_little_size),
        cmocka_unit_test(what_finds_no_room_is_reported_and_ends_in_dots),
        cmocka_unit_test(the_same_job_gives_the_same_pixels),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
