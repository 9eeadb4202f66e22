#include "cli/deeper.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "ipc/folder.h"

enum { DEPTH_MAX = 4, ENTRIES_MAX = 4000 /* of all folders */ };

static DIR *open_below(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream && fd >= 0)
        close(fd);
    return stream;
}

/* Looks through `stream`, which is the folder `path`; adds to `path` what leads to the document. */
static bool look_through(DIR *stream, unsigned depth, unsigned *seen, char *path, size_t size)
{
    struct dirent *entry;
    while (++*seen < ENTRIES_MAX && (entry = readdir(stream))) {
        if (folder_is_litter(entry->d_name))
            continue;
        if (strcasecmp(entry->d_name, "playlist.json") == 0 ||
            strcasecmp(entry->d_name, "playlist.json.txt") == 0)
            return true;
        if (depth == DEPTH_MAX || (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
            continue;
        DIR *inner = open_below(dirfd(stream), entry->d_name);
        if (!inner)
            continue;
        size_t used = strlen(path);
        bool fits = (size_t)snprintf(path + used, size - used, "/%s", entry->d_name) < size - used;
        bool found = fits && look_through(inner, depth + 1, seen, path, size);
        closedir(inner);
        if (found)
            return true;
        path[used] = '\0';
    }
    return false;
}

bool deeper_find(const char *path, char *ret, size_t size)
{
    char found[PATH_MAX];
    unsigned seen = 0;
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    if ((size_t)snprintf(found, sizeof found, "%.*s", (int)length, path) >= sizeof found)
        return false;
    DIR *stream = open_below(AT_FDCWD, path);
    bool ok = stream && look_through(stream, 0, &seen, found, sizeof found);
    if (stream)
        closedir(stream);
    if (ok)
        snprintf(ret, size, "%s", found);
    return ok;
}
