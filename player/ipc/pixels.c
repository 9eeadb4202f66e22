#include "ipc/pixels.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_legal(uint32_t width, uint32_t height)
{
    return width > 0 && height > 0 && width <= PIXELS_SIDE_MAX && height <= PIXELS_SIDE_MAX;
}

int pixels_create(uint32_t width, uint32_t height, struct pixels *ret)
{
    if (!is_legal(width, height))
        return -EINVAL;
    struct pixels pixels = {.width = width, .height = height, .size = (size_t)width * height * 4};
    pixels.fd = memfd_create("bangtin-pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (pixels.fd < 0)
        return -errno;
    if (ftruncate(pixels.fd, (off_t)pixels.size) < 0)
        goto fail;
    pixels.data = mmap(NULL, pixels.size, PROT_READ | PROT_WRITE, MAP_SHARED, pixels.fd, 0);
    if (pixels.data == MAP_FAILED)
        goto fail;
    *ret = pixels;
    return 0;
fail:;
    int error = errno;
    close(pixels.fd);
    return -error;
}

int pixels_seal(struct pixels *pixels)
{
    if (pixels->data) {
        munmap(pixels->data, pixels->size); /* a writable mapping would keep the seal off */
        pixels->data = NULL;
    }
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
    return fcntl(pixels->fd, F_ADD_SEALS, seals) < 0 ? -errno : 0;
}

int pixels_map(int fd, uint32_t width, uint32_t height, struct pixels *ret)
{
    const int wanted = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    struct pixels pixels = {
        .fd = fd, .width = width, .height = height, .size = (size_t)width * height * 4};
    struct stat status;
    int result = -EINVAL;
    if (!is_legal(width, height))
        goto fail;
    int seals = fcntl(fd, F_GET_SEALS);
    result = -EPERM;
    if (seals < 0 || (seals & wanted) != wanted)
        goto fail;
    result = -EINVAL;
    if (fstat(fd, &status) < 0 || status.st_size < 0 || (size_t)status.st_size != pixels.size)
        goto fail;
    pixels.data = mmap(NULL, pixels.size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    if (pixels.data == MAP_FAILED) {
        result = -errno;
        goto fail;
    }
    *ret = pixels;
    return 0;
fail:
    close(fd);
    return result;
}

void pixels_finish(struct pixels *pixels)
{
    if (pixels->data)
        munmap(pixels->data, pixels->size);
    if (pixels->fd >= 0)
        close(pixels->fd);
    *pixels = PIXELS_NONE;
}
