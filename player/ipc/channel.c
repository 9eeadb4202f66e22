#include "ipc/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first byte of a packet tells where its text is. */
enum { TEXT_INLINE = 'I', TEXT_MEMFD = 'M' };

int channel_pair(int fds[2])
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) < 0)
        return -errno;
    return 0;
}

static int send_packet(int channel, struct iovec *parts, size_t part_count, const int *fds,
                       size_t fd_count)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int) * CHANNEL_FDS_MAX)];
    } control;
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = part_count};
    if (fd_count > 0) {
        memset(&control, 0, sizeof control);
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * fd_count);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * fd_count);
        memcpy(CMSG_DATA(rights), fds, sizeof(int) * fd_count);
    }
    for (;;) {
        if (sendmsg(channel, &header, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
            return 0;
        if (errno != EINTR)
            return -errno;
    }
}

static int text_to_memfd(const char *text, size_t size)
{
    int fd = memfd_create("bangtin-message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -errno;
    size_t used = 0;
    while (used < size) {
        ssize_t wrote = write(fd, text + used, size - used);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            int error = errno;
            close(fd);
            return -error;
        }
        used += (size_t)wrote;
    }
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int channel_send(int channel, const char *text, size_t size, const int *fds, size_t fd_count)
{
    if (size > CHANNEL_TEXT_MAX || fd_count > CHANNEL_FDS_MAX)
        return -EMSGSIZE;
    char kind = TEXT_INLINE;
    struct iovec parts[2] = {{&kind, 1}, {NULL, size}};
    memcpy(&parts[1].iov_base, &text, sizeof text); /* sendmsg does not write through it */
    if (size < CHANNEL_PACKET_MAX)
        return send_packet(channel, parts, 2, fds, fd_count);
    if (fd_count >= CHANNEL_FDS_MAX)
        return -EMSGSIZE;
    int body = text_to_memfd(text, size);
    if (body < 0)
        return body;
    int all[CHANNEL_FDS_MAX] = {0};
    if (fd_count > 0)
        memcpy(all, fds, sizeof(int) * fd_count);
    all[fd_count] = body; /* last, so that the other descriptors keep their numbers */
    kind = TEXT_MEMFD;
    int result = send_packet(channel, parts, 1, all, fd_count + 1);
    close(body);
    return result;
}

static void take_rights(struct msghdr *header, struct message *message)
{
    for (struct cmsghdr *part = CMSG_FIRSTHDR(header); part; part = CMSG_NXTHDR(header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            if (message->fd_count < CHANNEL_FDS_MAX)
                message->fds[message->fd_count++] = fd;
            else
                close(fd);
        }
    }
}

static int set_text(struct message *message, const char *text, size_t size)
{
    message->text = malloc(size + 1);
    if (!message->text)
        return -ENOMEM;
    memcpy(message->text, text, size);
    message->text[size] = '\0';
    message->size = size;
    return 0;
}

/* The text is in the last descriptor; only what can no longer change is read. */
static int set_text_from_memfd(struct message *message)
{
    if (message->fd_count == 0)
        return -EBADMSG;
    int fd = message->fds[--message->fd_count];
    const int wanted = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    int seals = fcntl(fd, F_GET_SEALS);
    struct stat status;
    int result = -EBADMSG;
    if (seals >= 0 && (seals & wanted) == wanted && fstat(fd, &status) == 0 &&
        status.st_size >= 0 && status.st_size <= CHANNEL_TEXT_MAX) {
        size_t size = (size_t)status.st_size;
        message->text = malloc(size + 1);
        result = message->text ? 0 : -ENOMEM;
        if (message->text && pread(fd, message->text, size, 0) != (ssize_t)size)
            result = -EBADMSG;
        if (result == 0) {
            message->text[size] = '\0';
            message->size = size;
        }
    }
    close(fd);
    return result;
}

/* A side that closes without having read all that it was sent leaves an error before its last
 * words, once. */
static ssize_t receive_packet(int channel, struct msghdr *header)
{
    ssize_t size;
    int resets = 0;
    do
        size = recvmsg(channel, header, MSG_CMSG_CLOEXEC);
    while (size < 0 && (errno == EINTR || (errno == ECONNRESET && resets++ == 0)));
    return size;
}

int channel_receive(int channel, struct message *ret)
{
    char packet[CHANNEL_PACKET_MAX];
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int) * CHANNEL_FDS_MAX)];
    } control;
    struct iovec part = {packet, sizeof packet};
    struct msghdr header = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    ssize_t size = receive_packet(channel, &header);
    if (size < 0)
        return errno == ECONNRESET ? 0 : -errno;
    struct message message = {0};
    take_rights(&header, &message);
    if (size == 0 && message.fd_count == 0)
        return 0;
    int result = -EBADMSG;
    if (size > 0 && !(header.msg_flags & (MSG_TRUNC | MSG_CTRUNC))) {
        if (packet[0] == TEXT_INLINE)
            result = set_text(&message, packet + 1, (size_t)size - 1);
        else if (packet[0] == TEXT_MEMFD && size == 1)
            result = set_text_from_memfd(&message);
    }
    if (result < 0) {
        message_finish(&message);
        return result;
    }
    *ret = message;
    return 1;
}

void message_finish(struct message *message)
{
    free(message->text);
    for (size_t i = 0; i < message->fd_count; i++) {
        if (message->fds[i] >= 0)
            close(message->fds[i]);
    }
    *message = (struct message){0};
}

int message_take_fd(struct message *message, size_t index)
{
    if (index >= message->fd_count)
        return -1;
    int fd = message->fds[index];
    message->fds[index] = -1;
    return fd;
}
