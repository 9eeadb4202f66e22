/* What is said at the lower edge: read from files that may hold anything, put into words, for so
 * long, at the right place of every screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "display/band.h"
#include "display/pairing.h"

#define SECOND INT64_C(1000000)

static void the_stick_is_read_strictly(void **state)
{
    static const struct {
        const char *text;
        bool good;
        struct front_usb usb;
    } cases[] = {
        {"{\"state\":\"copying\",\"code\":0,\"percent\":40,\"unsigned\":false}",
         true,
         {FRONT_USB_COPYING, 0, 40, false}},
        {"{\"state\":\"refused\",\"code\":23,\"percent\":0,\"unsigned\":true}",
         true,
         {FRONT_USB_REFUSED, 23, 0, true}},
        {" {\"state\":\"none\"} ", true, {0}},
        {"{\"state\":\"done\",\"new\":{\"a\":[1,2]},\"percent\":100}",
         true,
         {FRONT_USB_DONE, 0, 100, false}},
        {"{\"st\\u0061te\":\"pulled\",\"code\":16}", true, {FRONT_USB_PULLED, 16, 0, false}},
        {"{\"state\":\"reading\",\"percent\":1e1}", true, {FRONT_USB_READING, 0, 10, false}},
        {"", false, {0}},
        {"[]", false, {0}},
        {"\"done\"", false, {0}},
        {"{}", false, {0}},
        {"{\"state\":null}", false, {0}},
        {"{\"state\":\"Done\"}", false, {0}},
        {"{\"state\":\"done\\u0000\"}", false, {0}},
        {"{\"state\":\"done\",\"state\":\"none\"}", false, {0}},
        {"{\"state\":\"done\",\"code\":100}", false, {0}},
        {"{\"state\":\"done\",\"code\":1.5}", false, {0}},
        {"{\"state\":\"done\",\"code\":-1}", false, {0}},
        {"{\"state\":\"done\",\"code\":\"7\"}", false, {0}},
        {"{\"state\":\"done\",\"percent\":101}", false, {0}},
        {"{\"state\":\"done\",\"percent\":1e300}", false, {0}},
        {"{\"state\":\"done\",\"unsigned\":1}", false, {0}},
        {"{\"state\":\"done\"}x", false, {0}},
        {"{\"state\":\"done\",}", false, {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct front_usb usb = {FRONT_USB_COPYING, 99, 99, true};
        if (front_parse_usb(cases[i].text, strlen(cases[i].text), &usb) != cases[i].good ||
            usb.state != cases[i].usb.state || usb.code != cases[i].usb.code ||
            usb.percent != cases[i].usb.percent || usb.is_unsigned != cases[i].usb.is_unsigned)
            fail_msg("%s", cases[i].text);
    }
    static char large[FRONT_BYTES_MAX + 1] = "{\"state\":\"done\"}";
    struct front_usb usb;
    memset(large + 16, ' ', sizeof large - 16);
    assert_true(front_parse_usb(large, sizeof large - 1, &usb));
    assert_false(front_parse_usb(large, sizeof large, &usb));
    assert_false(front_parse_usb(NULL, 0, &usb)); /* there is no file */
}

