#include "ipc/fonts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/place.h"
#include "ipc/channel.h"

enum { LIST_BYTES_MAX = 16384, DIRECTORIES_MAX = 8 };

struct search {
    const char *directories[DIRECTORIES_MAX];
    size_t count;
};

static int open_font(const struct search *search, const char *file)
{
    for (size_t i = 0; i < search->count; i++) {
        char path[PATH_MAX];
        int length = snprintf(path, sizeof path, "%s/%s", search->directories[i], file);
        if (length < 0 || (size_t)length >= sizeof path)
            continue;
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (fd >= 0)
            return fd;
    }
    return -ENOENT;
}

/* One line: "dir PATH", or "SCRIPT WEIGHT FILE". Returns the length written to `text`. */
static int read_line(char *line, struct search *search, char *text, size_t size, int *fds,
                     size_t *fd_count)
{
    char *rest = NULL;
    const char *first = strtok_r(line, " \t\r", &rest);
    if (!first || *first == '#')
        return 0;
    const char *second = strtok_r(NULL, " \t\r", &rest);
    if (second && strcmp(first, "dir") == 0) {
        if (search->count < DIRECTORIES_MAX)
            search->directories[search->count++] = second;
        return 0;
    }
    const char *file = strtok_r(NULL, " \t\r", &rest);
    if (!second || !file || *fd_count >= CHANNEL_FDS_MAX)
        return 0;
    int fd = open_font(search, file);
    if (fd < 0) {
        log_warning("font %s for %s is not installed; install fonts-noto-core", file, first);
        return 0;
    }
    int length = snprintf(text, size, "%s{\"script\":\"%s\",\"weight\":\"%s\",\"fd\":%zu}",
                          *fd_count > 1 ? "," : "", first, second, *fd_count);
    if (length < 0 || (size_t)length >= size) {
        text[0] = '\0';
        close(fd);
        return 0;
    }
    fds[(*fd_count)++] = fd;
    return length;
}

int fonts_open(char *text, size_t size, int *fds, size_t *fd_count)
{
    char path[PATH_MAX];
    char *list = NULL;
    size_t list_size;
    text[0] = '\0';
    int result = place_data("fonts/fonts.list", path, sizeof path);
    if (result == 0)
        result = file_read(path, LIST_BYTES_MAX, &list, &list_size);
    if (result < 0) {
        log_error("cannot read fonts/fonts.list: %s; slides have no text", strerror(-result));
        return 0;
    }
    struct search search = {.count = 0};
    int used = 0;
    char *rest = NULL;
    for (char *line = strtok_r(list, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        used += read_line(line, &search, text + used, size - (size_t)used, fds, fd_count);
    free(list);
    return used;
}
