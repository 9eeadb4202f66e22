#include "display/watch.h"

#include <errno.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

#define EVENTS                                                                                     \
    (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF |    \
     IN_ONLYDIR)

void watch_finish(struct watch *watch)
{
    if (watch->fd >= 0)
        close(watch->fd);
    *watch = WATCH_NONE;
}

int watch_set(struct watch *watch, int directory)
{
    char path[64];
    watch_finish(watch);
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0)
        return -errno;
    snprintf(path, sizeof path, "/proc/self/fd/%d", directory);
    if (inotify_add_watch(fd, path, EVENTS) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    watch->fd = fd;
    return 0;
}

bool watch_read(struct watch *watch, bool *ret_gone)
{
    bool changed = false;
    for (;;) {
        union {
            struct inotify_event event;
            char bytes[4096];
        } buffer;
        ssize_t size = read(watch->fd, buffer.bytes, sizeof buffer.bytes);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return changed;
        if (!changed)
            *ret_gone = false;
        changed = true;
        for (size_t at = 0; at + sizeof buffer.event <= (size_t)size;) {
            const struct inotify_event *event = (const void *)(buffer.bytes + at);
            if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED))
                *ret_gone = true;
            at += sizeof *event + event->len;
        }
    }
}
