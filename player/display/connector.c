#include "display/connector.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"

/* Reads the first bytes of a sysfs file; they say 4096 bytes and hold fewer. */
static size_t read_attribute(const char *directory, const char *connector, const char *attribute,
                             char *out, size_t size)
{
    char path[PATH_MAX];
    char *data = NULL;
    size_t length = 0;
    if (snprintf(path, sizeof path, "%s/%s/%s", directory, connector, attribute) >=
            (int)sizeof path ||
        file_read(path, 65536, &data, &length) < 0)
        return 0;
    snprintf(out, size, "%s", data);
    free(data);
    return length;
}

/* "card0-HDMI-A-1" → 0 and "HDMI-A-1". */
static bool parse_name(const char *entry, struct connector *ret)
{
    int card, used = 0;
    if (sscanf(entry, "card%d-%n", &card, &used) != 1 || used == 0 || card < 0)
        return false;
    ret->card = card;
    snprintf(ret->name, sizeof ret->name, "%s", entry + used);
    return true;
}

/* Calls for each connector; the lowest card and name wins, so that the answer is the same at each
 * start. */
static bool scan(const char *path, bool only_connected, int but_card, struct connector *ret)
{
    DIR *directory = opendir(path);
    bool found = false;
    if (!directory)
        return false;
    for (struct dirent *entry; (entry = readdir(directory));) {
        struct connector one = {0};
        char text[64];
        if (!parse_name(entry->d_name, &one) || one.card == but_card)
            continue;
        /* "connected" without a mode is a cable whose screen has not answered yet. */
        if (only_connected &&
            (read_attribute(path, entry->d_name, "status", text, sizeof text) == 0 ||
             strncmp(text, "connected", 9) != 0 ||
             read_attribute(path, entry->d_name, "modes", text, sizeof text) == 0))
            continue;
        if (!found || one.card < ret->card ||
            (one.card == ret->card && strcmp(one.name, ret->name) < 0))
            *ret = one;
        found = true;
    }
    closedir(directory);
    return found;
}

bool connector_exists(const char *directory)
{
    struct connector one;
    return scan(directory, false, -1, &one);
}

bool connector_find(const char *directory, int but_card, struct connector *ret)
{
    struct connector one;
    if (!scan(directory, true, but_card, &one))
        return false;
    *ret = one;
    return true;
}

int connector_listen(void)
{
    const struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = 1};
    int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    if (fd < 0)
        return -errno;
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

/* A uevent is "change@/devices/…" and then NAME=VALUE strings, each with its NUL (kernel,
 * lib/kobject_uevent.c). */
static bool is_drm_event(const char *event, size_t size)
{
    for (size_t at = 0; at < size; at += strnlen(event + at, size - at) + 1) {
        if (strcmp(event + at, "SUBSYSTEM=drm") == 0)
            return true;
    }
    return false;
}

bool connector_changed(int listener)
{
    bool changed = false;
    for (;;) {
        char event[8192];
        struct sockaddr_nl sender = {0};
        socklen_t length = sizeof sender;
        ssize_t size = recvfrom(listener, event, sizeof event - 1, MSG_DONTWAIT,
                                (struct sockaddr *)&sender, &length);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            /* Events were lost when the socket's buffer was full: then look, to be sure. */
            return errno == ENOBUFS || changed;
        event[size] = '\0';
        /* Port 0 is the kernel; anybody else on this machine could pretend. */
        if (sender.nl_pid == 0 && is_drm_event(event, (size_t)size))
            changed = true;
    }
}
