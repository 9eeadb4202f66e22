/* picture_probe: what it says of a file without decoding it, on the fuzzer's small pictures. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "render/picture.h"

/* format, width × height, orientation, components, bits, progressive, alpha, profile */
static const struct {
    const char *file;
    struct picture_info expected;
} cases[] = {
    {"baseline.jpg", {PICTURE_JPEG, 24, 16, 1, 3, 8, false, false, false}},
    {"progressive.jpg", {PICTURE_JPEG, 24, 16, 1, 3, 8, true, false, false}},
    {"grey.jpg", {PICTURE_JPEG, 24, 16, 1, 1, 8, false, false, false}},
    {"cmyk.jpg", {PICTURE_JPEG, 24, 16, 1, 4, 8, false, false, false}},
    {"orientation.jpg", {PICTURE_JPEG, 16, 24, 6, 3, 8, false, false, true}},
    {"rgb.png", {PICTURE_PNG, 24, 16, 1, 3, 8, false, false, false}},
    {"interlaced.png", {PICTURE_PNG, 24, 16, 1, 3, 8, true, true, false}},
    {"palette.png", {PICTURE_PNG, 24, 16, 1, 3, 4, false, true, false}},
    {"grey16.png", {PICTURE_PNG, 24, 16, 1, 1, 16, false, false, false}},
    {"lossy.webp", {PICTURE_WEBP, 24, 16, 1, 3, 8, false, false, false}},
    {"lossless.webp", {PICTURE_WEBP, 24, 16, 1, 3, 8, true, true, false}},
    {"alpha.webp", {PICTURE_WEBP, 24, 16, 1, 3, 8, false, true, false}},
    {"extended.webp", {PICTURE_WEBP, 24, 16, 3, 3, 8, true, true, true}},
    {"shapes.svg", {PICTURE_SVG, 0, 0, 1, 3, 8, false, true, false}},
};

static bool is_same(const struct picture_info *a, const struct picture_info *b)
{
    return a->format == b->format && a->width == b->width && a->height == b->height &&
           a->orientation == b->orientation && a->components == b->components &&
           a->bits == b->bits && a->progressive == b->progressive && a->has_alpha == b->has_alpha &&
           a->has_profile == b->has_profile;
}

static int open_sample(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", SAMPLES, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static void headers_tell_what_is_inside(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct picture_info info;
        struct picture_fault fault;
        int fd = open_sample(cases[i].file);
        if (picture_probe(fd, &info, &fault) < 0)
            fail_msg("%s: %s", cases[i].file, fault.message);
        if (!is_same(&info, &cases[i].expected))
            fail_msg("%s: format %d, %u × %u, orientation %u, %u × %u bits, progressive %d, "
                     "alpha %d, profile %d",
                     cases[i].file, (int)info.format, info.width, info.height, info.orientation,
                     info.components, info.bits, info.progressive, info.has_alpha,
                     info.has_profile);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
        close(fd);
    }
}

static void a_refusal_leaves_the_outputs_alone(void **state)
{
    (void)state;
    struct picture_info info = {.width = 4711};
    struct picture picture = {.width = 4711};
    struct picture_fault fault = {0};
    const struct picture_request request = {.width = 8, .height = 8, .svg = -1};
    int pipes[2];
    assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
    assert_int_equal(picture_probe(pipes[0], &info, &fault), -1);
    assert_string_equal(fault.code, "picture-read");
    assert_int_equal(picture_read(-1, &request, &picture, &fault), -1);
    assert_string_equal(fault.code, "picture-read");
    assert_int_equal(info.width, 4711);
    assert_int_equal(picture.width, 4711);
    close(pipes[0]);
    close(pipes[1]);
}

static void alpha_is_kept_where_it_is_wanted(void **state)
{
    (void)state;
    static const char *const transparent[] = {"interlaced.png", "lossless.webp", "extended.webp"};
    for (size_t i = 0; i < sizeof transparent / sizeof *transparent; i++) {
        struct picture_request request = {.width = 24, .height = 16, .keep_alpha = true, .svg = -1};
        struct picture picture;
        struct picture_fault fault;
        unsigned lowest = 255;
        int fd = open_sample(transparent[i]);
        assert_int_equal(picture_read(fd, &request, &picture, &fault), 0);
        assert_true(picture.has_alpha);
        for (uint32_t k = 0; k < picture.width * picture.height; k++) {
            unsigned alpha = picture.data[k] >> 24;
            lowest = alpha < lowest ? alpha : lowest;
            for (unsigned shift = 0; shift < 24; shift += 8)
                assert_in_range(picture.data[k] >> shift & 255, 0, alpha); /* premultiplied */
        }
        assert_int_equal(lowest, 0);
        picture_finish(&picture);
        request.keep_alpha = false;
        request.background = 0x204060;
        assert_int_equal(picture_read(fd, &request, &picture, &fault), 0);
        assert_false(picture.has_alpha);
        for (uint32_t k = 0; k < picture.width * picture.height; k++)
            assert_int_equal(picture.data[k] >> 24, 255);
        picture_finish(&picture);
        close(fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_tell_what_is_inside),
        cmocka_unit_test(a_refusal_leaves_the_outputs_alone),
        cmocka_unit_test(alpha_is_kept_where_it_is_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
