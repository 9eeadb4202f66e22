/* What the screen process tells of a play: messages as they are said and taken, and thumbnails. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "ipc/play.h"

static struct play_message example(void)
{
    return (struct play_message){.kind = PLAY_BEGIN,
                                 .run = UINT64_C(0xfedcba9876543210),
                                 .n = 12,
                                 .feed = "tinh",
                                 .item = "cong-dich-vu",
                                 .type = "service",
                                 .title = "Cổng \"dịch vụ\"",
                                 .audience = "người dân",
                                 .language = "vi",
                                 .version = "0123",
                                 .start = INT64_C(1795000000123),
                                 .at = 71234,
                                 .clock = CLOCK_SERVER,
                                 .site = "xa",
                                 .screen = "1920x1080"};
}

static void what_is_said_is_what_is_taken(void **state)
{
    struct play_message message = example(), taken;
    const struct play_thumbnail thumbnail = {.fd = 0, .width = 160, .height = 90};
    char *text = play_message_compose(&message, &thumbnail);
    assert_int_equal(play_message_parse(text, strlen(text), &taken), 0);
    assert_int_equal(taken.kind, PLAY_BEGIN);
    assert_true(taken.run == message.run);
    assert_int_equal(taken.n, 12);
    assert_string_equal(taken.title, message.title);
    assert_string_equal(taken.topic, "");
    assert_string_equal(taken.audience, "người dân");
    assert_int_equal(taken.start, message.start);
    assert_int_equal(taken.at, 71234);
    assert_int_equal(taken.clock, CLOCK_SERVER);
    assert_int_equal(taken.width, 160);
    free(text);
}

static void what_is_no_utf8_becomes_some(void **state)
{
    struct play_message message = example(), taken;
    memcpy(message.item, "tr\xc6\xb0\xe1\xbb",
           sizeof "tr\xc6\xb0\xe1\xbb"); /* cut within a letter */
    memcpy(message.title, "\xff\xc0\x80 \xed\xa0\x80", sizeof "\xff\xc0\x80 \xed\xa0\x80");
    char *text = play_message_compose(&message, NULL);
    assert_int_equal(play_message_parse(text, strlen(text), &taken), 0);
    assert_string_equal(taken.item, "tr\xc6\xb0??");
    assert_string_equal(taken.title, "??? ???");
    assert_string_equal(taken.audience, "người dân");
    free(text);
}

