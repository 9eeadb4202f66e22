/* Messages between the processes: one SOCK_SEQPACKET packet is one message, with descriptors. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
    CHANNEL_PACKET_MAX = 65536,     /* with its first byte; the kernel refuses about 208 KiB */
    CHANNEL_TEXT_MAX = 1024 * 1024, /* what is larger than a packet travels as a sealed memfd */
    CHANNEL_FDS_MAX = 24
};

struct message {
    char *text; /* NUL behind the last byte; owned */
    size_t size;
    int fds[CHANNEL_FDS_MAX]; /* owned, O_CLOEXEC */
    size_t fd_count;
};

/* A connected pair, both ends O_CLOEXEC and non-blocking. Returns 0 or -errno. */
int channel_pair(int fds[2]);

/* Sends `size` bytes of text and `fd_count` descriptors (not closed here). Never waits, not even on
 * a channel that may: an end that is shared with a worker blocks when that worker wants it so.
 * Returns 0, -EAGAIN (the other side does not read: the caller decides what to drop), -EMSGSIZE,
 * -EPIPE or other -errno. */
int channel_send(int channel, const char *text, size_t size, const int *fds, size_t fd_count);

/* Receives one message. Returns 1 and fills *ret (the caller finishes it); 0 where the other side
 * has gone and all that it had sent was received; -EAGAIN where nothing waits; -EBADMSG for a
 * packet that is none of ours (everything it brought is closed); other -errno. */
int channel_receive(int channel, struct message *ret);

/* Frees the text, closes the descriptors that are still there. */
void message_finish(struct message *message);

/* Takes descriptor `index` out of the message (the caller owns it then), or -1. */
int message_take_fd(struct message *message, size_t index);
