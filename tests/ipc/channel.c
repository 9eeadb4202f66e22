/* Messages between the processes: what goes in comes out, what is none of ours is refused. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "ipc/channel.h"

static int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void send_and_compare(size_t size, size_t fd_count)
{
    int pair[2], before = open_descriptors();
    assert_int_equal(channel_pair(pair), 0);
    char *text = malloc(size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i % 23);
    int fds[CHANNEL_FDS_MAX];
    for (size_t i = 0; i < fd_count; i++)
        fds[i] = STDERR_FILENO;
    assert_int_equal(channel_send(pair[0], text, size, fds, fd_count), 0);
    struct message message;
    assert_int_equal(channel_receive(pair[1], &message), 1);
    assert_int_equal(message.size, size);
    assert_memory_equal(message.text, text, size);
    assert_int_equal(message.text[size], 0);
    assert_int_equal(message.fd_count, fd_count);
    for (size_t i = 0; i < fd_count; i++)
        assert_true(fcntl(message.fds[i], F_GETFD) & FD_CLOEXEC);
    message_finish(&message);
    free(text);
    close(pair[0]);
    close(pair[1]);
    assert_int_equal(open_descriptors(), before);
}

static void a_message_arrives_as_it_was_sent(void **state)
{
    const size_t sizes[] = {0,
                            1,
                            1000,
                            CHANNEL_PACKET_MAX - 1,
                            CHANNEL_PACKET_MAX,
                            CHANNEL_PACKET_MAX + 1,
                            CHANNEL_TEXT_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        send_and_compare(sizes[i], 0);
        send_and_compare(sizes[i], 3);
    }
    send_and_compare(100, CHANNEL_FDS_MAX);
}

/* The SVG worker makes the end that it shares with us a waiting one; a `render` that brings it down
 * again and again and reads no answer must not stop us. */
static void a_full_channel_is_never_waited_for(void **state)
{
    int pair[2], result = 0;
    assert_int_equal(channel_pair(pair), 0);
    assert_int_equal(fcntl(pair[0], F_SETFL, 0), 0);
    alarm(20); /* instead of waiting for ever */
    for (int i = 0; i < 100000 && result == 0; i++)
        result = channel_send(pair[0], "x", 1, NULL, 0);
    alarm(0);
    assert_int_equal(result, -EAGAIN);
    close(pair[0]);
    close(pair[1]);
}

static void too_much_is_refused_before_it_is_sent(void **state)
{
    int pair[2], fds[CHANNEL_FDS_MAX + 1] = {0};
    assert_int_equal(channel_pair(pair), 0);
    char *text = calloc(1, CHANNEL_TEXT_MAX + 1);
    assert_int_equal(channel_send(pair[0], text, CHANNEL_TEXT_MAX + 1, NULL, 0), -EMSGSIZE);
    assert_int_equal(channel_send(pair[0], text, 1, fds, CHANNEL_FDS_MAX + 1), -EMSGSIZE);
    assert_int_equal(channel_send(pair[0], text, CHANNEL_PACKET_MAX, fds, CHANNEL_FDS_MAX),
                     -EMSGSIZE);
    struct message message;
    assert_int_equal(channel_receive(pair[1], &message), -EAGAIN);
    free(text);
    close(pair[0]);
    close(pair[1]);
}

static void the_other_side_may_go(void **state)
{
    int pair[2];
    struct message message;
    assert_int_equal(channel_pair(pair), 0);
    close(pair[0]);
    assert_int_equal(channel_receive(pair[1], &message), 0);
    assert_int_equal(channel_send(pair[1], "x", 1, NULL, 0), -EPIPE);
    close(pair[1]);
}

static void its_last_words_arrive_though_it_has_not_read_ours(void **state)
{
    int pair[2];
    struct message message;
    assert_int_equal(channel_pair(pair), 0);
    assert_int_equal(channel_send(pair[1], "kept", 4, NULL, 0), 0);
    assert_int_equal(channel_send(pair[0], "end", 3, NULL, 0), 0);
    assert_int_equal(channel_send(pair[0], "stop", 4, NULL, 0), 0);
    close(pair[0]);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(channel_receive(pair[1], &message), 1);
        assert_string_equal(message.text, i == 0 ? "end" : "stop");
        message_finish(&message);
    }
    assert_int_equal(channel_receive(pair[1], &message), 0);
    close(pair[1]);
}

/* Sends raw bytes with up to one descriptor. */
static void send_raw(int channel, const void *bytes, size_t size, int fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.bytes = {0}};
    char copy[64];
    memcpy(copy, bytes, size);
    struct iovec part = {copy, size};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    if (fd >= 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = sizeof control.bytes;
        struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
        *rights = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(rights), &fd, sizeof fd);
    }
    assert_true(sendmsg(channel, &header, 0) >= 0);
}

static int memfd_with(const char *text, unsigned seals)
{
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fcntl(fd, F_ADD_SEALS, seals), 0);
    return fd;
}

static void packets_that_are_none_of_ours_are_refused(void **state)
{
    const unsigned all = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    const struct {
        const char *name, *bytes;
        size_t size;
        int fd; /* taken over; -1: none */
    } cases[] = {
        {"unknown kind", "?x", 2, -1},
        {"memfd announced, none sent", "M", 1, -1},
        {"memfd with text behind the kind", "Mx", 2, memfd_with("{}", all)},
        {"memfd not sealed", "M", 1, memfd_with("{}", 0)},
        {"memfd that may still be written", "M", 1, memfd_with("{}", F_SEAL_SHRINK | F_SEAL_GROW)},
        {"memfd that may still shrink", "M", 1, memfd_with("{}", F_SEAL_WRITE | F_SEAL_GROW)},
        {"a pipe for a memfd", "M", 1, dup(STDERR_FILENO)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int pair[2];
        struct message message = {.size = 77};
        assert_int_equal(channel_pair(pair), 0);
        send_raw(pair[0], cases[i].bytes, cases[i].size, cases[i].fd);
        int before = open_descriptors();
        int result = channel_receive(pair[1], &message);
        if (result != -EBADMSG)
            fail_msg("%s: %d", cases[i].name, result);
        assert_int_equal(message.size, 77); /* untouched */
        assert_int_equal(open_descriptors(), before);
        close(pair[0]);
        close(pair[1]);
        if (cases[i].fd >= 0)
            close(cases[i].fd);
    }
}

static void a_descriptor_is_taken_once(void **state)
{
    int pair[2], fd = STDERR_FILENO;
    struct message message;
    assert_int_equal(channel_pair(pair), 0);
    assert_int_equal(channel_send(pair[0], "{}", 2, &fd, 1), 0);
    assert_int_equal(channel_receive(pair[1], &message), 1);
    int taken = message_take_fd(&message, 0);
    assert_true(taken > 2);
    assert_int_equal(message_take_fd(&message, 0), -1);
    assert_int_equal(message_take_fd(&message, 1), -1);
    message_finish(&message);
    assert_true(fcntl(taken, F_GETFD) >= 0);
    close(taken);
    close(pair[0]);
    close(pair[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_arrives_as_it_was_sent),
        cmocka_unit_test(a_full_channel_is_never_waited_for),
        cmocka_unit_test(too_much_is_refused_before_it_is_sent),
        cmocka_unit_test(the_other_side_may_go),
        cmocka_unit_test(its_last_words_arrive_though_it_has_not_read_ours),
        cmocka_unit_test(packets_that_are_none_of_ours_are_refused),
        cmocka_unit_test(a_descriptor_is_taken_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
