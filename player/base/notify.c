#include "base/notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

enum { RETRIES = 8 }; /* of a sign of life that was not taken, before the next one would be due */

/* A positive decimal number, else 0. */
static int64_t read_number(const char *name)
{
    const char *text = getenv(name);
    char *end;
    if (!text || *text < '0' || *text > '9')
        return 0;
    errno = 0;
    intmax_t value = strtoimax(text, &end, 10);
    return errno || *end || value > INT64_MAX / 2 ? 0 : (int64_t)value;
}

/* A path, or a name of Linux's own in which '@' stands for the leading NUL (unix(7)). */
static int connect_to(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    if ((*name != '/' && *name != '@') || length >= sizeof address.sun_path)
        return -EINVAL;
    memcpy(address.sun_path, name, length);
    if (*name == '@')
        address.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (connect(fd, (const struct sockaddr *)&address, size) == 0)
        return fd;
    int result = -errno;
    close(fd);
    return result;
}

void notify_open(struct notify *notify)
{
    const char *name = getenv("NOTIFY_SOCKET");
    int64_t pid = read_number("WATCHDOG_PID");
    *notify = NOTIFY_NONE;
    if (!name)
        return;
    int fd = connect_to(name);
    if (fd < 0) {
        log_warning("the supervisor at %s cannot be reached: %s", name, strerror(-fd));
        return;
    }
    notify->fd = fd;
    if (pid == 0 || pid == getpid())
        notify->every = read_number("WATCHDOG_USEC") / 2;
}

void notify_close(struct notify *notify)
{
    if (notify->fd >= 0)
        close(notify->fd);
    *notify = NOTIFY_NONE;
}

/* A supervisor that does not take it just now gets the next one. */
static bool tell(const struct notify *notify, const char *text)
{
    size_t length = strlen(text);
    return notify->fd >= 0 && send(notify->fd, text, length, MSG_NOSIGNAL) == (ssize_t)length;
}

void notify_ready(struct notify *notify)
{
    if (!notify->is_ready)
        notify->is_ready = tell(notify, "READY=1");
}

void notify_alive(struct notify *notify, int64_t now)
{
    if (notify->every == 0 || now < notify->due)
        return;
    bool is_told = tell(notify, "WATCHDOG=1");
    notify->due = now + (is_told ? notify->every : notify->every / RETRIES);
}

int64_t notify_next(const struct notify *notify)
{
    return notify->every > 0 ? notify->due : INT64_MAX;
}
