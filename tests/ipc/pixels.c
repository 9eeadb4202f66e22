/* Pictures from a worker are taken only sealed and in the exact size. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "ipc/pixels.h"

static void what_is_drawn_and_sealed_can_be_mapped(void **state)
{
    struct pixels drawn, seen;
    assert_int_equal(pixels_create(7, 5, &drawn), 0);
    for (uint32_t i = 0; i < 35; i++)
        drawn.data[i] = i * 3;
    assert_int_equal(pixels_seal(&drawn), 0);
    assert_null(drawn.data);
    assert_int_equal(pixels_map(dup(drawn.fd), 7, 5, &seen), 0);
    for (uint32_t i = 0; i < 35; i++)
        assert_int_equal(seen.data[i], i * 3);
    seen.data[0] = 99; /* a private mapping: the picture itself stays */
    struct pixels again;
    assert_int_equal(pixels_map(dup(drawn.fd), 7, 5, &again), 0);
    assert_int_equal(again.data[0], 0);
    pixels_finish(&again);
    pixels_finish(&seen);
    pixels_finish(&drawn);
    pixels_finish(&drawn);
}

static void sides_have_bounds(void **state)
{
    const struct {
        uint32_t width, height;
        int result;
    } cases[] = {{0, 1, -EINVAL},
                 {1, 0, -EINVAL},
                 {PIXELS_SIDE_MAX + 1, 1, -EINVAL},
                 {1, PIXELS_SIDE_MAX + 1, -EINVAL},
                 {UINT32_MAX, UINT32_MAX, -EINVAL},
                 {PIXELS_SIDE_MAX, 1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pixels pixels = PIXELS_NONE;
        assert_int_equal(pixels_create(cases[i].width, cases[i].height, &pixels), cases[i].result);
        pixels_finish(&pixels);
    }
}

static int memfd_of(size_t size, int seals)
{
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(fd, (off_t)size), 0);
    if (seals)
        assert_int_equal(fcntl(fd, F_ADD_SEALS, seals), 0);
    return fd;
}

static void what_could_change_under_us_is_refused(void **state)
{
    const int shrink = F_SEAL_SHRINK, grow = F_SEAL_GROW, write_seal = F_SEAL_WRITE;
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    const struct {
        const char *name;
        int fd, result;
    } cases[] = {
        {"no seal", memfd_of(16 * 9 * 4, 0), -EPERM},
        {"may shrink", memfd_of(16 * 9 * 4, grow | write_seal), -EPERM},
        {"may grow", memfd_of(16 * 9 * 4, shrink | write_seal), -EPERM},
        {"may be written", memfd_of(16 * 9 * 4, shrink | grow), -EPERM},
        {"a byte too short", memfd_of(16 * 9 * 4 - 1, shrink | grow | write_seal), -EINVAL},
        {"a byte too long", memfd_of(16 * 9 * 4 + 1, shrink | grow | write_seal), -EINVAL},
        {"empty", memfd_of(0, shrink | grow | write_seal), -EINVAL},
        {"a pipe", pipes[0], -EPERM},
        {"no descriptor", -1, -EPERM},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pixels pixels = PIXELS_NONE;
        int result = pixels_map(cases[i].fd, 16, 9, &pixels);
        if (result != cases[i].result)
            fail_msg("%s: %d", cases[i].name, result);
        assert_null(pixels.data);
        assert_int_equal(fcntl(cases[i].fd, F_GETFD), -1); /* taken over and closed */
    }
    close(pipes[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_drawn_and_sealed_can_be_mapped),
        cmocka_unit_test(sides_have_bounds),
        cmocka_unit_test(what_could_change_under_us_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
