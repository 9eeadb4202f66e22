#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "playlist/limits.h"
#include "store/entry.h"
#include "store/store.h"

enum { READ_BYTES = 65536 };

int store_object_open(const struct store *store, const unsigned char sha256[SHA256_SIZE],
                      int64_t size)
{
    char path[ENTRY_PATH_MAX];
    struct stat status;
    entry_object_path(sha256, path);
    int fd = entry_open(store->directory, path, &status);
    if (fd == -ENOENT && store->lock >= 0) {
        entry_whole_path(sha256, path);
        fd = entry_open(store->directory, path, &status);
    }
    if (fd >= 0 && status.st_size != size) {
        close(fd);
        return -ENOENT;
    }
    return fd;
}

int store_object_check(const struct store *store, const unsigned char sha256[SHA256_SIZE],
                       int64_t size)
{
    char path[ENTRY_PATH_MAX];
    unsigned char digest[SHA256_SIZE];
    int64_t found;
    int fd = store_object_open(store, sha256, size);
    if (fd < 0)
        return fd;
    int result = sha256_fd(fd, size, digest, &found);
    close(fd);
    /* A bad sector, or a file that grew: damage, like a byte that turned. */
    if (result == -EIO || result == -EFBIG ||
        (result == 0 && (found != size || memcmp(digest, sha256, SHA256_SIZE) != 0)))
        result = -EBADMSG;
    if (result == -EBADMSG && store->lock >= 0) {
        entry_object_path(sha256, path);
        entry_remove(store->directory, path);
        entry_whole_path(sha256, path);
        entry_remove(store->directory, path);
    }
    return result;
}

/* Takes the space now, so that a full disk is told before the download and not at its end. Where
 * the file system cannot, it shows later. */
static int reserve(int fd, int64_t size)
{
    if (size == 0)
        return 0;
    while (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, size) < 0) {
        if (errno == EINTR)
            continue;
        return errno == EOPNOTSUPP || errno == ENOSYS ? 0 : -errno;
    }
    return 0;
}

