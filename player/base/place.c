#include "base/place.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* The absolute path in an environment variable, of a list (systemd's) the first; false: none. */
static bool read_variable(const char *name, char *path, size_t size)
{
    const char *value = getenv(name);
    if (!value || *value != '/')
        return false;
    size_t length = strcspn(value, ":");
    if (length >= size)
        return false;
    memcpy(path, value, length);
    path[length] = '\0';
    return true;
}

/* A directory of the user's: $`variable`, else `below` the home directory; and `name` in it. */
static int user_place(const char *variable, const char *below, const char *name, char *path,
                      size_t size)
{
    char directory[PATH_MAX], home[PATH_MAX];
    if (read_variable(variable, directory, sizeof directory))
        return join(path, size, directory, name);
    if (!read_variable("HOME", home, sizeof home))
        return -ENOENT;
    if (join(directory, sizeof directory, home, below) < 0)
        return -ENAMETOOLONG;
    return join(path, size, directory, name);
}

int place_cache(char *path, size_t size)
{
    return user_place("XDG_CACHE_HOME", ".cache", "bangtin", path, size);
}

static const char system_wide[] = "/var/lib/bangtin"; /* FHS, 5.8 */

/* The first of the directories for settings that holds the file `name`. */
static int find_setting(const char *name, char *path, size_t size)
{
    char directory[PATH_MAX], below[64];
    if (read_variable("CONFIGURATION_DIRECTORY", directory, sizeof directory)) {
        int result = join(path, size, directory, name);
        return result < 0 ? result : access(path, R_OK) == 0 ? 0 : -ENOENT;
    }
    if (join(path, size, "/etc/bangtin", name) == 0 && access(path, R_OK) == 0)
        return 0;
    snprintf(below, sizeof below, "bangtin/%s", name);
    int result = user_place("XDG_CONFIG_HOME", ".config", below, path, size);
    return result < 0 ? result : access(path, R_OK) == 0 ? 0 : -ENOENT;
}

int place_settings(char *path, size_t size)
{
    return find_setting("site.json", path, size);
}

int place_theme(char *path, size_t size)
{
    return find_setting("theme.json", path, size) == 0
               ? 0
               : place_data("content/theme.json", path, size);
}

int place_boot_settings(char *path, size_t size)
{
    char directory[PATH_MAX];
    if (!read_variable("STATE_DIRECTORY", directory, sizeof directory))
        snprintf(directory, sizeof directory, "%s", system_wide);
    int result = join(path, size, directory, "boot/bangtin.json");
    return result < 0 ? result : access(path, R_OK) == 0 ? 0 : -ENOENT;
}

int place_store(char *path, size_t size)
{
    if (read_variable("STATE_DIRECTORY", path, size))
        return 0;
    if (geteuid() == 0 || access(system_wide, W_OK) == 0)
        return snprintf(path, size, "%s", system_wide) < (int)size ? 0 : -ENAMETOOLONG;
    return user_place("XDG_DATA_HOME", ".local/share", "bangtin/store", path, size);
}

int place_log(const char *name, char *path, size_t size)
{
    char file[PATH_MAX];
    int result = place_store(path, size);
    if (read_variable("STATE_DIRECTORY", file, sizeof file) ||
        (result == 0 && join(file, sizeof file, path, name) == 0 && access(file, F_OK) == 0))
        return result;
    /* One that we may not look for may be there, too. */
    if (join(file, sizeof file, system_wide, name) < 0 ||
        (access(file, F_OK) < 0 && errno == ENOENT))
        return result;
    return snprintf(path, size, "%s", system_wide) < (int)size ? 0 : -ENAMETOOLONG;
}

/* Anybody may make anything in /tmp, also before us. */
static int make_private(const char *path)
{
    struct stat status;
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return -errno;
    if (lstat(path, &status) < 0)
        return -errno;
    bool is_ours =
        S_ISDIR(status.st_mode) && status.st_uid == geteuid() && (status.st_mode & 077) == 0;
    return is_ours ? 0 : -EPERM;
}

int place_run(char *path, size_t size)
{
    char directory[PATH_MAX];
    if (read_variable("RUNTIME_DIRECTORY", path, size))
        return 0;
    if (geteuid() == 0)
        return join(path, size, "/run", "bangtin");
    if (read_variable("XDG_RUNTIME_DIR", directory, sizeof directory))
        return join(path, size, directory, "bangtin");
    int length = snprintf(path, size, "/tmp/bangtin-%ju", (uintmax_t)geteuid());
    if (length < 0 || (size_t)length >= size)
        return -ENAMETOOLONG;
    return make_private(path);
}
