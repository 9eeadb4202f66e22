/* The bytes of a picture file, read in pieces from its descriptor.
 *
 * pread and not mmap: a file that somebody shortens while it is mapped would kill the worker with
 * SIGBUS, and mapped pages count as this process's memory. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

struct source {
    int fd;        /* borrowed */
    uint64_t size; /* when it was opened; a later read may find less */
};

/* Takes up the regular file `fd`. Returns 0, -ENOTSUP (a directory, a pipe …) or -errno. */
int source_open(int fd, struct source *ret);

/* Reads `size` bytes at `offset`, fewer only where the file ends. Returns their number or -errno.
 */
ssize_t source_read(const struct source *source, uint64_t offset, void *data, size_t size);
