#include "base/utf8.h"

#include "support.h"

static void every_scalar_value_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x110000; code++) {
        char bytes[4];
        uint32_t back = 0;
        size_t length = utf8_encode(code, bytes);
        bool scalar = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        assert_int_equal(length > 0, scalar);
        if (scalar) {
            assert_int_equal(utf8_decode(bytes, length, &back), length);
            assert_int_equal(back, code);
            assert_int_equal(utf8_decode(bytes, length - 1, &back), 0);
        }
    }
}

static void what_is_no_utf8_is_found(void **state)
{
    static const struct {
        const char *text;
        size_t size, offset;
    } cases[] = {
        {"", 0, 0},
        {"abc", 3, 3},
        {"Bảng tin", 10, 10},
        {"\xf0\x9f\x98\x80", 4, 4},
        {"a\x80", 2, 1},    /* a tail without a head */
        {"\xc0\xaf", 2, 0}, /* overlong */
        {"\xe0\x80\xaf", 3, 0},
        {"\xf0\x80\x80\xaf", 4, 0},
        {"\xed\xa0\x80", 3, 0},     /* a surrogate */
        {"\xf4\x90\x80\x80", 4, 0}, /* above U+10FFFF */
        {"\xf8\x88\x80\x80\x80", 5, 0},
        {"ab\xe1\xba", 4, 2}, /* cut short */
        {"\xff\xfe", 2, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(utf8_check(cases[i].text, cases[i].size), cases[i].offset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scalar_value_goes_there_and_back),
        cmocka_unit_test(what_is_no_utf8_is_found),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
