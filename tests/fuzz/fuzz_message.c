/* Any bytes as packets on a channel, and any text as a worker's answer. The first byte says how the
 * rest travels: as one raw packet, as the text of a sealed memfd, as an answer. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ipc/job.h"
#include "ipc/pixels.h"
#include "target.h"

static void send_packet(int channel, const void *bytes, size_t size, int fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.bytes = {0}};
    struct iovec part = {NULL, size};
    memcpy(&part.iov_base, &bytes, sizeof bytes);
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    if (fd >= 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = sizeof control.bytes;
        *CMSG_FIRSTHDR(&header) = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&header)), &fd, sizeof fd);
    }
    sendmsg(channel, &header, MSG_NOSIGNAL);
}

static void look_at(const struct message *message)
{
    struct job_answer answer;
    MUST(message->text[message->size] == '\0');
    if (job_answer_parse(message, &answer) < 0)
        return;
    MUST(answer.width <= PIXELS_SIDE_MAX && answer.height <= PIXELS_SIDE_MAX);
    MUST(!answer.has_clock || (answer.clock.x + answer.clock.width <= answer.width &&
                               answer.clock.y + answer.clock.height <= answer.height));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int pair[2], body = -1;
    if (size < 1 || channel_pair(pair) < 0)
        return 0;
    uint8_t how = data[0] % 3;
    data++;
    size--;
    if (how == 0 && size > 0) {
        send_packet(pair[0], data, size, -1);
    } else if (how == 1) {
        body = memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        if (write(body, data, size) == (ssize_t)size)
            fcntl(body, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
        send_packet(pair[0], "M", 1, body);
    } else {
        channel_send(pair[0], (const char *)data, size, NULL, 0);
    }
    struct message message;
    if (channel_receive(pair[1], &message) == 1) {
        look_at(&message);
        message_finish(&message);
    }
    if (body >= 0)
        close(body);
    close(pair[0]);
    close(pair[1]);
    return 0;
}
