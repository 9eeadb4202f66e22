/* Fonts that are missing: told when they are, and not again with each worker. The list and the log
 * are the test's (linked by --wrap). */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "ipc/channel.h"
#include "ipc/fonts.h"

static char directory[32], list[48];
static char said[1024]; /* to the log since it was last asked */
static uint64_t missing;

int __wrap_place_data(const char *name, char *path, size_t size);
__attribute__((format(printf, 2, 3))) void __wrap_log_write(enum log_level level,
                                                            const char *format, ...);

int __wrap_place_data(const char *name, char *path, size_t size)
{
    snprintf(path, size, "%s", list);
    return 0;
}

void __wrap_log_write(enum log_level level, const char *format, ...)
{
    size_t used = strlen(said);
    va_list words;
    va_start(words, format);
    vsnprintf(said + used, sizeof said - used, format, words);
    va_end(words);
}

static void put(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
}

static void take_away(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    assert_int_equal(unlink(path), 0);
}

static void write_list(void)
{
    FILE *file = fopen(list, "we");
    assert_non_null(file);
    fprintf(file, "dir %s\npackage latin\nLatn regular l.ttf\npackage khmer\nKhmr regular k.ttf\n",
            directory);
    assert_int_equal(fclose(file), 0);
}

/* Opens the fonts for a worker; returns what was said. */
static const char *start(size_t wanted)
{
    char text[1024];
    int fds[CHANNEL_FDS_MAX] = {-1};
    size_t count = 1;
    said[0] = '\0';
    fonts_open(text, sizeof text, fds, &count, &missing);
    assert_int_equal(count - 1, wanted);
    for (size_t i = 1; i < count; i++)
        close(fds[i]);
    return said;
}

static int set_up(void **state)
{
    missing = 0;
    strcpy(directory, "/tmp/bangtin-fonts-XXXXXX");
    if (!mkdtemp(directory))
        return -1;
    snprintf(list, sizeof list, "%s/fonts.list", directory);
    write_list();
    put("l.ttf");
    put("k.ttf");
    return 0;
}

static int tear_down(void **state)
{
    take_away("l.ttf");
    unlink(list);
    return rmdir(directory);
}

static void a_missing_font_is_told_when_it_is_news(void **state)
{
    assert_string_equal(start(2), "");
    take_away("k.ttf");
    assert_string_equal(start(1), "font k.ttf for Khmr is not installed; install khmer");
    assert_string_equal(start(1), "");
    take_away("l.ttf");
    assert_string_equal(start(0), "font l.ttf for Latn is not installed; install latin");
    assert_string_equal(start(0), "");
    put("l.ttf");
    put("k.ttf");
    assert_string_equal(start(2), "");
    take_away("k.ttf");
    assert_string_equal(start(1), "font k.ttf for Khmr is not installed; install khmer");
}

static void a_missing_list_is_told_when_it_is_news(void **state)
{
    take_away("k.ttf");
    start(1);
    take_away("fonts.list");
    assert_non_null(strstr(start(0), "slides have no text"));
    assert_string_equal(start(0), "");
    write_list();
    assert_string_equal(start(1), "");
    take_away("fonts.list");
    assert_non_null(strstr(start(0), "slides have no text"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_missing_font_is_told_when_it_is_news, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_list_is_told_when_it_is_news, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
