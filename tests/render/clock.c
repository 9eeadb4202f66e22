/* The place of the clock in the name band, and the clock's own strip. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "fixture.h"
#include "items.h"

static int number_of(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsNumber(value));
    return value->valueint;
}

/* The clock's rectangle lies in the band at its right, also in a turned picture, and a clock job of
 * its size has the band's ground at every edge. */
static void the_clock_fits_its_place(void **state)
{
    for (unsigned rotate = 0; rotate < 360; rotate += 90) {
        struct pixels slide = PIXELS_NONE, clock = PIXELS_NONE;
        char *job = desk_job(test_items[0].json, 1920, 1080, rotate, "vi", "dark");
        cJSON *answer = desk_draw(&desk, job, &slide);
        const cJSON *place = cJSON_GetObjectItem(answer, "clock");
        int x = number_of(place, "x"), y = number_of(place, "y");
        int width = number_of(place, "width"), height = number_of(place, "height");
        bool quarter = rotate % 180 != 0;
        char text[256];
        snprintf(text, sizeof text,
                 "{\"job\":2,\"kind\":\"clock\",\"width\":%d,\"height\":%d,\"rotate\":%u,"
                 "\"text\":\"23:59\"}",
                 quarter ? height : width, quarter ? width : height, rotate);
        cJSON *drawn = desk_draw(&desk, text, &clock);
        assert_int_equal(clock.width, width);
        assert_int_equal(clock.height, height);
        size_t ink = 0;
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) {
                uint32_t under = slide.data[(y + row) * (int)slide.width + x + column];
                uint32_t over = clock.data[row * width + column];
                bool edge = row == 0 || row == height - 1 || column == 0;
                assert_int_equal(under, 0xFF12305A);
                if (edge && rotate == 0)
                    assert_int_equal(over, under);
                ink += over != under;
            }
        assert_in_range(ink, 1000, 10000);
        cJSON_Delete(drawn);
        cJSON_Delete(answer);
        free(job);
        pixels_finish(&slide);
        pixels_finish(&clock);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_fits_its_place),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
