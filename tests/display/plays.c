/* What the screen tells of its plays, to a listener that comes late, goes away, or does not read.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "display/plays.h"

static struct {
    char directory[32];
    int listener, client;
    struct plays plays;
    struct play_message last;
} lab;

static void listen_again(void)
{
    unlink(lab.plays.address.sun_path);
    lab.listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_int_equal(
        bind(lab.listener, (const struct sockaddr *)&lab.plays.address, sizeof lab.plays.address),
        0);
    assert_int_equal(listen(lab.listener, 4), 0);
}

static void hang_up(void)
{
    close(lab.client);
    close(lab.listener);
    lab.client = lab.listener = -1;
}

static int set_up(void **state)
{
    snprintf(lab.directory, sizeof lab.directory, "/tmp/bangtin-plays-XXXXXX");
    lab.plays = PLAYS_NONE;
    lab.last = (struct play_message){.n = 0};
    lab.listener = lab.client = -1;
    if (!mkdtemp(lab.directory))
        return -1;
    plays_open(&lab.plays, lab.directory);
    return 0;
}

static int tear_down(void **state)
{
    unlink(lab.plays.address.sun_path);
    plays_close(&lab.plays);
    hang_up();
    rmdir(lab.directory);
    return 0;
}

static int64_t begin(const char *item, struct play_thumbnail *thumbnail, int64_t now)
{
    struct play_message what = {.feed = "f", .type = "slogan", .clock = CLOCK_TRUSTED, .start = 1};
    snprintf(what.item, sizeof what.item, "%s", item);
    return plays_begin(&lab.plays, &what, thumbnail, now);
}

/* The next message that has come; its kind, or -1: none. */
static int next_message(void)
{
    struct message message;
    if (lab.client < 0)
        lab.client = accept4(lab.listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (lab.client < 0 || channel_receive(lab.client, &message) != 1)
        return -1;
    assert_int_equal(play_message_parse(message.text, message.size, &lab.last), 0);
    message_finish(&message);
    return (int)lab.last.kind;
}

static void answer(uint64_t run, int64_t n)
{
    const struct play_message kept = {.kind = PLAY_KEPT, .run = run, .n = n};
    char *text = play_message_compose(&kept, NULL);
    assert_int_equal(channel_send(lab.client, text, strlen(text), NULL, 0), 0);
    free(text);
    plays_step(&lab.plays, 0);
}

static void keep(int64_t n)
{
    answer(lab.plays.run, n);
}

static void a_play_is_told_when_it_begins_and_when_it_ends(void **state)
{
    listen_again();
    int64_t n = begin("a", NULL, 5 * CLOCK_SECOND);
    assert_int_equal(next_message(), PLAY_BEGIN);
    assert_string_equal(lab.last.item, "a");
    plays_end(&lab.plays, n, 12 * CLOCK_SECOND + 400);
    assert_int_equal(next_message(), PLAY_END);
    assert_int_equal(lab.last.n, n);
    assert_int_equal(lab.last.shown, 7000);
    plays_end(&lab.plays, n, 20 * CLOCK_SECOND); /* once is enough */
    assert_int_equal(next_message(), -1);
    keep(n);
    assert_null(lab.plays.first);
    assert_int_equal(lab.plays.bytes, 0);
}

static void what_nobody_has_heard_is_told_when_somebody_listens(void **state)
{
    plays_end(&lab.plays, begin("a", NULL, 0), CLOCK_SECOND);
    begin("b", NULL, CLOCK_SECOND);
    assert_int_equal(plays_next(&lab.plays), INT64_MAX); /* nobody wakes up to look for it */
    listen_again();
    begin("c", NULL, 2 * CLOCK_SECOND);
    assert_int_equal(next_message(), PLAY_BEGIN);
    assert_int_equal(next_message(), PLAY_END);
    assert_int_equal(next_message(), PLAY_BEGIN);
    assert_string_equal(lab.last.item, "b");
    assert_int_equal(next_message(), PLAY_BEGIN);
    assert_string_equal(lab.last.item, "c");
    assert_int_equal(next_message(), -1);
}

static void what_was_not_kept_is_told_again_to_the_next_one(void **state)
{
    listen_again();
    int64_t first = begin("a", NULL, 0);
    plays_end(&lab.plays, first, CLOCK_SECOND);
    int64_t second = begin("b", NULL, CLOCK_SECOND);
    while (next_message() >= 0)
        ;
    keep(first);
    hang_up();
    plays_step(&lab.plays, 2 * CLOCK_SECOND);
    int64_t again = plays_next(&lab.plays);
    assert_in_range(again, 2 * CLOCK_SECOND + 1, 10 * CLOCK_SECOND);
    listen_again();
    plays_step(&lab.plays, again);
    assert_int_equal(next_message(), PLAY_BEGIN);
    assert_int_equal(lab.last.n, second);
    assert_int_equal(next_message(), -1);
}

static void one_that_is_lost_is_looked_for_a_few_times_and_then_with_the_next_play(void **state)
{
    int64_t now = 0;
    int looks = 0;
    listen_again();
    begin("a", NULL, now);
    next_message();
    hang_up();
    plays_step(&lab.plays, now);
    for (; plays_next(&lab.plays) != INT64_MAX && looks < 100; looks++) {
        now = plays_next(&lab.plays);
        plays_step(&lab.plays, now);
    }
    assert_int_equal(looks, PLAYS_RETRIES);
    assert_in_range(now, 30 * CLOCK_SECOND, 300 * CLOCK_SECOND);
    listen_again();
    begin("b", NULL, now);
    assert_int_equal(next_message(), PLAY_BEGIN);
}

static void without_room_the_oldest_go_and_are_counted(void **state)
{
    enum { PLAYS = 10000 };
    int64_t told = 0, lost = -1, most = 0;
    for (int i = 0; i < PLAYS; i++) {
        plays_end(&lab.plays, begin("a", NULL, i), i + 1);
        most = (int64_t)lab.plays.bytes > most ? (int64_t)lab.plays.bytes : most;
    }
    assert_in_range(most, PLAYS_BYTES_MAX / 2, PLAYS_BYTES_MAX);
    listen_again();
    begin("b", NULL, 0);
    for (int rounds = 0; rounds < 2 * PLAYS && lost < 0; rounds++) {
        int kind = next_message();
        if (kind < 0)
            begin("c", NULL, 0); /* with which the loss is told */
        told += kind == PLAY_BEGIN && strcmp(lab.last.item, "a") == 0;
        if (kind == PLAY_EVENT && strcmp(lab.last.event, "lost") == 0)
            lost = lab.last.count;
        plays_step(&lab.plays, 0);
    }
    assert_int_equal(told + lost, PLAYS);
    assert_true(told > 1000);
}

static void one_that_does_not_read_is_not_waited_for(void **state)
{
    int told = 0;
    listen_again();
    for (int i = 0; i < 2000 && !lab.plays.is_blocked; i++)
        plays_end(&lab.plays, begin("a", NULL, i), i + 1);
    assert_true(lab.plays.is_blocked);
    assert_true(plays_poll(&lab.plays).events & POLLOUT);
    int64_t newest = begin("b", NULL, 0);
    while (lab.last.n < newest && told++ < 10000) {
        next_message();
        plays_step(&lab.plays, 0);
    }
    assert_string_equal(lab.last.item, "b");
    assert_false(lab.plays.is_blocked);
}

static void a_thumbnail_is_wanted_until_it_is_kept(void **state)
{
    const struct play_message a = {.feed = "f", .item = "a", .type = "slogan"};
    struct play_message other = a;
    struct play_thumbnail thumbnail;
    struct pixels pixels;
    snprintf(other.title, sizeof other.title, "another title");
    assert_false(plays_wants_thumbnail(&lab.plays, &a)); /* nobody listens */
    listen_again();
    begin("x", NULL, 0);
    assert_true(plays_wants_thumbnail(&lab.plays, &a));
    assert_int_equal(pixels_create(16, 9, &pixels), 0);
    assert_int_equal(play_thumbnail_make(&pixels, 0, &thumbnail), 0);
    pixels_finish(&pixels);
    int64_t n = begin("a", &thumbnail, 0);
    assert_int_equal(thumbnail.fd, -1); /* taken over */
    assert_false(plays_wants_thumbnail(&lab.plays, &a));
    assert_true(plays_wants_thumbnail(&lab.plays, &other));
    while (next_message() >= 0)
        ;
    assert_int_equal(lab.last.width, 16);
    plays_end(&lab.plays, n, 1);
    keep(n);
    assert_int_equal(lab.plays.pictures, 0);
    assert_false(plays_wants_thumbnail(&lab.plays, &a)); /* it is kept */
    /* Who comes next may have set the log aside with it. */
    hang_up();
    plays_step(&lab.plays, 2);
    listen_again();
    begin("x", NULL, 3);
    assert_true(plays_wants_thumbnail(&lab.plays, &a));
}

static void another_run_s_answer_changes_nothing(void **state)
{
    listen_again();
    int64_t n = begin("a", NULL, 0);
    next_message();
    answer(lab.plays.run + 1, n);
    assert_non_null(lab.plays.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_play_is_told_when_it_begins_and_when_it_ends, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_nobody_has_heard_is_told_when_somebody_listens, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_was_not_kept_is_told_again_to_the_next_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            one_that_is_lost_is_looked_for_a_few_times_and_then_with_the_next_play, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(without_room_the_oldest_go_and_are_counted, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_that_does_not_read_is_not_waited_for, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_thumbnail_is_wanted_until_it_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_run_s_answer_changes_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
