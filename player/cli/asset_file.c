#include "cli/asset_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/unicode.h"

enum { ENTRIES_MAX = 20000 };

/* Finds the entry of `directory` that is `name` to a person. The descriptor is taken over. */
static bool find_entry(int directory, const char *name, char found[NAME_MAX + 1])
{
    DIR *stream = fdopendir(directory);
    if (!stream) {
        close(directory);
        return false;
    }
    bool ok = false;
    struct dirent *entry;
    for (int seen = 0; !ok && seen < ENTRIES_MAX && (entry = readdir(stream)); seen++) {
        ok = strcmp(entry->d_name, name) == 0 || unicode_same_name(entry->d_name, name);
        if (ok)
            snprintf(found, NAME_MAX + 1, "%s", entry->d_name);
    }
    closedir(stream);
    return ok;
}

int asset_file_meant(int directory, const char *href, char *path, size_t size)
{
    char found_path[PATH_MAX] = "";
    size_t used = 0;
    while (*href) {
        char name[NAME_MAX + 1], found[NAME_MAX + 1];
        size_t length = strcspn(href, "/");
        if (length == 0 || length > NAME_MAX || used + length + 2 + NAME_MAX > sizeof found_path)
            return -ENOENT;
        memcpy(name, href, length);
        name[length] = '\0';
        int fd = openat(directory, used ? found_path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0 || !find_entry(fd, name, found))
            return -ENOENT;
        used += (size_t)snprintf(found_path + used, sizeof found_path - used, "%s%s",
                                 used ? "/" : "", found);
        href += length;
        while (*href == '/')
            href++;
    }
    if (used == 0 || used >= size)
        return -ENOENT;
    memcpy(path, found_path, used + 1);
    return 0;
}

enum media_kind asset_file_kind(int fd)
{
    char bytes[MEDIA_SNIFF_BYTES];
    ssize_t got = pread(fd, bytes, sizeof bytes, 0);
    return media_kind_of(bytes, got > 0 ? (size_t)got : 0);
}
