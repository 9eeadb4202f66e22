#include "render/source.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

int source_open(int fd, struct source *ret)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode))
        return -ENOTSUP;
    *ret = (struct source){.fd = fd, .size = (uint64_t)status.st_size};
    return 0;
}

ssize_t source_read(const struct source *source, uint64_t offset, void *data, size_t size)
{
    char *to = data;
    size_t used = 0;
    if (offset >= source->size)
        return 0;
    if (size > source->size - offset)
        size = (size_t)(source->size - offset);
    while (used < size) {
        ssize_t got = pread(source->fd, to + used, size - used, (off_t)(offset + used));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            break;
        used += (size_t)got;
    }
    return (ssize_t)used;
}
