/* Where a picture goes in its place: contain, cover, fill. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/slot.h"

static const struct {
    const char *what;
    double width, height;
    unsigned orientation;
    uint32_t place_width, place_height;
    enum picture_fit fit;
    uint32_t expected_width, expected_height;               /* upright */
    uint32_t expected_decode_width, expected_decode_height; /* as stored */
} cases[] = {
    {"contain, same shape", 7680, 4320, 1, 1920, 1080, PICTURE_CONTAIN, 1920, 1080, 1920, 1080},
    {"contain, higher", 1000, 2000, 1, 1920, 1080, PICTURE_CONTAIN, 540, 1080, 540, 1080},
    {"contain, wider", 3000, 1000, 1, 1920, 1080, PICTURE_CONTAIN, 1920, 640, 1920, 640},
    {"contain enlarges", 10, 10, 1, 1920, 1080, PICTURE_CONTAIN, 1080, 1080, 1080, 1080},
    {"contain never gives nothing", 16384, 1, 1, 100, 100, PICTURE_CONTAIN, 100, 1, 100, 1},
    {"contain, turned", 1000, 2000, 6, 1920, 1080, PICTURE_CONTAIN, 540, 1080, 1080, 540},
    {"cover cuts the sides", 3000, 1000, 1, 1000, 1000, PICTURE_COVER, 1000, 1000, 3000, 1000},
    {"cover cuts top and bottom", 1000, 3000, 1, 500, 500, PICTURE_COVER, 500, 500, 500, 1500},
    {"cover, turned", 1000, 3000, 8, 500, 500, PICTURE_COVER, 500, 500, 1500, 500},
    {"fill", 10, 1000, 1, 640, 480, PICTURE_FILL, 640, 480, 640, 480},
    {"fill, turned", 10, 1000, 5, 640, 480, PICTURE_FILL, 640, 480, 480, 640},
};

static void pictures_take_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slot slot;
        slot_find(cases[i].width, cases[i].height, cases[i].orientation, cases[i].place_width,
                  cases[i].place_height, cases[i].fit, &slot);
        if (slot.width != cases[i].expected_width || slot.height != cases[i].expected_height ||
            slot.decode_width != cases[i].expected_decode_width ||
            slot.decode_height != cases[i].expected_decode_height)
            fail_msg("%s: %u × %u, decoded %u × %u", cases[i].what, slot.width, slot.height,
                     slot.decode_width, slot.decode_height);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pictures_take_their_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
