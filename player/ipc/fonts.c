#include "ipc/fonts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/place.h"
#include "ipc/channel.h"

enum { LIST_BYTES_MAX = 16384, DIRECTORIES_MAX = 8, TOLD_BITS = 64 };

/* The list as far as it has been read. */
struct list {
    char *text; /* owned; what follows points into it */
    char *rest; /* strtok_r's */
    const char *directories[DIRECTORIES_MAX];
    size_t directory_count;
    const char *package; /* that brings the files of the lines below it */
    size_t entry_count;
};

struct entry {
    const char *script, *weight, *file;
    size_t place; /* in the list, from 1 */
};

static int list_open(struct list *list)
{
    char path[PATH_MAX];
    size_t size;
    *list = (struct list){.package = ""};
    int result = place_data("fonts/fonts.list", path, sizeof path);
    return result < 0 ? result : file_read(path, LIST_BYTES_MAX, &list->text, &size);
}

/* One line: a comment, "dir PATH", "package NAME", or "SCRIPT WEIGHT FILE", which alone is an entry
 * (true). */
static bool list_read_line(struct list *list, char *line, struct entry *ret)
{
    char *rest = NULL;
    const char *first = strtok_r(line, " \t\r", &rest);
    const char *second = first && *first != '#' ? strtok_r(NULL, " \t\r", &rest) : NULL;
    if (!second)
        return false;
    if (strcmp(first, "dir") == 0) {
        if (list->directory_count < DIRECTORIES_MAX)
            list->directories[list->directory_count++] = second;
        return false;
    }
    if (strcmp(first, "package") == 0) {
        list->package = second;
        return false;
    }
    *ret = (struct entry){first, second, strtok_r(NULL, " \t\r", &rest), list->entry_count + 1};
    list->entry_count += ret->file != NULL;
    return ret->file != NULL;
}

/* The next font, false behind the last one. */
static bool list_next(struct list *list, struct entry *ret)
{
    char *from = list->rest ? NULL : list->text;
    for (char *line; (line = strtok_r(from, "\n", &list->rest)) != NULL; from = NULL)
        if (list_read_line(list, line, ret))
            return true;
    return false;
}

static int open_font(const struct list *list, const char *file)
{
    for (size_t i = 0; i < list->directory_count; i++) {
        char path[PATH_MAX];
        int length = snprintf(path, sizeof path, "%s/%s", list->directories[i], file);
        if (length < 0 || (size_t)length >= sizeof path)
            continue;
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (fd >= 0)
            return fd;
    }
    return -ENOENT;
}

/* Whether something is missing that was not when it was last looked for: an entry of the list by
 * its place, or with 0 the list. */
static bool is_news(uint64_t *missing, size_t place, bool is_missing)
{
    uint64_t bit = UINT64_C(1) << (place < TOLD_BITS ? place : TOLD_BITS - 1);
    bool was_missing = *missing & bit;
    *missing = is_missing ? *missing | bit : *missing & ~bit;
    return is_missing && !was_missing;
}

/* Opens a font and names it. Returns the length written to `text`. */
static int add_font(const struct list *list, const struct entry *entry, char *text, size_t size,
                    int *fds, size_t *fd_count, uint64_t *missing)
{
    if (*fd_count >= CHANNEL_FDS_MAX)
        return 0;
    int fd = open_font(list, entry->file);
    if (is_news(missing, entry->place, fd < 0))
        log_warning("font %s for %s is not installed; install %s", entry->file, entry->script,
                    list->package);
    if (fd < 0)
        return 0;
    int length = snprintf(text, size, "%s{\"script\":\"%s\",\"weight\":\"%s\",\"fd\":%zu}",
                          *fd_count > 1 ? "," : "", entry->script, entry->weight, *fd_count);
    if (length < 0 || (size_t)length >= size) {
        text[0] = '\0';
        close(fd);
        return 0;
    }
    fds[(*fd_count)++] = fd;
    return length;
}

int fonts_open(char *text, size_t size, int *fds, size_t *fd_count, uint64_t *missing)
{
    struct list list;
    struct entry entry;
    text[0] = '\0';
    int result = list_open(&list);
    if (is_news(missing, 0, result < 0))
        log_error("cannot read fonts/fonts.list: %s; slides have no text", strerror(-result));
    if (result < 0)
        return 0;
    int used = 0;
    while (list_next(&list, &entry))
        used += add_font(&list, &entry, text + used, size - (size_t)used, fds, fd_count, missing);
    free(list.text);
    return used;
}

enum fonts_state fonts_find(const char *script, char package[FONTS_PACKAGE_BYTES])
{
    struct list list;
    struct entry entry;
    enum fonts_state state = FONTS_UNLISTED;
    if (list_open(&list) < 0)
        return state;
    while (state != FONTS_INSTALLED && list_next(&list, &entry)) {
        if (strcmp(entry.script, script) != 0)
            continue;
        snprintf(package, FONTS_PACKAGE_BYTES, "%s", list.package);
        int fd = open_font(&list, entry.file);
        state = fd >= 0 ? FONTS_INSTALLED : FONTS_ABSENT;
        if (fd >= 0)
            close(fd);
    }
    free(list.text);
    return state;
}