static void only_addresses_get_onto_the_screen(void **state)
{
    static const struct {
        const char *text;
        size_t count; /* SIZE_MAX: refused */
        const char *last;
    } cases[] = {
        {"{\"addresses\":[]}", 0, NULL},
        {"{\"addresses\":[\"192.168.1.20\"]}", 1, "192.168.1.20"},
        {"{\"addresses\":[\"10.0.0.1\",\"2001:db8::1\"],\"more\":1}", 2, "2001:db8::1"},
        {"{\"addresses\":[\"1\",\"2\",\"3\",\"4\"]}", 4, "4"},
        {"{\"addresses\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}", SIZE_MAX, NULL},
        {"{\"addresses\":[\"\"]}", SIZE_MAX, NULL},
        {"{\"addresses\":[\"192.168.1.20 <b>\"]}", SIZE_MAX, NULL},
        {"{\"addresses\":[\"\\u0031\\u0000\"]}", SIZE_MAX, NULL},
        {"{\"addresses\":[\"1111:1111:1111:1111:1111:1111:1111:1111:1111:1\"]}", SIZE_MAX, NULL},
        {"{\"addresses\":[7]}", SIZE_MAX, NULL},
        {"{\"addresses\":\"10.0.0.1\"}", SIZE_MAX, NULL},
        {"{\"addresses\":{\"a\":\"10.0.0.1\"}}", SIZE_MAX, NULL},
        {"{}", SIZE_MAX, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct front_device device;
        bool good = front_parse_device(cases[i].text, strlen(cases[i].text), &device);
        size_t count = cases[i].count == SIZE_MAX ? 0 : cases[i].count;
        if (good != (cases[i].count != SIZE_MAX) || device.count != count ||
            (cases[i].last && strcmp(device.addresses[count - 1], cases[i].last) != 0))
            fail_msg("%s", cases[i].text);
    }
}

static void a_servers_time_is_one_number(void **state)
{
    static const struct {
        const char *text;
        int64_t offset; /* 0: refused */
    } cases[] = {
        {"{\"offset\": 1795330800123456}", 1795330800123456},
        {"{\"offset\":1,\"more\":[]}", 1},
        {"{\"offset\": 0}", 0},
        {"{\"offset\": -5}", 0},
        {"{\"offset\": 1.5}", 0},
        {"{\"offset\": 1e300}", 0},
        {"{\"offset\": \"5\"}", 0},
        {"{}", 0},
        {"[1]", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct front_clock clock = {7};
        bool good = front_parse_clock(cases[i].text, strlen(cases[i].text), &clock);
        if (good != (cases[i].offset != 0) || clock.offset != cases[i].offset)
            fail_msg("%s", cases[i].text);
    }
}

static void it_stays_while_there_is_work_and_ten_seconds_after(void **state)
{
    static const struct {
        struct front_usb usb;
        int64_t after; /* seconds since it is so */
        bool is_on;
        enum job_tone tone;
        int progress;
        int64_t until; /* seconds after its beginning */
    } cases[] = {
        {{FRONT_USB_NONE, 0, 0, false}, 0, false, JOB_PLAIN, 0, 0},
        {{FRONT_USB_READING, 0, 0, false}, 0, true, JOB_BUSY, -1, 600},
        {{FRONT_USB_COPYING, 0, 0, false}, 0, true, JOB_BUSY, 0, 600},
        {{FRONT_USB_COPYING, 0, 40, false}, 599, true, JOB_BUSY, 40, 600},
        {{FRONT_USB_COPYING, 0, 40, false}, 600, false, JOB_BUSY, 40, 0},
        {{FRONT_USB_DONE, 0, 100, false}, 0, true, JOB_GOOD, -1, 10},
        {{FRONT_USB_DONE, 0, 100, false}, 9, true, JOB_GOOD, -1, 10},
        {{FRONT_USB_DONE, 0, 100, false}, 10, false, JOB_GOOD, -1, 0},
        {{FRONT_USB_PULLED, 16, 0, false}, 9, true, JOB_BAD, -1, 10},
        {{FRONT_USB_PULLED, 16, 0, false}, 10, false, JOB_BAD, -1, 0},
        {{FRONT_USB_REFUSED, 23, 0, false}, 9, true, JOB_BAD, -1, 10},
        {{FRONT_USB_REFUSED, 23, 0, false}, 11, false, JOB_BAD, -1, 0},
    };
    const int64_t since = 77 * SECOND;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct band_message message;
        int64_t until = -1;
        bool is_on =
            band_say(&cases[i].usb, since, since + cases[i].after * SECOND, "vi", &message, &until);
        if (is_on != cases[i].is_on ||
            (is_on && (message.tone != cases[i].tone || message.progress != cases[i].progress ||
                       until != since + cases[i].until * SECOND)) ||
            (!is_on && until != -1))
            fail_msg("case %zu", i);
    }
}

static void the_words_are_those_of_the_office(void **state)
{
    static const struct {
        struct front_usb usb;
        const char *language, *first, *last;
    } cases[] = {
        {{FRONT_USB_COPYING, 0, 40, false},
         "vi",
         "Đang chép nội dung: 40 %. Chưa rút USB.",
         "40 %"},
        {{FRONT_USB_COPYING, 0, 40, false},
         "en",
         "Copying content: 40 %. Do not pull the stick yet.",
         "40 %"},
        {{FRONT_USB_DONE, 0, 100, false}, "vi", "Đã chép xong. Có thể rút USB.", "Xong"},
        {{FRONT_USB_DONE, 0, 100, false}, NULL, "Đã chép xong. Có thể rút USB.", "Xong"},
        {{FRONT_USB_DONE, 0, 100, false}, "km", "Đã chép xong. Có thể rút USB.", "Xong"},
        {{FRONT_USB_DONE, 0, 100, false}, "en-GB", "Copied. You may pull the USB stick.", "Done"},
        {{FRONT_USB_DONE, 0, 100, true},
         "vi",
         "Đã chép xong nội dung không có chữ ký. Có thể rút USB.",
         "Xong"},
        {{FRONT_USB_DONE, 10, 100, false},
         "vi",
         "Nội dung này đã có trên màn hình. Có thể rút USB.",
         "Đã có sẵn"},
        {{FRONT_USB_DONE, 18, 100, false},
         "vi",
         "Đã chép xong. Nội dung chiếu đến khi rút USB.",
         "Xong"},
        {{FRONT_USB_DONE, 19, 100, false},
         "vi",
         "Đã ghi số liệu vào USB. Có thể rút USB.",
         "Đã ghi"},
        {{FRONT_USB_REFUSED, 23, 0, false},
         "vi",
         "USB này không dùng được – mã 23. Màn hình không tin chữ ký này. Xem hướng dẫn.",
         "Mã 23"},
        {{FRONT_USB_REFUSED, 36, 0, false},
         "en",
         "This USB stick cannot be used – code 36. The screen has no room left. See the manual.",
         "Code 36"},
        {{FRONT_USB_REFUSED, 98, 0, false},
         "vi",
         "USB này không dùng được – mã 98. Xem hướng dẫn.",
         "Mã 98"},
        {{FRONT_USB_PULLED, 16, 0, false},
         "vi",
         "USB bị rút quá sớm – mã 16. Nội dung cũ vẫn chiếu. Hãy cắm lại USB.",
         "Mã 16"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct band_message message = {0};
        band_words(&cases[i].usb, cases[i].language, &message);
        size_t last = 0;
        while (last + 1 < BAND_TEXTS && message.texts[last + 1][0])
            last++;
        assert_string_equal(message.texts[0], cases[i].first);
        assert_string_equal(message.texts[last], cases[i].last);
    }
}

/* Of every state and code in both languages: whole, and shorter from text to text. */
static void every_text_is_whole(void **state)
{
    for (int kind = FRONT_USB_READING; kind < FRONT_USB_STATES; kind++) {
        for (unsigned code = 0; code < 100; code++) {
            for (int english = 0; english < 2; english++) {
                const struct front_usb usb = {(enum front_usb_state)kind, code, 100, code % 2};
                struct band_message message = {0};
                band_words(&usb, english ? "en" : "vi", &message);
                assert_true(message.texts[0][0]);
                for (size_t i = 0; i < BAND_TEXTS && message.texts[i][0]; i++) {
                    size_t size = strlen(message.texts[i]);
                    assert_true(size < BAND_TEXT_SIZE - 1); /* else it may be cut */
                    assert_int_equal(utf8_check(message.texts[i], size), size);
                    assert_true(i == 0 || size <= strlen(message.texts[i - 1]));
                    assert_null(strstr(message.texts[i], "  "));
                }
            }
        }
    }
}

static void it_has_room_on_every_screen(void **state)
{
    static const struct {
        uint32_t width, height, band, quiet;
    } cases[] = {
        {1920, 1080, 120, 90}, {1080, 1920, 200, 120}, {3840, 2160, 240, 180}, {1280, 240, 80, 60},
        {240, 1280, 80, 60},   {192, 96, 38, 29},      {96, 192, 38, 29},      {640, 360, 40, 30},
        {16, 16, 16, 16},      {1, 1, 1, 1},           {1, 8192, 1, 1},        {8192, 1, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int quiet = 0; quiet < 2; quiet++) {
            struct band_shape shape = band_shape(cases[i].width, cases[i].height, quiet);
            uint32_t wanted = quiet ? cases[i].quiet : cases[i].band;
            if (shape.height != wanted)
                fail_msg("%ux%u: %u", cases[i].width, cases[i].height, shape.height);
            assert_true(shape.unit > 0);
        }
    }
}

static void it_lies_at_the_lower_edge_however_the_screen_hangs(void **state)
{
    const struct slide_area view = {100, 50, 300, 200}; /* only its size matters */
    static const struct {
        unsigned rotate;
        struct slide_area area;
    } cases[] = {
        {0, {0, 170, 300, 30}},
        {90, {0, 0, 30, 200}},
        {180, {0, 0, 300, 30}},
        {270, {270, 0, 30, 200}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slide_area area = band_place(&view, cases[i].rotate, 30);
        assert_memory_equal(&area, &cases[i].area, sizeof area);
    }
}

static void the_pairing_line_names_the_machine(void **state)
{
    struct front_device device = {{"192.168.1.20", "10.0.0.7"}, 2};
    struct pairing_facts facts = {"lobby-1", &device, 1920, 1080, "1.2.3"};
    struct band_message message;
    pairing_say(&facts, "vi", &message);
    assert_string_equal(message.texts[0],
                        "lobby-1, 192.168.1.20, 10.0.0.7, 1920 × 1080, bangtin 1.2.3");
    assert_string_equal(message.texts[2], "lobby-1, 192.168.1.20");
    assert_string_equal(message.texts[3], "192.168.1.20");
    assert_int_equal(message.tone, JOB_PLAIN);
    assert_int_equal(message.progress, -1);
    device.count = 0;
    facts.host = "hall";
    pairing_say(&facts, "en", &message);
    assert_string_equal(message.texts[2], "hall, no network");
    pairing_say(&facts, "vi", &message);
    assert_string_equal(message.texts[3], "chưa có mạng");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stick_is_read_strictly),
        cmocka_unit_test(only_addresses_get_onto_the_screen),
        cmocka_unit_test(a_servers_time_is_one_number),
        cmocka_unit_test(it_stays_while_there_is_work_and_ten_seconds_after),
        cmocka_unit_test(the_words_are_those_of_the_office),
        cmocka_unit_test(every_text_is_whole),
        cmocka_unit_test(it_has_room_on_every_screen),
        cmocka_unit_test(it_lies_at_the_lower_edge_however_the_screen_hangs),
        cmocka_unit_test(the_pairing_line_names_the_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
