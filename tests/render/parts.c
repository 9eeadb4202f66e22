/* Codes, colours, turns, normal form: the small parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "playlist/words.h"
#include "render/ink.h"
#include "render/qr.h"
#include "render/rgb.h"
#include "render/slide.h"
#include "render/theme.h"
#include "render/turn.h"
#include "render/unicode.h"

static void a_card_has_whole_modules_and_a_quiet_zone(void **state)
{
    struct qr qr;
    assert_int_equal(qr_encode("https://dichvucong.gov.vn", &qr), 0);
    assert_int_equal(qr.modules, 25); /* version 2: 26 bytes at level M */
    for (unsigned side = 0; side < 700; side++) {
        unsigned module = qr_module(&qr, side, QR_MODULE_MIN);
        assert_true(module == 0 || module >= QR_MODULE_MIN);
        assert_true(qr_card(&qr, module) <= side);
        assert_true(module > 0 || side < 33 * QR_MODULE_MIN);
        if (module)
            assert_true(qr_card(&qr, module + 1) > side);
    }
    uint32_t pixels[110 * 120];
    memset(pixels, 0xFF, sizeof pixels);
    qr_draw(&qr, 3, pixels, 110, 5, 7, 0xFF000000);
    size_t dark = 0;
    for (size_t y = 0; y < 120; y++)
        for (size_t x = 0; x < 110; x++) {
            bool is_dark = pixels[y * 110 + x] == 0xFF000000;
            size_t left = 5 + 12, top = 7 + 12;
            assert_true(!is_dark || (x >= left && x < left + 75 && y >= top && y < top + 75));
            dark += is_dark;
        }
    assert_int_equal(dark % 9, 0);
    assert_int_equal(pixels[19 * 110 + 17], 0xFF000000); /* a finder's corner */
    qr_finish(&qr);
}

static void what_is_too_long_for_a_code_is_refused(void **state)
{
    char text[4000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct qr qr = {.modules = 77};
    assert_true(qr_encode(text, &qr) < 0);
    assert_int_equal(qr.modules, 77);
    text[1024] = '\0';
    assert_int_equal(qr_encode(text, &qr), 0);
    qr_finish(&qr);
}

static void colours_are_read(void **state)
{
    rgb colour = 1;
    assert_true(rgb_parse("#0A1f3C", &colour));
    assert_int_equal(colour, 0x0A1F3C);
    assert_true(rgb_parse("#fC8", &colour));
    assert_int_equal(colour, 0xFFCC88);
    static const char *const faults[] = {"", "#", "#12345", "0A1F3C", "#0A1F3G", "#0A1F3C ", "red"};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        assert_false(rgb_parse(faults[i], &colour));
    assert_int_equal(colour, 0xFFCC88);
}

static void contrast_is_as_wcag_defines_it(void **state)
{
    assert_true(rgb_contrast(0, 0xFFFFFF) > 20.999 && rgb_contrast(0, 0xFFFFFF) < 21.001);
    assert_true(rgb_contrast(0x777777, 0xFFFFFF) < 4.5);
    assert_true(rgb_contrast(0x767676, 0xFFFFFF) > 4.5);
}

static void assert_legible(const struct theme *theme)
{
    const rgb inks[] = {theme->text, theme->quiet, theme->accent, theme->category};
    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++)
        assert_true(rgb_contrast(inks[i], theme->background) >= RGB_CONTRAST_MIN);
    assert_true(rgb_contrast(theme->text, theme->surface) >= RGB_CONTRAST_MIN);
    assert_true(rgb_contrast(theme->urgent_text, theme->urgent) >= RGB_CONTRAST_MIN);
}

static struct theme theme_of(const char *json)
{
    const struct theme_bases none = {0};
    cJSON *parsed = cJSON_Parse(json);
    struct theme theme = theme_read(&none, parsed);
    cJSON_Delete(parsed);
    return theme;
}

static void every_palette_can_be_read(void **state)
{
    static const char *const themes[] = {
        "null",
        "[]",
        "{\"base\":\"dark\"}",
        "{\"base\":\"light\"}",
        "{\"colours\":{\"background\":\"#808080\"}}",
        "{\"colours\":{\"background\":\"#ffffff\",\"text\":\"#fefefe\"}}",
        "{\"base\":\"light\",\"colours\":{\"accent\":\"#ffff00\",\"surface\":\"#000\"}}",
        "{\"colours\":{\"urgent\":\"#ffffff\",\"quietText\":\"#0a1f3c\"}}",
    };
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
        struct theme theme = theme_of(themes[i]);
        assert_legible(&theme);
    }
}

