/* The measures of legibility against known values, what a code says, remarks, reading codes back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/barcode.h"
#include "cli/lint.h"
#include "cli/measure.h"
#include "cli/payload.h"
#include "cli/remarks.h"
#include "cli/roles.h"
#include "cli/unicode.h"

/* cmocka's own takes floats. */
static void assert_near(double found, double wanted, double by)
{
    if (!(fabs(found - wanted) <= by))
        fail_msg("%f is not %f ± %f", found, wanted, by);
}

static struct site_screen screen(double diagonal, double pitch, unsigned width, unsigned height)
{
    return (struct site_screen){.diagonal_inches = diagonal,
                                .pixel_pitch = pitch,
                                .width = width,
                                .height = height,
                                .viewing_distance = 4,
                                .scan_distance = 1.5};
}

static void a_pixel_has_its_size_in_millimetres(void **state)
{
    static const struct {
        double diagonal, pitch;
        unsigned own_width, own_height, width, height;
        double pixel, shorter;
    } cases[] = {
        {43, 0, 0, 0, 1920, 1080, 0.4958, 535.5}, /* 952 × 535 mm, as data sheets say */
        {43, 0, 0, 0, 1080, 1920, 0.4958, 535.5}, /* the same one on its side */
        {43, 0, 0, 0, 3840, 2160, 0.2479, 535.5},
        {55, 0, 0, 0, 1920, 1080, 0.6342, 684.9},
        {43, 4, 0, 0, 192, 96, 4, 384},              /* the pitch wins */
        {43, 0, 1920, 1080, 320, 160, 0.4958, 79.3}, /* a viewport: a part of the screen */
        {43, 0, 1080, 1920, 1920, 1080, 0.4958, 535.5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct site_screen s =
            screen(cases[i].diagonal, cases[i].pitch, cases[i].own_width, cases[i].own_height);
        struct measure m = measure_of(&s, cases[i].width, cases[i].height);
        assert_near(m.pixel, cases[i].pixel, 0.0001);
        assert_near(m.shorter, cases[i].shorter, 0.2);
        assert_near(m.distance, 4000, 0);
        assert_near(m.scan, 1500, 0);
        assert_true((m.diagonal > 0) == (cases[i].pitch == 0));
    }
}

static void letters_and_codes_are_held_against_the_distance(void **state)
{
    const struct site_screen s = screen(43, 0, 1920, 1080);
    struct measure m = measure_of(&s, 1920, 1080);
    assert_near(measure_letters(&m, 100), 35.4, 0.01); /* 71.4 px of capitals */
    assert_near(measure_letters_needed(&m, false), 20, 0);
    assert_near(measure_letters_needed(&m, true), 40, 0);
    assert_near(measure_card_needed(&m), 150, 0);
    assert_near(measure_module_needed(&m), 3, 0);
    assert_near(measure_reach(&m), 3895, 5);
    assert_false(measure_is_short(measure_reach(&m), m.distance)); /* the default screen is good */
    assert_false(measure_is_short(18.1, 20));
    assert_true(measure_is_short(17.9, 20));
    assert_near(measure_contrast_needed(&m, 29.9), 4.5, 0);
    assert_near(measure_contrast_needed(&m, 30), 3, 0);
}

static void contrast_is_that_of_wcag(void **state)
{
    /* As the common calculators of the web give it. */
    static const struct {
        uint32_t a, b;
        double ratio;
    } cases[] = {
        {0x000000, 0xFFFFFF, 21},    {0xFFFFFF, 0x000000, 21},   {0x777777, 0xFFFFFF, 4.48},
        {0x767676, 0xFFFFFF, 4.54},  {0x949494, 0xFFFFFF, 3.03}, {0x959595, 0xFFFFFF, 2.99},
        {0xFF0000, 0xFFFFFF, 4.00},  {0x0000FF, 0xFFFFFF, 8.59}, {0x00FF00, 0xFFFFFF, 1.37},
        {0x888888, 0x888888, 1},     {0xF6F4EC, 0x0A1F3C, 15.0}, {0x14213D, 0xFBFAF5, 15.3},
        {0x050505, 0x000000, 1.030},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_near(measure_contrast(cases[i].a, cases[i].b), cases[i].ratio,
                    cases[i].ratio >= 15 && cases[i].ratio < 21 ? 0.06 : 0.006);
    assert_near(measure_luminance(0xFFFFFF), 1, 1e-9);
    assert_near(measure_luminance(0x808080), 0.2159, 0.0001);
}

static void words_are_counted_as_they_are_read(void **state)
{
    static const struct {
        const char *text;
        size_t words;
    } cases[] = {
        {"", 0},
        {" – · … ", 0},
        {"Nộp hồ sơ trực tuyến", 5},
        {"No\u0323\u0302p ho\u0302\u0300 so\u031B", 3},
        {"Gọi 1022, hoặc vào dichvucong.gov.vn", 5},
        {"0272.1022", 1},
        {"៤", 1},
        {"សេវាសាធារណៈ", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(unicode_words(cases[i].text), cases[i].words);
    assert_int_equal(measure_reading(0, true), 2000000);
    assert_int_equal(measure_reading(200, false), 60000000);
    assert_int_equal(measure_reading(10, true), 5000000);
}

static void what_moves_is_no_time_to_read(void **state)
{
    const int64_t second = 1000000;
    static const struct {
        double duration, transition;
        unsigned pages, page;
        double need, stands;
    } cases[] = {
        {12, 0.7, 1, 0, 4, 11.3}, {12, 0, 1, 0, 20, 12},     {1, 4, 1, 0, 4, 0.5},
        {12, 0.7, 2, 0, 4, 5.3},  {12, 0.7, 2, 1, 4, 5.3},   {12, 2, 2, 0, 4, 4},
        {12, 2, 2, 1, 4, 6},      {12, 0, 6, 3, 4, 4},       {0, 0, 1, 0, 4, 0},
        {12, 0.7, 0, 0, 4, 11.3}, {12, 0.7, 3, 1, 6.4, 5.7}, {12, 0.7, 3, 2, 16, 15.3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct item item = {.duration = (int64_t)(cases[i].duration * second)};
        item.transition =
            (struct transition){TRANSITION_CROSSFADE, (int64_t)(cases[i].transition * second)};
        assert_near((double)lint_dwell(&item, cases[i].pages, cases[i].page,
                                       (int64_t)(cases[i].need * second)) /
                        second,
                    cases[i].stands, 1e-6);
    }
}

static const char vietqr[] =
    "00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA"
    "53037045802VN63046DEA";

static void a_payment_is_told_from_an_address(void **state)
{
    static const struct {
        const char *text;
        enum payload payload;
    } cases[] = {
        {vietqr, PAYLOAD_PAYMENT},
        {" \r\n000201010212", PAYLOAD_PAYMENT},
        {"bitcoin:175tWpb8K1S7NmH4Zx6rewF9WQrcZv245W", PAYLOAD_PAYMENT},
        {"2|99|0912345678|NGUYEN VAN A||0|0|50000||transfer_myqr", PAYLOAD_PAYMENT},
        {"1|88|0912345678|||0|0|0||transfer_myqr", PAYLOAD_PAYMENT},
        {"{\"bankCode\":\"VTT\",\"cust_mobile\":\"0981234567\",\"trans_amount\":1}",
         PAYLOAD_PAYMENT},
        {"https://qcgateway.zalopay.vn/openinapp?order=eyJ6", PAYLOAD_PAYMENT},
        {"https://me.momo.vn/abc", PAYLOAD_PAYMENT},
        {"HTTPS://IMG.VIETQR.IO/image/970436-0011.png", PAYLOAD_PAYMENT},
        {"zalopay://transfer?x=1", PAYLOAD_PAYMENT},
        {"https://zalo.me/1234", PAYLOAD_WEB},
        {"https://vietqr.io.dichvucong.gov.vn/", PAYLOAD_WEB},
        {"{\"name\":\"x\"}", PAYLOAD_OTHER},
        {"2|9|x", PAYLOAD_OTHER},
        {"https://dichvucong.gov.vn/000201", PAYLOAD_WEB},
        {"HTTP://DX.GOV.VN", PAYLOAD_WEB},
        {"000202", PAYLOAD_OTHER},
        {"WIFI:T:WPA;S:x;P:y;;", PAYLOAD_OTHER},
        {"tel:1022", PAYLOAD_OTHER},
        {"", PAYLOAD_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(payload_kind(cases[i].text, strlen(cases[i].text)), cases[i].payload);
}

static void roles_say_what_must_be_seen_from_afar(void **state)
{
    static const struct {
        enum item_type type;
        const char *role;
        enum role_use use;
    } cases[] = {
        {ITEM_SERVICE, "name", ROLE_LARGE},    {ITEM_HOTLINE, "phone", ROLE_LARGE},
        {ITEM_DIRECTORY, "name", ROLE_READ},   {ITEM_DIRECTORY, "phone", ROLE_READ},
        {ITEM_SERVICE, "basis", ROLE_SMALL},   {ITEM_SERVICE, "band", ROLE_SMALL},
        {ITEM_NOTICE, "body", ROLE_READ},      {ITEM_FIGURES, "label", ROLE_READ},
        {ITEM_PROCEDURE, "label", ROLE_SMALL}, {ITEM_STEPS, "number", ROLE_SMALL},
        {ITEM_DOCUMENT, "number", ROLE_READ},  {ITEM_SERVICE, "code", ROLE_CODE},
        {ITEM_IMAGE, "picture", ROLE_PICTURE}, {ITEM_NOTICE, "never heard of", ROLE_READ},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(roles_use(cases[i].type, cases[i].role), cases[i].use);
}

static void only_the_gravest_of_alike_remarks_is_told(void **state)
{
    struct item items[2] = {{.id = "a"}, {.id = "b"}};
    struct document document = {.items = items, .item_count = 2};
    struct remarks remarks;
    struct findings findings = {0};
    const struct remark_about mild = {
        .item = &items[1], .code = "x", .severity = SEVERITY_WARNING, .gravity = 1, .path = "/b"};
    struct remark_about grave = mild, error = mild, other = mild, whole = mild;
    grave.gravity = 2;
    error.code = "y";
    error.severity = SEVERITY_ERROR;
    other.item = &items[0];
    other.key = "part";
    whole.item = NULL;
    whole.path = "";
    assert_int_equal(remarks_init(&remarks, &document), 0);
    remarks_add(&remarks, &mild, "mild");
    remarks_add(&remarks, &grave, "grave");
    remarks_add(&remarks, &mild, "mild again");
    remarks_add(&remarks, &error, "error");
    error.severity = SEVERITY_WARNING;
    error.gravity = 99;
    remarks_add(&remarks, &error, "no error");
    remarks_add(&remarks, &other, "other");
    remarks_add(&remarks, &whole, "whole");
    remarks_tell(&remarks, &findings);
    static const char *const wanted[] = {"other", "grave", "error", "whole"};
    assert_int_equal(findings.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(findings.list[i].message, wanted[i]);
    findings_finish(&findings);
    remarks_finish(&remarks);
}

/* A white picture with the code of `text`, `module` px a square, at 20, 30. */
static struct pixels draw_code(const char *text, unsigned module, uint32_t dark)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    assert_non_null(code);
    unsigned side = (unsigned)code->width * module;
    struct pixels pixels = {.fd = -1, .width = side + 60, .height = side + 70};
    pixels.data = malloc((size_t)pixels.width * pixels.height * 4);
    assert_non_null(pixels.data);
    for (size_t i = 0; i < (size_t)pixels.width * pixels.height; i++)
        pixels.data[i] = 0xFFFFFFFF;
    for (unsigned y = 0; y < side; y++) {
        for (unsigned x = 0; x < side; x++) {
            if (code->data[y / module * (unsigned)code->width + x / module] & 1)
                pixels.data[(y + 30) * pixels.width + x + 20] = 0xFF000000 | dark;
        }
    }
    QRcode_free(code);
    return pixels;
}

static void codes_are_read_back_with_their_places(void **state)
{
    static const struct {
        unsigned module, scale;
    } cases[] = {{8, 1}, {4, 1}, {3, 4}, {2, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned module = cases[i].module;
        struct pixels pixels = draw_code("https://dx.gov.vn", module, 0);
        struct barcodes found;
        assert_int_equal(barcode_find(&pixels,
                                      (struct barcode_area){0, 0, pixels.width, pixels.height},
                                      cases[i].scale, &found),
                         0);
        assert_int_equal(found.count, 1);
        assert_ptr_equal(barcodes_with(&found, "https://dx.gov.vn"), &found.list[0]);
        assert_null(barcodes_with(&found, "https://dx.gov.vn/"));
        double slack = 2 * module + 2;
        assert_near(found.list[0].x, 20, slack);
        assert_near(found.list[0].y, 30, slack);
        assert_near(found.list[0].width, pixels.width - 60, slack);
        barcodes_finish(&found);
        /* Only in the area that is asked for. */
        assert_int_equal(barcode_find(&pixels, (struct barcode_area){0, 0, 20, 30}, 1, &found), 0);
        assert_int_equal(found.count, 0);
        assert_int_equal(barcode_find(&pixels, (struct barcode_area){5, 5, 0, 9}, 1, &found), 0);
        assert_int_equal(found.count, 0);
        free(pixels.data);
    }
}

static void a_code_that_is_too_pale_is_not_read(void **state)
{
    struct pixels pixels = draw_code("https://dx.gov.vn", 8, 0xFEFEFE);
    struct barcodes found;
    assert_int_equal(
        barcode_find(&pixels, (struct barcode_area){0, 0, pixels.width, pixels.height}, 1, &found),
        0);
    assert_int_equal(found.count, 0);
    free(pixels.data);
}

enum { SIDE = 400 };

/* The severity of what is said of the contrast of white strokes in a picture whose columns x have
 * the colour ground(x), though the worker reports `reported`; -1: nothing. */
static int contrast_remark(uint32_t (*ground)(unsigned x), uint32_t reported)
{
    static uint32_t data[SIDE * SIDE];
    struct item item = {.id = "a",
                        .type = ITEM_NOTICE,
                        .json = "{}",
                        .json_size = 2,
                        .duration = INT64_C(60000000)};
    struct document document = {.items = &item, .item_count = 1};
    struct drawing_box box = {.role = "title",
                              .text = (char[]){"words"},
                              .x = 50,
                              .y = 150,
                              .width = 300,
                              .height = 100,
                              .size = 60,
                              .ink = 0xFFFFFF,
                              .ground = reported};
    struct drawing drawing = {.pixels = {.fd = -1, .data = data, .width = SIDE, .height = SIDE},
                              .boxes = {&box, 1},
                              .pages = 1};
    const struct barcodes codes = {0};
    struct site *site = site_create_default();
    struct remarks remarks;
    struct findings findings = {0};
    struct lint_view view;
    for (unsigned i = 0; i < SIDE * SIDE; i++)
        data[i] = 0xFF000000 |
                  (i % SIDE >= 60 && i % SIDE < 340 && i % 20 < 6 ? 0xFFFFFF : ground(i % SIDE));
    assert_non_null(site);
    assert_int_equal(remarks_init(&remarks, &document), 0);
    lint_view_init(&view, &item, site, &(struct job_screen){0}, &drawing, &codes);
    lint_contrast(&remarks, &view);
    remarks_tell(&remarks, &findings);
    int severity = -1;
    for (size_t i = 0; i < findings.count; i++) {
        if (strcmp(findings.list[i].code, "contrast-low") == 0)
            severity = (int)findings.list[i].severity;
    }
    findings_finish(&findings);
    remarks_finish(&remarks);
    site_destroy(site);
    return severity;
}

static uint32_t navy(unsigned x)
{
    return 0x0A1F3C;
}

static uint32_t sky_at_the_right(unsigned x)
{
    return x < 250 ? 0x0A1F3C : 0xB0D0F0;
}

static uint32_t navy_with_an_icon(unsigned x)
{
    return x < 100 ? 0xFFC845 : 0x0A1F3C; /* it reaches into the words' box */
}

static uint32_t grey(unsigned x)
{
    return 0x7F7F7F;
}

static void words_on_a_picture_are_held_against_what_lies_behind_them(void **state)
{
    assert_int_equal(contrast_remark(navy, 0x0A1F3C), -1);
    assert_int_equal(contrast_remark(sky_at_the_right, 0x0A1F3C), SEVERITY_ERROR);
    assert_int_equal(contrast_remark(sky_at_the_right, 0xB0D0F0), SEVERITY_ERROR);
    assert_int_equal(contrast_remark(navy_with_an_icon, 0x0A1F3C), -1);
    assert_int_equal(contrast_remark(grey, 0x7F7F7F), -1); /* 4.0, and the letters are large */
    assert_int_equal(contrast_remark(navy, 0xE0E0E0), -1); /* what is drawn counts */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pixel_has_its_size_in_millimetres),
        cmocka_unit_test(letters_and_codes_are_held_against_the_distance),
        cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(words_are_counted_as_they_are_read),
        cmocka_unit_test(what_moves_is_no_time_to_read),
        cmocka_unit_test(a_payment_is_told_from_an_address),
        cmocka_unit_test(roles_say_what_must_be_seen_from_afar),
        cmocka_unit_test(only_the_gravest_of_alike_remarks_is_told),
        cmocka_unit_test(codes_are_read_back_with_their_places),
        cmocka_unit_test(a_code_that_is_too_pale_is_not_read),
        cmocka_unit_test(words_on_a_picture_are_held_against_what_lies_behind_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
