#include "base/place.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int join(char *path, size_t size, const char *directory, const char *name)
{
    int length = snprintf(path, size, "%s/%s", directory, name);
    return length >= 0 && (size_t)length < size ? 0 : -ENAMETOOLONG;
}

/* The directory of the running program; in a build tree also the build directory itself. */
static int own_directory(char *path, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", path, size - 1);
    if (length < 0)
        return -errno;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash)
        return -ENOENT;
    *slash = '\0';
    return 0;
}

/* A build directory is known by Meson's own mark, not by its name. */
static bool is_build_tree(const char *directory)
{
    char mark[PATH_MAX];
    return join(mark, sizeof mark, directory, "meson-info/meson-info.json") == 0 &&
           access(mark, F_OK) == 0;
}

static int build_tree(char *path, size_t size)
{
    int result = own_directory(path, size);
    if (result < 0)
        return result;
    for (int up = 0; up < 4; up++) {
        if (is_build_tree(path))
            return 0;
        char *slash = strrchr(path, '/');
        if (!slash || slash == path)
            break;
        *slash = '\0';
    }
    return -ENOENT;
}

int place_helper(const char *name, char *path, size_t size)
{
    char directory[PATH_MAX];
    if (own_directory(directory, sizeof directory) == 0 && join(path, size, directory, name) == 0 &&
        access(path, X_OK) == 0)
        return 0;
    if (build_tree(directory, sizeof directory) == 0 && join(path, size, directory, name) == 0 &&
        access(path, X_OK) == 0)
        return 0;
    if (join(path, size, BANGTIN_LIBEXECDIR, name) < 0)
        return -ENAMETOOLONG;
    return access(path, X_OK) == 0 ? 0 : -ENOENT;
}

int place_data(const char *name, char *path, size_t size)
{
    char directory[PATH_MAX];
    if (build_tree(directory, sizeof directory) == 0)
        return join(path, size, BANGTIN_SOURCEDIR, name);
    return join(path, size, BANGTIN_DATADIR, name);
}

int place_locale(char *path, size_t size)
{
    char directory[PATH_MAX];
    if (build_tree(directory, sizeof directory) == 0)
        return join(path, size, directory, "po");
    return join(path, size, BANGTIN_LOCALEDIR, "");
}

int place_cache(char *path, size_t size)
{
    const char *cache = getenv("XDG_CACHE_HOME");
    if (cache && *cache == '/')
        return join(path, size, cache, "bangtin");
    const char *home = getenv("HOME");
    if (!home || *home != '/')
        return -ENOENT;
    return join(path, size, home, ".cache/bangtin");
}
