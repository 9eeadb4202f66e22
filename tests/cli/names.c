/* File names: their ids, and when two are the same to a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "cli/unicode.h"

static void ids_are_made_of_any_name(void **state)
{
    static const struct {
        const char *name, *id;
    } cases[] = {
        {"Ảnh bìa (1)", "anh-bia-1"},
        {"Đường dây nóng", "duong-day-nong"},
        {"ĐƯỜNG", "duong"},
        {"  --poster__2--  ", "poster-2"},
        {"e\xcc\x81t e\xcc\x82", "et-e"}, /* normal form D */
        {"IMG_0001", "img-0001"},
        {"ភាសាខ្មែរ", "item"},
        {"…", "item"},
        {"", "item"},
        {"\xff\xfe", "item"}, /* no UTF-8 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char id[32];
        unicode_make_id(cases[i].name, id, sizeof id);
        assert_string_equal(id, cases[i].id);
    }
}

static void ids_stay_within_their_room(void **state)
{
    char name[256], id[16];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    unicode_make_id(name, id, sizeof id);
    assert_true(strlen(id) < sizeof id);
    assert_true(strlen(id) > 10);
}

static void names_are_the_same_to_a_person(void **state)
{
    assert_true(unicode_same_name("Hinh.JPG", "hinh.jpg"));
    assert_true(unicode_same_name("Bi\xcc\x80"
                                  "a.png",
                                  "bìa.png"));
    assert_true(unicode_same_name("ĐẤT.png", "đất.png"));
    assert_false(unicode_same_name("bia.png", "bìa.png"));
    assert_false(unicode_same_name("dat.png", "đat.png"));
    assert_false(unicode_same_name("\xff.png", "\xff.png")); /* no name to a person */
}

static void normal_forms_are_told_apart(void **state)
{
    assert_true(unicode_is_nfc("Tiếng Việt"));
    assert_true(unicode_is_nfc(""));
    assert_false(unicode_is_nfc("Vie\xcc\xa3\xcc\x82t"));
    assert_false(unicode_is_nfc("\xff"));
    char *normal = unicode_nfc("Vie\xcc\xa3\xcc\x82t");
    assert_string_equal(normal, "Việt");
    free(normal);
    assert_null(unicode_nfc("\xc0\xaf"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_made_of_any_name),
        cmocka_unit_test(ids_stay_within_their_room),
        cmocka_unit_test(names_are_the_same_to_a_person),
        cmocka_unit_test(normal_forms_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
