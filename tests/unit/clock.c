/* Whether a hardware clock is to be believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"

static void a_hardware_clock_that_did_not_run_vouches_for_nothing(void **state)
{
    static const struct {
        const char *name, *text;
        bool is_kept;
    } cases[] = {
        {"it ran", "1795300000\n", true},
        {"to the second", "1795000000\n", true},
        {"a second too few", "1794999999\n", false},
        {"no battery: it began with the machine", "37\n", false},
        {"nothing", "", false},
        {"no number", "yes\n", false},
        {"before 1970", "-1795300000\n", false},
        {"more than there is", "99999999999999999999999999\n", false},
    };
    const int64_t floor = INT64_C(1795000000) * CLOCK_SECOND;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[] = "/tmp/bangtin-clock-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        assert_true(dprintf(fd, "%s", cases[i].text) >= 0);
        close(fd);
        bool is_kept = clock_was_kept(path, floor);
        unlink(path);
        if (is_kept != cases[i].is_kept)
            fail_msg("%s: taken for %s", cases[i].name, is_kept ? "right" : "wrong");
    }
    assert_false(clock_was_kept("/nonexistent/since_epoch", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hardware_clock_that_did_not_run_vouches_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
