/* The supervisor's socket is played by the test; the protocol is sd_notify(3)'s. */
#include "base/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support.h"

#define SECOND INT64_C(1000000)

/* A socket under one of Linux's own names, which needs no directory. */
static int listen_here(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[64];
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int length = snprintf(name, sizeof name, "@bangtin-test-%d", (int)getpid());
    memcpy(address.sun_path + 1, name + 1, (size_t)length - 1);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)length);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
    setenv("NOTIFY_SOCKET", name, 1);
    return fd;
}

/* What was said, or "" for nothing. Static. */
static const char *heard(int fd)
{
    static char text[64];
    ssize_t size = recv(fd, text, sizeof text - 1, MSG_DONTWAIT);
    text[size > 0 ? size : 0] = '\0';
    return text;
}

static int forget(void **state)
{
    (void)state;
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    return 0;
}

static void readiness_is_told_once(void **state)
{
    struct notify notify;
    int fd = listen_here();
    (void)state;
    notify_open(&notify);
    assert_string_equal(heard(fd), "");
    notify_ready(&notify);
    assert_string_equal(heard(fd), "READY=1");
    notify_ready(&notify);
    assert_string_equal(heard(fd), "");
    notify_close(&notify);
    close(fd);
}

static void signs_of_life_come_twice_within_the_time(void **state)
{
    struct notify notify;
    int fd = listen_here();
    (void)state;
    setenv("WATCHDOG_USEC", "30000000", 1);
    notify_open(&notify);
    assert_true(notify_next(&notify) <= 100 * SECOND);
    notify_alive(&notify, 100 * SECOND);
    assert_string_equal(heard(fd), "WATCHDOG=1");
    assert_int_equal(notify_next(&notify), 115 * SECOND);
    notify_alive(&notify, 115 * SECOND - 1);
    assert_string_equal(heard(fd), "");
    notify_alive(&notify, 115 * SECOND);
    assert_string_equal(heard(fd), "WATCHDOG=1");
    notify_close(&notify);
    close(fd);
}

/* Otherwise whoever sleeps until it is due would not sleep at all. */
static void a_sign_that_is_not_taken_is_put_off(void **state)
{
    struct notify notify;
    int fd = listen_here();
    (void)state;
    setenv("WATCHDOG_USEC", "30000000", 1);
    notify_open(&notify);
    close(fd);
    notify_alive(&notify, 100 * SECOND);
    assert_true(notify_next(&notify) > 100 * SECOND);
    assert_true(notify_next(&notify) < 115 * SECOND);
    notify_close(&notify);
}

static void nobody_waits_for_signs_of_life(void **state)
{
    static const struct {
        const char *usec, *pid;
    } cases[] = {{NULL, NULL},      {"", NULL},   {"-1", NULL}, {"1x", NULL},
                 {"30000000", "1"}, {" 5", NULL}, {"0", NULL},  {"9223372036854775807", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct notify notify;
        int fd = listen_here();
        if (cases[i].usec)
            setenv("WATCHDOG_USEC", cases[i].usec, 1);
        if (cases[i].pid)
            setenv("WATCHDOG_PID", cases[i].pid, 1);
        notify_open(&notify);
        assert_int_equal(notify_next(&notify), INT64_MAX);
        notify_alive(&notify, 100 * SECOND);
        assert_string_equal(heard(fd), "");
        notify_ready(&notify);
        assert_string_equal(heard(fd), "READY=1");
        notify_close(&notify);
        close(fd);
        forget(NULL);
    }
}

static void without_a_supervisor_nothing_happens(void **state)
{
    static const char *const names[] = {NULL, "", "relative", "/nonexistent/notify",
                                        "@nobody-there"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct notify notify;
        if (names[i])
            setenv("NOTIFY_SOCKET", names[i], 1);
        setenv("WATCHDOG_USEC", "30000000", 1);
        notify_open(&notify);
        notify_ready(&notify);
        notify_alive(&notify, 100 * SECOND);
        assert_int_equal(notify.fd, -1);
        assert_int_equal(notify_next(&notify), INT64_MAX);
        notify_close(&notify);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(readiness_is_told_once, forget),
        cmocka_unit_test_teardown(signs_of_life_come_twice_within_the_time, forget),
        cmocka_unit_test_teardown(a_sign_that_is_not_taken_is_put_off, forget),
        cmocka_unit_test_teardown(nobody_waits_for_signs_of_life, forget),
        cmocka_unit_test_teardown(without_a_supervisor_nothing_happens, forget),
    };
    return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
