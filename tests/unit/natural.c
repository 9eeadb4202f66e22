/* The order of file names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "playlist/natural.h"

static void names_stand_as_people_expect(void **state)
{
    static char wanted[][28] = {
        "!.jpg",       "1.jpg",      "2.jpg",        "10.jpg",     "100000000000000000000.jpg",
        "Ảnh 2.png",   "ảnh 10.png", "ăn.jpg",       "ấm.jpg",     "bia.jpg",
        "bìa.jpg",     "Bìa.jpg",    "bịa.jpg",      "dat 2.jpg",  "dat.jpg",
        "đất.jpg",     "em.jpg",     "ếch.jpg",      "hinh-9.png", "hinh-10.png",
        "trang01.png", "trang2.png", "trang10",      "uy.jpg",     "ưu tiên.jpg",
        "zz.jpg",      "ភាសា.jpg",   "\xff\xfe.jpg",
    };
    enum { COUNT = sizeof wanted / sizeof *wanted };
    for (size_t shift = 0; shift < COUNT; shift++) {
        char *names[COUNT];
        for (size_t i = 0; i < COUNT; i++)
            names[i] = wanted[(i * 5 + shift) % COUNT]; /* 5 and 28 share no factor */
        natural_sort(names, COUNT);
        for (size_t i = 0; i < COUNT; i++)
            assert_string_equal(names[i], wanted[i]);
    }
    natural_sort(NULL, 0);
}

static void normal_forms_stand_side_by_side(void **state)
{
    assert_true(natural_compare("đa\xcc\x82\xcc\x81t 1.jpg", "đất 2.jpg") < 0);
    assert_true(natural_compare("đất 1.jpg", "đa\xcc\x82\xcc\x81t 2.jpg") < 0);
    assert_true(natural_compare("đâ\xcc\x81t 2.jpg", "đất 10.jpg") < 0);
    assert_true(natural_compare("u\xcc\x9b\xcc\x81 2", "ứ 10") < 0);
    assert_true(natural_compare("u\xcc\x9b\xcc\x81 10", "ứ 2") > 0);
}

static void the_order_is_total(void **state)
{
    static const char *const names[] = {"a",    "A",  "01",        "1",
                                        "001",  "",   "a\xcc\x81", "\xc3\xa1",
                                        "\xff", "00", "0",         "a\xcc\x81\xcc\x81",
                                        "1a",   "a1"};
    enum { COUNT = sizeof names / sizeof *names };
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < COUNT; j++) {
            int order = natural_compare(names[i], names[j]);
            int back = natural_compare(names[j], names[i]);
            assert_true((order == 0) == (i == j));
            assert_true((order < 0) == (back > 0));
            for (size_t k = 0; k < COUNT; k++) {
                if (order < 0 && natural_compare(names[j], names[k]) < 0)
                    assert_true(natural_compare(names[i], names[k]) < 0);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_as_people_expect),
        cmocka_unit_test(normal_forms_stand_side_by_side),
        cmocka_unit_test(the_order_is_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
