#include "cli/publish_aside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/publish_name.h"

enum { PATH_SIZE = PUBLISH_NAME_SIZE + 32, BLOCK = 64 * 1024 };

/* Opens the file beside `name`. A descriptor or -errno. There is but one writer (the target is
 * locked), so what an interrupted one has left is simply written over. */
static int open_aside(int directory, const char *name, char aside[PATH_SIZE])
{
    int length = snprintf(aside, PATH_SIZE, "%s" PUBLISH_PART, name);
    if (length < 0 || length >= PATH_SIZE)
        return -ENAMETOOLONG;
    int fd = openat(directory, aside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    return fd < 0 ? -errno : fd;
}

/* Puts the written file in its place. An error of fsync is final: the pages count as clean after
 * it, so the file goes. */
static int finish_aside(int directory, const char *name, const char *aside, int fd, int result)
{
    if (result == 0 && fsync(fd) < 0)
        result = -errno;
    if (close(fd) < 0 && result == 0)
        result = -errno;
    if (result == 0 && renameat(directory, aside, directory, name) < 0)
        result = -errno;
    if (result < 0)
        unlinkat(directory, aside, 0);
    return result;
}

int publish_aside_write(int directory, const char *name, const void *data, size_t size)
{
    char aside[PATH_SIZE];
    int fd = open_aside(directory, name, aside);
    if (fd < 0)
        return fd;
    return finish_aside(directory, name, aside, fd, file_write_all(fd, data, size));
}

static int copy(int to, int from, int64_t size, const unsigned char sha256[SHA256_SIZE],
                void (*moved)(void *context, int64_t bytes), void *context)
{
    char block[BLOCK];
    unsigned char digest[SHA256_SIZE];
    struct sha256 hash;
    int64_t at = 0;
    sha256_init(&hash);
    while (at < size) {
        ssize_t got = pread(from, block, sizeof block, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            break;
        int result = file_write_all(to, block, (size_t)got);
        if (result < 0)
            return result;
        sha256_update(&hash, block, (size_t)got);
        at += got;
        if (moved)
            moved(context, got);
    }
    sha256_final(&hash, digest);
    return at == size && memcmp(digest, sha256, sizeof digest) == 0 ? 0 : -ESTALE;
}

int publish_aside_copy(int directory, const char *name, int from, int64_t size,
                       const unsigned char sha256[SHA256_SIZE],
                       void (*moved)(void *context, int64_t bytes), void *context)
{
    char aside[PATH_SIZE];
    int fd = open_aside(directory, name, aside);
    if (fd < 0)
        return fd;
    int result = copy(fd, from, size, sha256, moved, context);
    return finish_aside(directory, name, aside, fd, result);
}

int publish_aside_sync(int directory, const char *folder)
{
    int fd = openat(directory, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = fsync(fd) < 0 ? -errno : 0;
    close(fd);
    return result;
}