static void what_is_no_message_is_refused(void **state)
{
    static const struct {
        const char *text;
        int result;
    } cases[] = {
        {"{\"play\":\"end\",\"run\":\"0123456789abcdef\",\"n\":1,\"shown\":0}", 0},
        {"{\"play\":\"kept\",\"run\":\"0123456789abcdef\",\"n\":1}", 0},
        {"", -EBADMSG},
        {"[]", -EBADMSG},
        {"{}", -EBADMSG},
        {"{\"play\":\"never\",\"run\":\"0123456789abcdef\",\"n\":1}", -EBADMSG},
        {"{\"play\":\"kept\",\"run\":\"0123456789ABCDEF\",\"n\":1}", -EBADMSG},
        {"{\"play\":\"kept\",\"run\":\"0123456789abcdef0\",\"n\":1}", -EBADMSG},
        {"{\"play\":\"kept\",\"run\":\"0123456789abcdef\",\"n\":0}", -EBADMSG},
        {"{\"play\":\"kept\",\"run\":\"0123456789abcdef\",\"n\":1.5}", -EBADMSG},
        {"{\"play\":\"end\",\"run\":\"0123456789abcdef\",\"n\":1,\"shown\":-1}", -EBADMSG},
        {"{\"play\":\"end\",\"run\":\"0123456789abcdef\",\"n\":1,\"shown\":1e18}", -EBADMSG},
        {"{\"play\":\"end\",\"run\":\"0123456789abcdef\",\"n\":1}", -EBADMSG},
        {"{\"play\":\"begin\",\"run\":\"0123456789abcdef\",\"n\":1}", -EBADMSG},
        {"{\"play\":\"event\",\"run\":\"0123456789abcdef\",\"n\":1,\"event\":\"stop\","
         "\"count\":0,\"start\":5,\"clock\":\"floor\",\"site\":\"\",\"screen\":\"\"}",
         0},
        {"{\"play\":\"event\",\"run\":\"0123456789abcdef\",\"n\":1,\"event\":\"stop\",\"at\":-1,"
         "\"count\":0,\"start\":5,\"clock\":\"floor\",\"site\":\"\",\"screen\":\"\"}",
         -EBADMSG},
        {"{\"play\":\"event\",\"run\":\"0123456789abcdef\",\"n\":1,\"event\":\"stop\","
         "\"count\":0,\"start\":5,\"clock\":\"sun\",\"site\":\"\",\"screen\":\"\"}",
         -EBADMSG},
        {"{\"play\":\"event\",\"run\":\"0123456789abcdef\",\"n\":1,\"event\":"
         "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
         "\"count\":0,\"start\":5,\"clock\":\"floor\",\"site\":\"\",\"screen\":\"\"}",
         -EBADMSG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct play_message message = {.n = -7};
        int result = play_message_parse(cases[i].text, strlen(cases[i].text), &message);
        if (result != cases[i].result)
            fail_msg("%s: %d", cases[i].text, result);
        assert_true(result == 0 || message.n == -7);
    }
}

static void words_that_are_too_long_are_refused(void **state)
{
    struct play_message message = example(), taken;
    char *text = play_message_compose(&message, NULL), *longer;
    assert_true(asprintf(&longer, "%.*s%0400d%s", (int)(strstr(text, "Cổng") - text), text, 7,
                         strstr(text, "Cổng")) > 0);
    assert_int_equal(play_message_parse(longer, strlen(longer), &taken), -EBADMSG);
    free(longer);
    free(text);
}

/* A picture of four fields: red, green, blue, white from the upper left on, row by row. */
static struct pixels make_picture(uint32_t width, uint32_t height)
{
    static const uint32_t fields[] = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
    struct pixels pixels;
    assert_int_equal(pixels_create(width, height, &pixels), 0);
    for (uint32_t i = 0; i < width * height; i++)
        pixels.data[i] = fields[(i / width >= height / 2) * 2 + (i % width >= width / 2)];
    return pixels;
}

static void a_thumbnail_is_small_and_upright(void **state)
{
    /* By turn: which field of the picture as it is drawn stands at the upper left of the slide. */
    static const struct {
        unsigned rotate, width, height;
        unsigned char first[3];
    } cases[] = {
        {0, 160, 90, {255, 0, 0}},
        {90, 90, 160, {0, 255, 0}},
        {180, 160, 90, {255, 255, 255}},
        {270, 90, 160, {0, 0, 255}},
    };
    struct pixels pixels = make_picture(1920, 1080);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct play_thumbnail thumbnail;
        unsigned char *bytes;
        assert_int_equal(play_thumbnail_make(&pixels, cases[i].rotate, &thumbnail), 0);
        assert_int_equal(thumbnail.width, cases[i].width);
        assert_int_equal(thumbnail.height, cases[i].height);
        assert_int_equal(
            play_thumbnail_read(thumbnail.fd, thumbnail.width, thumbnail.height, &bytes), 0);
        assert_memory_equal(bytes, cases[i].first, 3);
        free(bytes);
        assert_int_equal(play_thumbnail_read(thumbnail.fd, 80, 90, &bytes), -EINVAL);
        play_thumbnail_finish(&thumbnail);
        assert_int_equal(thumbnail.fd, -1);
    }
    pixels_finish(&pixels);
}

static void a_small_board_is_taken_as_it_is(void **state)
{
    struct pixels pixels = make_picture(96, 16);
    struct play_thumbnail thumbnail;
    assert_int_equal(play_thumbnail_make(&pixels, 0, &thumbnail), 0);
    assert_int_equal(thumbnail.width, 96);
    assert_int_equal(thumbnail.height, 16);
    play_thumbnail_finish(&thumbnail);
    pixels_finish(&pixels);
}

static void what_may_still_change_is_no_thumbnail(void **state)
{
    unsigned char *bytes;
    int fd = memfd_create("open", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(fd, 12), 0);
    assert_int_equal(play_thumbnail_read(fd, 2, 2, &bytes), -EPERM);
    assert_int_equal(play_thumbnail_read(fd, 0, 2, &bytes), -EINVAL);
    assert_int_equal(play_thumbnail_read(fd, 2, 4000, &bytes), -EINVAL);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_is_what_is_taken),
        cmocka_unit_test(what_is_no_utf8_becomes_some),
        cmocka_unit_test(what_is_no_message_is_refused),
        cmocka_unit_test(words_that_are_too_long_are_refused),
        cmocka_unit_test(a_thumbnail_is_small_and_upright),
        cmocka_unit_test(a_small_board_is_taken_as_it_is),
        cmocka_unit_test(what_may_still_change_is_no_thumbnail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
