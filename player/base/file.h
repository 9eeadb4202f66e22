/* Files read whole under a cap and replaced atomically. */
#pragma once

#include <stddef.h>

/* Reads the regular file `path` whole. At most `limit` bytes: a larger one is -EFBIG, so that no
 * memory is taken for it. On success returns 0; *ret_data is a fresh buffer that the caller frees,
 * with a NUL behind the *ret_size bytes. Otherwise a negative errno; outputs untouched. */
int file_read(const char *path, size_t limit, char **ret_data, size_t *ret_size);

/* The same from an open descriptor, from its start; does not close it. */
int file_read_fd(int fd, size_t limit, char **ret_data, size_t *ret_size);

/* Replaces `path` by `size` bytes, whole or not at all: written beside it, synced, renamed, the
 * directory synced. Returns 0 or a negative errno; then the old file stands as it was. */
int file_replace(const char *path, const void *data, size_t size);

/* The same without waiting for a disk: for what is of no use after a power cut, under /run. */
int file_replace_unsynced(const char *path, const void *data, size_t size);

/* Writes all of `size` bytes to `fd`, through short writes and EINTR. Returns 0 or -errno. */
int file_write_all(int fd, const void *data, size_t size);

/* Makes the directory `path` and its missing parents (mode 0777 less umask). 0 or -errno. */
int file_make_directories(const char *path);

/* Opens a file below the open directory `directory` by a relative path that cannot leave it: no
 * "..", no symbolic link out, no device, no fifo. Returns a descriptor (O_CLOEXEC) or -errno
 * (-EXDEV: the path leads out, -ENOTSUP: not a regular file). */
int file_open_beneath(int directory, const char *path);
