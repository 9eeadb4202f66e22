/* How the ticker's pictures go by, how fast, and how high the strips are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/belt.h"
#include "ipc/shape.h"

/* As "picture:source>dest+length", one behind the other. */
static void say(const struct belt *belt, bool is_mirrored, char *text, size_t size)
{
    struct belt_piece pieces[BELT_PIECES];
    size_t count = belt_pieces(belt, pieces), used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (is_mirrored)
            belt_mirror(belt, &pieces[i]);
        used +=
            (size_t)snprintf(text + used, size - used, "%s%zu:%u>%u+%u", i ? " " : "",
                             pieces[i].picture, pieces[i].source, pieces[i].dest, pieces[i].length);
    }
}

static void a_picture_comes_in_goes_by_and_is_followed(void **state)
{
    static const struct {
        int64_t at;
        uint32_t first, second;
        const char *want, *mirrored;
    } cases[] = {
        {-100, 300, 0, "", ""}, /* at the window's end */
        {-99, 300, 0, "0:0>99+1", "0:299>0+1"},
        {-40, 300, 300, "0:0>40+60", "0:240>0+60"},
        {0, 300, 300, "0:0>0+100", "0:200>0+100"},
        {150, 300, 300, "0:150>0+100", "0:50>0+100"},
        {200, 300, 300, "0:200>0+100", "0:0>0+100"},
        {201, 300, 300, "0:201>0+99 1:0>99+1", "0:0>1+99 1:299>0+1"},
        {299, 300, 120, "0:299>0+1 1:0>1+99", "0:0>99+1 1:21>0+99"},
        {299, 300, 0, "0:299>0+1", "0:0>99+1"}, /* what follows has not come yet */
        {300, 300, 0, "", ""},
        {0, 0, 0, "", ""},
        {0, 100, 100, "0:0>0+100", "0:0>0+100"},
        {1, 100, 100, "0:1>0+99 1:0>99+1", "0:0>1+99 1:99>0+1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct belt belt = {100, {cases[i].first, cases[i].second}, cases[i].at, 0};
        char text[128];
        say(&belt, false, text, sizeof text);
        assert_string_equal(text, cases[i].want);
        say(&belt, true, text, sizeof text);
        assert_string_equal(text, cases[i].mirrored);
        assert_int_equal(belt_has_passed(&belt), cases[i].at >= (int64_t)cases[i].first);
    }
}

static void two_words_go_by_in_a_second_in_whole_pixels(void **state)
{
    static const struct {
        uint32_t height;
        double rate;
        uint32_t step;
    } cases[] = {{80, 60, 4}, {80, 62.5, 4}, {80, 30, 8}, {160, 60, 8}, {80, 50, 5},
                 {25, 60, 1}, {18, 144, 1},  {1, 240, 1}, {53, 60, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(belt_step(cases[i].height, cases[i].rate), cases[i].step);
}

static void strips_leave_a_slide_its_room(void **state)
{
    static const struct {
        uint32_t width, height, banner, ticker;
        bool is_board;
    } cases[] = {
        {1920, 1080, 120, 80, false}, {1080, 1920, 170, 80, false}, {3840, 2160, 240, 160, false},
        {1366, 768, 85, 57, false},   {1280, 240, 86, 62, true},    {192, 96, 35, 25, true},
        {128, 32, 16, 16, true},      {16, 2, 1, 1, true},          {1, 1, 1, 1, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shape banner = shape_banner(cases[i].width, cases[i].height);
        struct shape ticker = shape_ticker(cases[i].width, cases[i].height);
        assert_int_equal(banner.height, cases[i].banner);
        assert_int_equal(ticker.height, cases[i].ticker);
        assert_int_equal(shape_is_board(cases[i].width, cases[i].height), cases[i].is_board);
        assert_true(banner.unit > 0 && ticker.unit > 0);
        for (unsigned has = 0; has < 4; has++) {
            bool has_banner = has & 1, has_ticker = has & 2;
            bool gives_way = has_banner && cases[i].is_board;
            struct shape_room room =
                shape_room(cases[i].width, cases[i].height, has_banner, has_ticker);
            assert_int_equal(room.top, has_banner ? banner.height : 0);
            assert_int_equal(room.foot, has_ticker && !gives_way ? ticker.height : 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_comes_in_goes_by_and_is_followed),
        cmocka_unit_test(two_words_go_by_in_a_second_in_whole_pixels),
        cmocka_unit_test(strips_leave_a_slide_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
