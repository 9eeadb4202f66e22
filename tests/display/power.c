/* Switching the screen: what is done when its hours and its plug come and go, and telling a
 * television by a tool that is not the real one. */
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "display/cec.h"
#include "display/power_acts.h"

/* Views are written as p (pulled) and d (dark); acts by their first letters, R for redraw. */
static struct power_view view_of(const char *text)
{
    return (struct power_view){strchr(text, 'p') != NULL, strchr(text, 'd') != NULL};
}

static void write_acts(unsigned acts, char text[8])
{
    static const char letters[] = "HBDUR";
    size_t length = 0;
    for (size_t i = 0; letters[i]; i++) {
        if (acts & 1U << i)
            text[length++] = letters[i];
    }
    text[length] = '\0';
}

static void hours_and_plug_hold_together(void **state)
{
    static const struct {
        const char *name, *before, *after;
        bool is_black, has_picture;
        const char *acts;
    } cases[] = {
        {"nothing changes while it is on", "", "", false, true, ""},
        {"nothing changes in the dark", "d", "d", true, false, ""},
        {"the hours end", "", "d", false, true, "HBD"},
        {"the hours begin", "d", "", true, false, "U"},
        {"the plug is pulled", "", "p", false, true, "H"},
        {"and put back", "p", "", false, true, "R"},
        {"it is put back before the first picture", "p", "", false, false, ""},
        {"the hours end while it is pulled", "p", "pd", false, true, "HD"},
        {"then it is put back: what stood there must not be seen", "pd", "d", false, false, "BD"},
        {"a television in standby seems to be pulled", "d", "pd", true, false, ""},
        {"it wakes up in the night", "pd", "d", true, false, "D"},
        {"the hours begin while it hides", "pd", "p", true, false, "U"},
        {"then it appears", "p", "", false, true, "R"},
        {"the hours begin, and it appears at once", "pd", "", true, false, "U"},
        {"the hours begin, and it hides at once", "d", "p", true, false, "U"},
        {"the hours end, and it is pulled at once", "", "pd", false, true, "HD"},
        {"the hours end, and it is put back at once", "p", "d", false, true, "HBD"},
        {"nothing changes while it is pulled", "p", "p", false, true, ""},
        {"nor in the dark", "pd", "pd", true, false, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char found[8];
        write_acts(power_acts(view_of(cases[i].before), view_of(cases[i].after), cases[i].is_black,
                              cases[i].has_picture),
                   found);
        if (strcmp(found, cases[i].acts) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", cases[i].name, found, cases[i].acts);
    }
}

/* --- the television ----------------------------------------------------------------------------
 */

struct lab {
    char directory[64];
    char path[4096]; /* PATH as it was */
};

static void write_file(const struct lab *lab, const char *name, const char *text, mode_t mode)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", lab->directory, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void read_file(const struct lab *lab, const char *name, char *text, size_t size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", lab->directory, name);
    int fd = open(path, O_RDONLY);
    ssize_t got = fd < 0 ? 0 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[got < 0 ? 0 : got] = '\0';
}

static void open_lab(struct lab *lab)
{
    char path[4400];
    snprintf(lab->directory, sizeof lab->directory, "/tmp/bangtin-cec-XXXXXX");
    assert_non_null(mkdtemp(lab->directory));
    snprintf(lab->path, sizeof lab->path, "%s", getenv("PATH"));
    snprintf(path, sizeof path, "%s:%s", lab->directory, lab->path);
    setenv("PATH", path, 1);
}

