/* exif_orientation: what the eight values are, and that nonsense is "upright". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/exif.h"

#define II 'I', 'I', 42, 0, 8, 0, 0, 0
#define MM 'M', 'M', 0, 42, 0, 0, 0, 8

static const struct {
    const char *what;
    uint8_t bytes[64];
    size_t size;
    unsigned expected;
} cases[] = {
    {"little-endian 6", {II, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0}, 22, 6},
    {"big-endian 8", {MM, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0}, 22, 8},
    {"behind another entry",
     {II, 2, 0, 0x0F, 1, 2, 0, 4, 0, 0, 0, 'a', 'b', 'c', 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 3, 0, 0, 0},
     34,
     3},
    {"with JPEG's own prefix",
     {'E', 'x', 'i', 'f', 0, 0, II, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 5},
     28,
     5},
    {"0 is none", {II, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0}, 22, 1},
    {"9 is none", {II, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0}, 22, 1},
    {"a long is none", {II, 1, 0, 0x12, 1, 4, 0, 1, 0, 0, 0, 6, 0, 0, 0}, 22, 1},
    {"an entry beyond the end", {II, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0}, 21, 1},
    {"more entries than bytes", {II, 0xFF, 0xFF, 0x0F, 1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0}, 22, 1},
    {"a directory beyond the end", {'I', 'I', 42, 0, 0xFF, 0xFF, 0xFF, 0xFF}, 8, 1},
    {"a directory at the last byte", {'I', 'I', 42, 0, 7, 0, 0, 0}, 8, 1},
    {"neither II nor MM", {'I', 'M', 42, 0, 8, 0, 0, 0}, 8, 1},
    {"not 42", {'I', 'I', 43, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6}, 22, 1},
    {"too short", {'I', 'I', 42}, 3, 1},
    {"nothing", {0}, 0, 1},
};

static void orientation_is_read_or_upright(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned found = exif_orientation(cases[i].bytes, cases[i].size);
        if (found != cases[i].expected)
            fail_msg("%s: %u, not %u", cases[i].what, found, cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(orientation_is_read_or_upright)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
