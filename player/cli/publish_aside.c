#include "cli/publish_aside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/publish_name.h"

enum {
    PATH_SIZE = PUBLISH_NAME_SIZE + 32,
    BLOCK = 64 * 1024,
    STRIDE = 4 << 20 /* bytes after which the disk is waited for */
};

/* A file on its way: written beside its place and then renamed, or in its place at once. */
struct aside {
    int directory, fd;
    const char *name;
    char path[PATH_SIZE]; /* where it is written */
};

/* There is but one writer (the target is locked), so what an interrupted one has left is simply
 * written over. */
static int open_aside(struct aside *aside, bool in_place)
{
    int length =
        snprintf(aside->path, PATH_SIZE, "%s%s", aside->name, in_place ? "" : PUBLISH_PART);
    if (length < 0 || length >= PATH_SIZE)
        return -ENAMETOOLONG;
    aside->fd = openat(aside->directory, aside->path,
                       O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    return aside->fd < 0 ? -errno : 0;
}

/* Puts the written file in its place. An error of fsync is final: the pages count as clean after
 * it, so the file goes. */
static int finish_aside(struct aside *aside, int result)
{
    if (result == 0 && fsync(aside->fd) < 0)
        result = -errno;
    if (close(aside->fd) < 0 && result == 0)
        result = -errno;
    if (result == 0 && strcmp(aside->path, aside->name) != 0 &&
        renameat(aside->directory, aside->path, aside->directory, aside->name) < 0)
        result = -errno;
    if (result < 0)
        unlinkat(aside->directory, aside->path, 0);
    return result;
}

int publish_aside_write(int directory, const char *name, bool in_place, const void *data,
                        size_t size)
{
    struct aside aside = {.directory = directory, .fd = -1, .name = name};
    int result = open_aside(&aside, in_place);
    return result < 0 ? result : finish_aside(&aside, file_write_all(aside.fd, data, size));
}

/* Sends on what has been written up to `at`, from `before`, and sees that what went earlier has
 * arrived: a slow stick would otherwise be waited for at the end, behind a bar that says it is
 * done. An error is told but once, here or by fsync. */
static int keep_pace(int fd, int64_t before, int64_t at)
{
    int64_t stride = at / STRIDE - 1;
    int result = 0;
    if (at / STRIDE == before / STRIDE)
        return 0;
    if (stride > 0)
        result = sync_file_range(fd, (stride - 1) * STRIDE, STRIDE,
                                 SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                                     SYNC_FILE_RANGE_WAIT_AFTER);
    if (result == 0)
        result = sync_file_range(fd, stride * STRIDE, STRIDE, SYNC_FILE_RANGE_WRITE);
    return result < 0 && (errno == EIO || errno == ENOSPC || errno == EDQUOT) ? -errno : 0;
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
        result = keep_pace(to, at, at + got);
        at += got;
        if (result < 0)
            return result;
        if (moved)
            moved(context, got);
    }
    sha256_final(&hash, digest);
    return at == size && memcmp(digest, sha256, sizeof digest) == 0 ? 0 : -ESTALE;
}

int publish_aside_copy(int directory, const char *name, bool in_place, int from, int64_t size,
                       const unsigned char sha256[SHA256_SIZE],
                       void (*moved)(void *context, int64_t bytes), void *context)
{
    struct aside aside = {.directory = directory, .fd = -1, .name = name};
    int result = open_aside(&aside, in_place);
    if (result < 0)
        return result;
    return finish_aside(&aside, copy(aside.fd, from, size, sha256, moved, context));
}

int publish_aside_sync(int directory, const char *folder)
{
    int fd = openat(directory, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    /* Some network file systems, and some in user space, cannot do it for folders. */
    int result =
        fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS ? -errno : 0;
    close(fd);
    return result;
}
