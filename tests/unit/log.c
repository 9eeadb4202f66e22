#include "base/log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

static void log_levels_have_names(void **state)
{
    enum log_level level = LOG_LEVEL_DEBUG;
    (void)state;
    assert_int_equal(log_level_parse("error", &level), 0);
    assert_int_equal(level, LOG_LEVEL_ERROR);
    assert_int_equal(log_level_parse("debug", &level), 0);
    assert_int_equal(level, LOG_LEVEL_DEBUG);
    assert_int_equal(log_level_parse("Error", &level), -1);
    assert_int_equal(log_level_parse("", &level), -1);
    assert_int_equal(level, LOG_LEVEL_DEBUG);
}

/* One line, whatever the message holds, and errno as it was. */
static void a_log_line_is_one_line(void **state)
{
    char text[4096];
    int fds[2], kept = dup(STDERR_FILENO);
    (void)state;
    assert_int_equal(pipe(fds), 0);
    dup2(fds[1], STDERR_FILENO);
    errno = EDOM;
    log_error("a\nb %s", "c\td");
    log_debug("not asked for");
    int number = errno;
    dup2(kept, STDERR_FILENO);
    close(fds[1]);
    ssize_t size = read(fds[0], text, sizeof text - 1);
    close(fds[0]);
    close(kept);
    assert_int_equal(number, EDOM);
    assert_true(size > 0);
    text[size] = '\0';
    assert_ptr_equal(strchr(text, '\n'), text + size - 1);
    assert_non_null(strstr(text, "a b c d"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_levels_have_names),
        cmocka_unit_test(a_log_line_is_one_line),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
