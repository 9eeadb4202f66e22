#include "xwd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <X11/Xmd.h>

#include <X11/XWDFile.h>

/* The header may be in either byte order; its version says in which. */
static uint32_t field(uint32_t value, bool swapped)
{
    return swapped ? __builtin_bswap32(value) : value;
}

static int read_header(struct xwd *xwd)
{
    const XWDFileHeader *header = xwd->map;
    if (xwd->size < sizeof *header)
        return -EINVAL;
    bool swapped = header->file_version != XWD_FILE_VERSION;
    size_t start = field(header->header_size, swapped) +
                   (size_t)field(header->ncolors, swapped) * sizeof(XWDColor);
    if (field(header->file_version, swapped) != XWD_FILE_VERSION ||
        field(header->bits_per_pixel, swapped) != 32 ||
        field(header->red_mask, swapped) != 0xff0000 ||
        field(header->green_mask, swapped) != 0xff00 || field(header->blue_mask, swapped) != 0xff)
        return -EINVAL;
    xwd->width = field(header->pixmap_width, swapped);
    xwd->height = field(header->pixmap_height, swapped);
    xwd->stride = field(header->bytes_per_line, swapped);
    xwd->pixels = (uint8_t *)xwd->map + start;
    bool whole = xwd->stride / 4 >= xwd->width && xwd->stride % 4 == 0 && start % 4 == 0 &&
                 xwd->height < 65536 && xwd->stride < 1 << 20 &&
                 start + xwd->stride * xwd->height <= xwd->size;
    return whole ? 0 : -EINVAL;
}

int xwd_map(const char *path, bool writable, struct xwd *ret)
{
    int fd = open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    struct stat status;
    if (fd < 0)
        return -errno;
    if (fstat(fd, &status) < 0) {
        close(fd);
        return -EIO;
    }
    struct xwd xwd = {.size = (size_t)status.st_size};
    xwd.map = mmap(NULL, xwd.size, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, fd, 0);
    int result = xwd.map == MAP_FAILED ? -errno : 0;
    close(fd);
    if (result < 0)
        return result;
    result = read_header(&xwd);
    if (result < 0) {
        munmap(xwd.map, xwd.size);
        return result;
    }
    *ret = xwd;
    return 0;
}

void xwd_unmap(struct xwd *xwd)
{
    if (xwd->map)
        munmap(xwd->map, xwd->size);
    *xwd = (struct xwd){0};
}
