#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int file_read_fd(int fd, size_t limit, char **ret_data, size_t *ret_size)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode))
        return S_ISDIR(status.st_mode) ? -EISDIR : -ENOTSUP;
    if (status.st_size < 0 || (uint64_t)status.st_size > limit)
        return -EFBIG;
    size_t size = (size_t)status.st_size, used = 0;
    char *data = malloc(size + 1);
    if (!data)
        return -ENOMEM;
    while (used < size) {
        ssize_t got = pread(fd, data + used, size - used, (off_t)used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int error = errno;
            free(data);
            return -error;
        }
        if (got == 0)
            break; /* shortened meanwhile: what is there is what there is */
        used += (size_t)got;
    }
    data[used] = '\0';
    *ret_data = data;
    *ret_size = used;
    return 0;
}

int file_read(const char *path, size_t limit, char **ret_data, size_t *ret_size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -errno;
    int result = file_read_fd(fd, limit, ret_data, ret_size);
    close(fd);
    return result;
}

int file_write_all(int fd, const void *data, size_t size)
{
    const char *rest = data;
    while (size > 0) {
        ssize_t wrote = write(fd, rest, size);
        if (wrote < 0) {
            if (errno == EINTR)
                continue;
            return -errno;
        }
        rest += wrote;
        size -= (size_t)wrote;
    }
    return 0;
}

static int sync_parent(const char *path)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash)
        strcpy(parent, ".");
    else if (slash == path)
        strcpy(parent, "/");
    else
        snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
    int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = fsync(fd) < 0 ? -errno : 0;
    close(fd);
    return result;
}

/* Writes the bytes beside `path` and puts them in its place. */
static int replace(const char *path, const void *data, size_t size, bool is_synced)
{
    char aside[PATH_MAX];
    int length = snprintf(aside, sizeof aside, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof aside)
        return -ENAMETOOLONG;
    int fd = mkostemp(aside, O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = file_write_all(fd, data, size);
    if (result == 0 && fchmod(fd, 0644) < 0)
        result = -errno;
    if (result == 0 && is_synced && fsync(fd) < 0)
        result = -errno;
    if (close(fd) < 0 && result == 0)
        result = -errno;
    if (result == 0 && rename(aside, path) < 0)
        result = -errno;
    if (result < 0)
        unlink(aside);
    return result;
}

int file_replace(const char *path, const void *data, size_t size)
{
    int result = replace(path, data, size, true);
    return result < 0 ? result : sync_parent(path);
}

int file_replace_unsynced(const char *path, const void *data, size_t size)
{
    return replace(path, data, size, false);
}

int file_make_directories(const char *path)
{
    char partial[PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof partial)
        return length ? -ENAMETOOLONG : -EINVAL;
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(partial, path, i);
        partial[i] = '\0';
        if (mkdir(partial, 0777) < 0 && errno != EEXIST)
            return -errno;
    }
    struct stat status;
    if (stat(path, &status) < 0)
        return -errno;
    return S_ISDIR(status.st_mode) ? 0 : -ENOTDIR;
}

int file_open_beneath(int directory, const char *path)
{
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    long fd = syscall(SYS_openat2, directory, path, &how, sizeof how);
    if (fd < 0)
        return -errno;
    struct stat status;
    if (fstat((int)fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        close((int)fd);
        return -ENOTSUP;
    }
    return (int)fd;
}