/* Takes what an earlier run has left into the digest. */
static int hash_rest(struct store_part *part)
{
    unsigned char buffer[READ_BYTES];
    for (;;) {
        ssize_t count = pread(part->fd, buffer, sizeof buffer, part->written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -errno;
        if (count == 0)
            return 0;
        if (part->written + count > part->size)
            return -EFBIG;
        sha256_update(&part->hash, buffer, (size_t)count);
        part->written += count;
    }
}

/* Bytes that are too many, or cannot be read, are of no use: begin again. */
static int go_on(const struct store *store, struct store_part *part)
{
    struct stat status;
    if (fstat(part->fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode))
        return -ENOTSUP;
    sha256_init(&part->hash);
    if (status.st_size == 0)
        return 0;
    int result = status.st_size > part->size ? -EFBIG : hash_rest(part);
    return result < 0 ? store_part_restart(store, part) : 0;
}

/* An end in the midst of store_part_finish leaves a part that is read-only already, also for us
 * whose it is: one file is copied once more. */
static int open_part(const struct store *store, const char *path)
{
    static const int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int fd = openat(store->directory, path, flags, 0644);
    if (fd < 0 && errno == EACCES) {
        int result = entry_remove(store->directory, path);
        if (result < 0)
            return result;
        fd = openat(store->directory, path, flags, 0644);
    }
    return fd < 0 ? -errno : fd;
}

int store_part_open(const struct store *store, const unsigned char sha256[SHA256_SIZE],
                    int64_t size, struct store_part *ret)
{
    char path[ENTRY_PATH_MAX];
    struct store_part part = {.size = size};
    if (size < 0 || size > LIMIT_ASSET_BYTES)
        return -EINVAL;
    memcpy(part.sha256, sha256, SHA256_SIZE);
    entry_part_path(sha256, path);
    part.fd = open_part(store, path);
    if (part.fd < 0)
        return part.fd;
    int result = go_on(store, &part);
    if (result == 0)
        result = reserve(part.fd, size);
    if (result == 0)
        *ret = part;
    else if (part.written > 0)
        store_part_close(&part); /* what came so far is still good */
    else
        store_part_abandon(store, &part);
    return result;
}

int64_t store_part_bytes(const struct store *store, const unsigned char sha256[SHA256_SIZE])
{
    char path[ENTRY_PATH_MAX];
    struct stat status;
    entry_part_path(sha256, path);
    if (fstatat(store->directory, path, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
        !S_ISREG(status.st_mode))
        return 0;
    return status.st_size;
}

int store_part_write(struct store_part *part, const void *data, size_t size)
{
    const char *rest = data;
    if (size > (uint64_t)(part->size - part->written))
        return -EFBIG;
    while (size > 0) {
        ssize_t count = pwrite(part->fd, rest, size, part->written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? -errno : -EIO;
        /* After each piece, so that the digest is that of the file also when the next one fails. */
        sha256_update(&part->hash, rest, (size_t)count);
        part->written += count;
        rest += count;
        size -= (size_t)count;
    }
    return 0;
}

/* No space and no control character, so that it fits into its header (RFC 9110, 8.8.3). */
static bool is_tag(const char *tag, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)tag[i] <= ' ' || tag[i] == 0x7f)
            return false;
    return size <= STORE_TAG_MAX;
}

/* Not synced: a tag that is lost costs one download from the start, and the digest decides. */
int store_part_set_tag(const struct store *store, const struct store_part *part, const char *tag)
{
    char path[ENTRY_PATH_MAX];
    size_t size = strlen(tag);
    if (!is_tag(tag, size))
        return -EINVAL;
    entry_tag_path(part->sha256, path);
    int result = entry_remove(store->directory, path);
    if (result < 0 || size == 0)
        return result;
    int fd = openat(store->directory, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0)
        return -errno;
    result = file_write_all(fd, tag, size);
    if (close(fd) < 0 && result == 0)
        result = -errno;
    if (result < 0)
        entry_remove(store->directory, path);
    return result;
}

int store_part_tag(const struct store *store, const struct store_part *part, char *tag, size_t size)
{
    char path[ENTRY_PATH_MAX], *data = NULL;
    size_t length = 0;
    entry_tag_path(part->sha256, path);
    int result = entry_read(store->directory, path, STORE_TAG_MAX, &data, &length);
    if (result == -ENOMEM)
        return result;
    /* What cannot be read is no tag: then the download begins again. */
    if (result < 0 || length >= size || !is_tag(data, length))
        length = 0;
    if (length > 0)
        memcpy(tag, data, length);
    tag[length] = '\0';
    free(data);
    return 0;
}

int store_part_restart(const struct store *store, struct store_part *part)
{
    char path[ENTRY_PATH_MAX];
    entry_tag_path(part->sha256, path);
    int result = entry_remove(store->directory, path);
    if (result < 0)
        return result;
    if (ftruncate(part->fd, 0) < 0)
        return -errno;
    part->written = 0;
    sha256_init(&part->hash);
    return reserve(part->fd, part->size);
}

void store_part_close(struct store_part *part)
{
    if (part->fd < 0)
        return;
    /* Gives back what was reserved behind the end. */
    if (ftruncate(part->fd, part->written) < 0)
        part->written = 0;
    close(part->fd);
    *part = STORE_PART_NONE;
}

void store_part_abandon(const struct store *store, struct store_part *part)
{
    char path[ENTRY_PATH_MAX];
    if (part->fd < 0)
        return;
    entry_part_path(part->sha256, path);
    entry_remove(store->directory, path);
    entry_tag_path(part->sha256, path);
    entry_remove(store->directory, path);
    close(part->fd);
    *part = STORE_PART_NONE;
}

/* Compares, and takes it out of the parts. store_stage makes it durable, together with all others.
 */
static int finish(const struct store *store, struct store_part *part)
{
    char from[ENTRY_PATH_MAX], to[ENTRY_PATH_MAX];
    unsigned char digest[SHA256_SIZE];
    struct sha256 hash = part->hash;
    sha256_final(&hash, digest);
    if (part->written != part->size || memcmp(digest, part->sha256, SHA256_SIZE) != 0)
        return -EBADMSG;
    if (fchmod(part->fd, 0444) < 0)
        return -errno;
    entry_part_path(part->sha256, from);
    entry_whole_path(part->sha256, to);
    return renameat(store->directory, from, store->directory, to) < 0 ? -errno : 0;
}

int store_part_finish(const struct store *store, struct store_part *part)
{
    char path[ENTRY_PATH_MAX];
    int result = finish(store, part);
    if (result < 0) {
        store_part_abandon(store, part);
        return result;
    }
    entry_tag_path(part->sha256, path);
    entry_remove(store->directory, path);
    close(part->fd);
    *part = STORE_PART_NONE;
    return 0;
}
