/* A small picture of what was shown, for the report. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ipc/play.h"

struct size {
    uint32_t width, height;
};

/* The picture's shape within a square of PLAY_THUMBNAIL_SIDE. */
static struct size fit(uint32_t width, uint32_t height)
{
    uint32_t longer = width > height ? width : height;
    if (longer <= PLAY_THUMBNAIL_SIDE)
        return (struct size){width, height};
    struct size size = {width * PLAY_THUMBNAIL_SIDE / longer,
                        height * PLAY_THUMBNAIL_SIDE / longer};
    return (struct size){size.width ? size.width : 1, size.height ? size.height : 1};
}

/* The mean of the pixels that the small one at (x, y) stands for. */
static void sample(const struct pixels *pixels, struct size size, uint32_t x, uint32_t y,
                   unsigned char rgb[3])
{
    uint32_t left = x * pixels->width / size.width, top = y * pixels->height / size.height;
    uint32_t right = (x + 1) * pixels->width / size.width;
    uint32_t bottom = (y + 1) * pixels->height / size.height;
    uint32_t red = 0, green = 0, blue = 0, count = (right - left) * (bottom - top);
    assert(count > 0); /* it is never larger than the picture */
    for (uint32_t row = top; row < bottom; row++) {
        const uint32_t *line = pixels->data + (size_t)row * pixels->width;
        for (uint32_t column = left; column < right; column++) {
            red += line[column] >> 16 & 0xff;
            green += line[column] >> 8 & 0xff;
            blue += line[column] & 0xff;
        }
    }
    rgb[0] = (unsigned char)(red / count);
    rgb[1] = (unsigned char)(green / count);
    rgb[2] = (unsigned char)(blue / count);
}

/* Where the small pixel (x, y) of the turned picture stands in the upright one. */
static size_t place(struct size size, uint32_t x, uint32_t y, unsigned rotate)
{
    switch (rotate) {
    case 90:
        return (size_t)(size.width - 1 - x) * size.height + y;
    case 180:
        return (size_t)(size.height - 1 - y) * size.width + (size.width - 1 - x);
    case 270:
        return (size_t)x * size.height + (size.height - 1 - y);
    default:
        return (size_t)y * size.width + x;
    }
}

static int seal(const unsigned char *bytes, size_t size)
{
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
    int fd = memfd_create("bangtin-thumbnail", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -errno;
    int result = file_write_all(fd, bytes, size);
    if (result == 0 && fcntl(fd, F_ADD_SEALS, seals) < 0)
        result = -errno;
    if (result < 0)
        close(fd);
    return result < 0 ? result : fd;
}

int play_thumbnail_make(const struct pixels *pixels, unsigned rotate, struct play_thumbnail *ret)
{
    if (!pixels->data || pixels->width == 0 || pixels->height == 0)
        return -EINVAL;
    struct size size = fit(pixels->width, pixels->height);
    size_t bytes = (size_t)size.width * size.height * 3;
    unsigned char *rgb = malloc(bytes);
    if (!rgb)
        return -ENOMEM;
    for (uint32_t y = 0; y < size.height; y++) {
        for (uint32_t x = 0; x < size.width; x++)
            sample(pixels, size, x, y, rgb + 3 * place(size, x, y, rotate));
    }
    int fd = seal(rgb, bytes);
    free(rgb);
    if (fd < 0)
        return fd;
    bool is_turned = rotate % 180 != 0;
    *ret = (struct play_thumbnail){.fd = fd,
                                   .width = is_turned ? size.height : size.width,
                                   .height = is_turned ? size.width : size.height};
    return 0;
}

void play_thumbnail_finish(struct play_thumbnail *thumbnail)
{
    if (thumbnail->fd >= 0)
        close(thumbnail->fd);
    *thumbnail = PLAY_THUMBNAIL_NONE;
}

int play_thumbnail_read(int fd, unsigned width, unsigned height, unsigned char **ret)
{
    const int wanted = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    int seals = fcntl(fd, F_GET_SEALS);
    struct stat status;
    if (width == 0 || height == 0 || width > PLAY_THUMBNAIL_SIDE || height > PLAY_THUMBNAIL_SIDE)
        return -EINVAL;
    if (seals < 0 || (seals & wanted) != wanted)
        return -EPERM;
    size_t size = (size_t)width * height * 3;
    if (fstat(fd, &status) < 0 || status.st_size != (off_t)size)
        return -EINVAL;
    unsigned char *bytes = malloc(size);
    if (!bytes)
        return -ENOMEM;
    if (pread(fd, bytes, size, 0) != (ssize_t)size) {
        free(bytes);
        return -EIO;
    }
    *ret = bytes;
    return 0;
}
