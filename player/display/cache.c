#include "display/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/place.h"
#include "ipc/job.h"
#include "ipc/pages.h"

#define CACHE_MAGIC UINT64_C(0x32636970676e6162) /* "bangpic2" */

struct header {
    uint64_t magic, digest, check;
    uint32_t width, height;
    uint32_t has_clock;
    struct slide_area clock;
    uint32_t pages;
    int64_t need; /* of one of several pages */
};

/* Over whole words: eight million bytes one by one would cost more than the picture saves. */
static uint64_t check_pixels(const struct pixels *pixels)
{
    uint64_t check = UINT64_C(0x9e3779b97f4a7c15);
    size_t words = pixels->size / 8;
    for (size_t i = 0; i < words; i++) {
        uint64_t word;
        memcpy(&word, (const char *)pixels->data + i * 8, 8);
        check = (check ^ word) * UINT64_C(0xff51afd7ed558ccd);
    }
    return check;
}

static int cache_path(char *path, size_t size)
{
    int result = place_cache(path, size);
    if (result < 0)
        return result;
    size_t used = strlen(path);
    int length = snprintf(path + used, size - used, "/first.picture");
    return length >= 0 && (size_t)length < size - used ? 0 : -ENAMETOOLONG;
}

static int open_cache(struct header *header)
{
    char path[PATH_MAX];
    if (cache_path(path, sizeof path) < 0)
        return -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return -1;
    if (read(fd, header, sizeof *header) == (ssize_t)sizeof *header && header->magic == CACHE_MAGIC)
        return fd;
    close(fd);
    return -1;
}

static bool read_pixels(int fd, struct pixels *pixels)
{
    size_t used = 0;
    while (used < pixels->size) {
        ssize_t got = read(fd, (char *)pixels->data + used, pixels->size - used);
        if (got <= 0)
            return false;
        used += (size_t)got;
    }
    return true;
}

static bool clock_fits(const struct header *header)
{
    const struct slide_area *clock = &header->clock;
    return !header->has_clock ||
           (clock->width <= header->width && clock->x <= header->width - clock->width &&
            clock->height <= header->height && clock->y <= header->height - clock->height);
}

static bool pages_fit(const struct header *header)
{
    return header->pages >= 1 && header->pages <= JOB_PAGES_MAX && header->need >= 0 &&
           header->need <= PAGES_TIME_SCAN;
}

struct slide *cache_load(uint64_t digest, uint32_t width, uint32_t height)
{
    struct header header;
    struct pixels pixels = PIXELS_NONE;
    struct slide *slide = NULL;
    int fd = open_cache(&header);
    if (fd < 0)
        return NULL;
    if (header.digest == digest && header.width == width && header.height == height &&
        clock_fits(&header) && pages_fit(&header) && pixels_create(width, height, &pixels) == 0 &&
        read_pixels(fd, &pixels) && check_pixels(&pixels) == header.check)
        slide = slide_create(&pixels, digest);
    if (slide) {
        slide->has_clock = header.has_clock != 0;
        slide->clock = header.clock;
        slide->pages = header.pages;
        slide->need = header.need;
    }
    pixels_finish(&pixels);
    close(fd);
    return slide;
}

bool cache_exists(void)
{
    struct header header;
    int fd = open_cache(&header);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

bool cache_holds(uint64_t digest)
{
    struct header header;
    int fd = open_cache(&header);
    if (fd >= 0)
        close(fd);
    return fd >= 0 && header.digest == digest;
}

static int write_cache(const char *path, const struct slide *slide)
{
    char aside[PATH_MAX];
    struct header header = {.magic = CACHE_MAGIC,
                            .digest = slide->digest,
                            .check = check_pixels(&slide->pixels),
                            .width = slide->width,
                            .height = slide->height,
                            .has_clock = slide->has_clock,
                            .clock = slide->clock,
                            .pages = slide->pages,
                            .need = slide->need};
    int length = snprintf(aside, sizeof aside, "%s.new", path);
    if (length < 0 || (size_t)length >= sizeof aside)
        return -ENAMETOOLONG;
    int fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -errno;
    int result = file_write_all(fd, &header, sizeof header);
    if (result == 0)
        result = file_write_all(fd, slide->pixels.data, slide->pixels.size);
    /* No fsync: the screen process must not wait for a card. A torn file fails its check. */
    if (close(fd) < 0 && result == 0)
        result = -errno;
    if (result == 0 && rename(aside, path) < 0)
        result = -errno;
    if (result < 0)
        unlink(aside);
    return result;
}

void cache_save(const struct slide *slide)
{
    char path[PATH_MAX];
    int result = place_cache(path, sizeof path);
    if (result == 0)
        result = file_make_directories(path);
    if (result == 0)
        result = cache_path(path, sizeof path);
    if (result == 0)
        result = write_cache(path, slide);
    if (result < 0)
        log_debug("the first picture is not kept: %s", strerror(-result));
}