static void colours_that_are_legible_stay(void **state)
{
    struct theme theme = theme_of("{\"base\":\"light\",\"nameBand\":false,\"logo\":\"seal\","
                                  "\"colours\":{\"accent\":\"#00407a\",\"text\":7}}");
    assert_int_equal(theme.accent, 0x00407A);
    assert_int_equal(theme.background, 0xFBFAF5);
    assert_int_equal(theme.text, 0x14213D);
    assert_false(theme.name_band);
    assert_string_equal(theme.logo, "seal");
}

static void light_ink_weighs_more_and_ends_stay(void **state)
{
    uint8_t light[256], dark[256];
    ink_weights(0xFFFFFF, 0x000000, light);
    ink_weights(0x000000, 0xFFFFFF, dark);
    assert_int_equal(light[0], 0);
    assert_int_equal(light[255], 255);
    for (int i = 0; i < 256; i++) {
        assert_int_equal(dark[i], i);
        assert_true(light[i] >= i);
        assert_true(i == 0 || light[i] >= light[i - 1]);
    }
}

static void turning_four_times_comes_home(void **state)
{
    enum { W = 70, H = 45 };
    uint32_t from[W * H], once[W * H], twice[W * H], thrice[W * H], home[W * H], half[W * H];
    for (uint32_t i = 0; i < W * H; i++)
        from[i] = i;
    turn_pixels(from, W, H, 90, once);
    assert_int_equal(once[H - 1], from[0]); /* clockwise: the upper left goes to the upper right */
    turn_pixels(once, H, W, 90, twice);
    turn_pixels(from, W, H, 180, half);
    assert_memory_equal(twice, half, sizeof half);
    turn_pixels(twice, W, H, 90, thrice);
    turn_pixels(from, W, H, 270, half);
    assert_memory_equal(thrice, half, sizeof half);
    turn_pixels(thrice, H, W, 90, home);
    assert_memory_equal(home, from, sizeof from);
    turn_pixels(from, W, H, 0, home);
    assert_memory_equal(home, from, sizeof from);
}

static void a_rectangle_turns_with_its_picture(void **state)
{
    enum { W = 40, H = 30 };
    const struct turn_rect rect = {5, 7, 11, 3};
    uint32_t from[W * H] = {0}, to[W * H];
    for (uint32_t y = 0; y < rect.height; y++)
        for (uint32_t x = 0; x < rect.width; x++)
            from[(rect.y + y) * W + rect.x + x] = 1;
    for (unsigned degrees = 0; degrees < 360; degrees += 90) {
        uint32_t width = degrees % 180 ? H : W, height = degrees % 180 ? W : H;
        struct turn_rect r = turn_rect(rect, W, H, degrees);
        turn_pixels(from, W, H, degrees, to);
        for (uint32_t y = 0; y < height; y++)
            for (uint32_t x = 0; x < width; x++) {
                bool in = x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
                assert_int_equal(to[y * width + x], in);
            }
    }
}

static void text_is_brought_into_normal_form(void **state)
{
    static const struct {
        const char *text, *normal;
    } cases[] = {
        {"Vie\xCC\xA3\xCC\x82t", "Vi\xE1\xBB\x87t"}, /* e, dot below, circumflex → ệ */
        {"  a \t b  ", "a b"},
        {"a\r\nb", "a\nb"},
        {"\n\na\n\n", "a"},
        {"a\x01\x7F z", "a z"},
        {"a\xFFz", "a\xEF\xBF\xBDz"},
        {"10\xC2\xA0km", "10\xC2\xA0km"}, /* a no-break space is the author's */
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *normal = unicode_normalise(cases[i].text);
        assert_string_equal(normal, cases[i].normal);
        free(normal);
    }
}