static void close_lab(const struct lab *lab)
{
    static const char *const names[] = {"cec-ctl", "said", "cec0", "cec12", "cec", "cec3x", "ceca"};
    setenv("PATH", lab->path, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", lab->directory, names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(lab->directory), 0);
}

/* The tool: notes its words, says something, and ends or does not. */
static void write_tool(const struct lab *lab, const char *then)
{
    char script[512];
    snprintf(script, sizeof script,
             "#!/bin/sh\necho \"$*\" >> %s/said\necho noise\necho noise >&2\n%s\n", lab->directory,
             then);
    write_file(lab, "cec-ctl", script, 0755);
}

/* Until nothing is to be told any more. The time is the test's own. */
static void run(struct cec *cec, int64_t now)
{
    for (int i = 0; i < 100 && cec_is_busy(cec); i++) {
        cec_step(cec, now);
        struct pollfd ended = {.fd = cec->pidfd, .events = POLLIN};
        if (cec->pid)
            assert_int_equal(poll(&ended, 1, 20000), 1);
    }
    assert_false(cec_is_busy(cec));
    assert_true(cec_next(cec) == INT64_MAX);
}

static void each_adapter_is_told_in_turn(void **state)
{
    struct lab lab;
    struct cec cec = CEC_IDLE;
    char said[1024], wanted[1024];
    (void)state;
    open_lab(&lab);
    write_tool(&lab, "exit 0");
    cec.devices = lab.directory;
    static const char *const names[] = {"cec0", "cec12", "cec", "cec3x", "ceca"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        write_file(&lab, names[i], "", 0644);
    cec_begin(&cec, CEC_STANDBY);
    run(&cec, 0);
    assert_true(cec.has_adapter && cec.has_worked);
    cec_begin(&cec, CEC_WAKE);
    run(&cec, 0);
    snprintf(wanted, sizeof wanted,
             "-d %s/cec0 --playback --to 0 --standby\n-d %s/cec12 --playback --to 0 --standby\n"
             "-d %s/cec0 --playback --to 0 --image-view-on\n"
             "-d %s/cec12 --playback --to 0 --image-view-on\n",
             lab.directory, lab.directory, lab.directory, lab.directory);
    read_file(&lab, "said", said, sizeof said);
    assert_string_equal(said, wanted);
    cec_finish(&cec);
    close_lab(&lab);
}

static void one_that_hangs_is_ended(void **state)
{
    struct lab lab;
    struct cec cec = CEC_IDLE;
    (void)state;
    open_lab(&lab);
    write_tool(&lab, "exec sleep 1000");
    cec.devices = lab.directory;
    write_file(&lab, "cec0", "", 0644);
    cec_begin(&cec, CEC_STANDBY);
    cec_step(&cec, 7);
    assert_true(cec.pid > 0);
    assert_true(cec_next(&cec) == 7 + CEC_PATIENCE);
    cec_step(&cec, 6 + CEC_PATIENCE);
    assert_true(cec.pid > 0);
    cec_step(&cec, 7 + CEC_PATIENCE);
    assert_int_equal(cec.pid, 0);
    assert_false(cec_is_busy(&cec));
    assert_true(cec.has_adapter);
    assert_false(cec.has_worked);
    cec_begin(&cec, CEC_STANDBY);
    cec_step(&cec, 0);
    cec_finish(&cec); /* with one under way */
    assert_int_equal(cec.pid, 0);
    close_lab(&lab);
}

static void what_is_not_there_is_done_without(void **state)
{
    struct lab lab;
    struct cec cec = CEC_IDLE;
    (void)state;
    open_lab(&lab);
    cec.devices = lab.directory;
    cec_begin(&cec, CEC_STANDBY); /* no adapter */
    run(&cec, 0);
    assert_false(cec.has_adapter || cec.has_worked);
    write_tool(&lab, "exit 1"); /* one that fails */
    write_file(&lab, "cec0", "", 0644);
    cec_begin(&cec, CEC_WAKE);
    run(&cec, 0);
    assert_true(cec.has_adapter);
    assert_false(cec.has_worked);
    setenv("PATH", lab.directory, 1); /* no tool */
    char tool[128];
    snprintf(tool, sizeof tool, "%s/cec-ctl", lab.directory);
    unlink(tool);
    cec_begin(&cec, CEC_STANDBY);
    run(&cec, 0);
    assert_false(cec.has_adapter || cec.has_worked);
    cec.devices = "/nonexistent";
    cec_begin(&cec, CEC_STANDBY);
    run(&cec, 0);
    cec_finish(&cec);
    close_lab(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_and_plug_hold_together),
        cmocka_unit_test(each_adapter_is_told_in_turn),
        cmocka_unit_test(one_that_hangs_is_ended),
        cmocka_unit_test(what_is_not_there_is_done_without),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
