/* The loop: other descriptors, and what a callback may do. Nobody listens on port 1, so each
 * transfer ends at once with a fault. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "net/http.h"

static const char nobody[] = "http://127.0.0.1:1/";

struct tale {
    struct http *http;
    struct http_transfer *other;
    struct http_request next;
    int ended;
    enum http_fault fault;
};

static void note(void *context, const struct http_result *result)
{
    struct tale *tale = context;
    tale->ended++;
    tale->fault = result->fault;
}

static void note_and_start(void *context, const struct http_result *result)
{
    struct tale *tale = context;
    note(context, result);
    if (tale->ended < 3)
        assert_non_null(http_start(tale->http, &tale->next));
}

static void note_and_cancel(void *context, const struct http_result *result)
{
    struct tale *tale = context;
    note(context, result);
    if (tale->other)
        http_cancel(tale->http, tale->other);
    tale->other = NULL;
}

static void open_tale(struct tale *tale)
{
    *tale = (struct tale){.http = http_create(&(struct http_settings){.proxy = ""}),
                          .next = {.url = nobody, .upload_fd = -1, .context = tale}};
    assert_non_null(tale->http);
}

static void run_out(struct tale *tale)
{
    while (http_is_busy(tale->http))
        http_run(tale->http, NULL, 0, -1);
    http_destroy(tale->http);
}

static void other_descriptors_end_the_sleep(void **state)
{
    (void)state;
    struct tale tale;
    int pipe_ends[2];
    open_tale(&tale);
    assert_int_equal(pipe(pipe_ends), 0);
    struct pollfd fds[2] = {{.fd = pipe_ends[0], .events = POLLIN, .revents = POLLERR},
                            {.fd = -1, .events = POLLIN}};
    http_run(tale.http, fds, 2, 0);
    assert_int_equal(fds[0].revents, 0);
    assert_int_equal(write(pipe_ends[1], "x", 1), 1);
    http_run(tale.http, fds, 2, -1);
    assert_int_equal(fds[0].revents, POLLIN);
    assert_int_equal(fds[1].revents, 0);
    char byte;
    assert_int_equal(read(pipe_ends[0], &byte, 1), 1);
    close(pipe_ends[1]);
    http_run(tale.http, fds, 2, -1); /* libcurl would tell nothing of a pipe that has ended */
    assert_int_equal(fds[0].revents, POLLHUP);
    close(pipe_ends[0]);
    http_destroy(tale.http);
}

static void the_sleep_has_its_length(void **state)
{
    (void)state;
    struct tale tale;
    open_tale(&tale);
    int64_t begun = clock_monotonic();
    http_run(tale.http, NULL, 0, CLOCK_SECOND / 20);
    assert_true(clock_monotonic() - begun >= CLOCK_SECOND / 20);
    http_destroy(tale.http);
}

static void a_done_may_start_another(void **state)
{
    (void)state;
    struct tale tale;
    open_tale(&tale);
    tale.next.done = note_and_start;
    assert_non_null(http_start(tale.http, &tale.next));
    run_out(&tale);
    assert_int_equal(tale.ended, 3);
    assert_int_equal(tale.fault, HTTP_CONNECT);
}

static void a_done_may_cancel_another(void **state)
{
    (void)state;
    struct tale tale;
    open_tale(&tale);
    tale.next.done = note_and_cancel;
    tale.next.url = "ftp://nobody/"; /* over before it begins, as the other one is */
    assert_non_null(http_start(tale.http, &tale.next));
    tale.other = http_start(tale.http, &tale.next);
    run_out(&tale);
    assert_int_equal(tale.ended, 1);
    assert_int_equal(tale.fault, HTTP_OTHER);
}

static void the_end_tells_nobody(void **state)
{
    (void)state;
    struct tale tale;
    open_tale(&tale);
    tale.next.done = note;
    for (int i = 0; i < 5; i++)
        assert_non_null(http_start(tale.http, &tale.next));
    http_run(tale.http, NULL, 0, 0);
    int told = tale.ended;
    http_destroy(tale.http);
    assert_int_equal(tale.ended, told);
    http_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_descriptors_end_the_sleep),
        cmocka_unit_test(the_sleep_has_its_length),
        cmocka_unit_test(a_done_may_start_another),
        cmocka_unit_test(a_done_may_cancel_another),
        cmocka_unit_test(the_end_tells_nobody),
    };
    return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