static void digits_join_the_script_beside_them(void **state)
{
    const char text[] = "1 \xE1\x9E\x80 2 a 3";
    char scripts[sizeof text][5];
    unicode_scripts(text, sizeof text - 1, scripts);
    assert_string_equal(scripts[0], "Khmr"); /* before any script: what follows */
    assert_string_equal(scripts[2], "Khmr");
    assert_string_equal(scripts[6], "Khmr");
    assert_string_equal(scripts[8], "Latn");
    assert_string_equal(scripts[10], "Latn");
    unicode_scripts("123", 3, scripts);
    assert_string_equal(scripts[0], "");
}

static void khmer_breaks_between_words(void **state)
{
    const char text[] = "សេវាសាធារណៈជាតិ"; /* service · public · national */
    uint8_t marks[sizeof text] = {0};
    struct unicode_breaker *breaker = unicode_breaker_create("km");
    unicode_breaks(breaker, text, sizeof text - 1, marks);
    assert_int_equal(marks[strlen("សេវា")], UNICODE_BREAK_MAY);
    assert_int_equal(marks[strlen("សេវាសាធារណៈ")], UNICODE_BREAK_MAY);
    size_t count = 0;
    for (size_t i = 0; i < sizeof marks; i++)
        count += marks[i] != 0;
    assert_int_equal(count, 2);
    assert_int_equal(unicode_cluster(breaker, "ខ្ញុំ", strlen("ខ្ញុំ")), strlen("ខ្ញុំ"));
    unicode_breaker_destroy(breaker);
}

static void addresses_are_shown_as_people_write_them(void **state)
{
    static const struct {
        const char *url, *shown;
    } cases[] = {
        {"https://dichvucong.gov.vn/", "dichvucong.gov.vn"},
        {"HTTP://dx.gov.vn", "dx.gov.vn"},
        {"https://a.vn/b/", "a.vn/b"},
        {"https://a.vn/?q=1/", "a.vn/?q=1/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *shown = slide_address(cases[i].url);
        assert_string_equal(shown, cases[i].shown);
        free(shown);
    }
    assert_null(slide_address(NULL));
}

static void every_language_has_every_word(void **state)
{
    static const char *const languages[] = {"vi", "en", "km", "vi-VN", "fr", "x"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        for (int word = 0; word < WORDS; word++) {
            assert_non_null(word_in((enum word)word, languages[i]));
            assert_true(strlen(word_in((enum word)word, languages[i])) > 0);
        }
    assert_string_equal(word_in(WORD_SCAN, NULL), word_in(WORD_SCAN, "vi-VN"));
    assert_string_equal(word_in(WORD_SCAN, "fr"), word_in(WORD_SCAN, "en"));
}

static void words_of_a_slide_speak_what_its_readers_read(void **state)
{
    static const char *const cases[][2] = {
        {"vi", "Quan trọng"},  {"vi-VN", "Quan trọng"},    {"km", "សំខាន់"},
        {"km-KH", "សំខាន់"},     {"en-GB", "Important"},     {"fr", "Important"},
        {"cjm", "Quan trọng"}, {"blt-Tavt", "Quan trọng"}, {"rad", "Quan trọng"},
        {"ra", "Important"},   {"radx", "Important"},      {"", "Important"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(word_in(WORD_IMPORTANT, cases[i][0]), cases[i][1]);
    assert_string_equal(word_in(WORD_IMPORTANT, NULL), "Quan trọng");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_a_slide_speak_what_its_readers_read),
        cmocka_unit_test(a_card_has_whole_modules_and_a_quiet_zone),
        cmocka_unit_test(what_is_too_long_for_a_code_is_refused),
        cmocka_unit_test(colours_are_read),
        cmocka_unit_test(contrast_is_as_wcag_defines_it),
        cmocka_unit_test(every_palette_can_be_read),
        cmocka_unit_test(colours_that_are_legible_stay),
        cmocka_unit_test(light_ink_weighs_more_and_ends_stay),
        cmocka_unit_test(turning_four_times_comes_home),
        cmocka_unit_test(a_rectangle_turns_with_its_picture),
        cmocka_unit_test(text_is_brought_into_normal_form),
        cmocka_unit_test(digits_join_the_script_beside_them),
        cmocka_unit_test(khmer_breaks_between_words),
        cmocka_unit_test(addresses_are_shown_as_people_write_them),
        cmocka_unit_test(every_language_has_every_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
