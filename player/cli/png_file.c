#include "cli/png_file.h"

#include <errno.h>
#include <fcntl.h>
#include <png.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Slides are flat: the quickest level is within a few per cent of the best. */
enum { COMPRESSION = 1 };

static void add_texts(png_structp png, png_infop info, const char *title)
{
    char software_key[] = "Software", software[] = "bangtin " BANGTIN_VERSION, key[] = "Title";
    png_text texts[2] = {
        {.compression = PNG_TEXT_COMPRESSION_NONE, .key = software_key, .text = software},
        {.compression = PNG_ITXT_COMPRESSION_NONE, .key = key, .text = (char *)(uintptr_t)title},
    };
    png_set_text(png, info, texts, 2);
}

/* Everything between libpng's long jumps: no variable here is changed after setjmp. */
static bool write_picture(png_structp png, png_infop info, FILE *file, const struct pixels *pixels,
                          const char *title)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_init_io(png, file);
    png_set_compression_level(png, COMPRESSION);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_IHDR(png, info, pixels->width, pixels->height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_RELATIVE);
    add_texts(png, info, title);
    png_write_info(png, info);
    /* XRGB8888 in a little-endian machine's memory: blue, green, red, nothing. */
    png_set_filler(png, 0, PNG_FILLER_AFTER);
    png_set_bgr(png);
    for (uint32_t y = 0; y < pixels->height; y++)
        png_write_row(png, (png_const_bytep)(pixels->data + (size_t)y * pixels->width));
    png_write_end(png, info);
    return true;
}

static int write_file(FILE *file, const struct pixels *pixels, const char *title)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    int result = -ENOMEM;
    if (info) {
        errno = 0;
        result = write_picture(png, info, file, pixels, title) && fflush(file) == 0 ? 0
                 : errno                                                            ? -errno
                                                                                    : -EIO;
    }
    png_destroy_write_struct(&png, &info);
    return result;
}

static int write_aside(int directory, const struct pixels *pixels, const char *title)
{
    int fd = openat(directory, PNG_FILE_ASIDE,
                    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return -errno;
    FILE *file = fdopen(fd, "wb");
    if (!file) {
        int error = errno;
        close(fd);
        return -error;
    }
    int result = write_file(file, pixels, title);
    if (fclose(file) != 0 && result == 0)
        result = -errno;
    return result;
}

int png_file_write(int directory, const char *name, const struct pixels *pixels, const char *title)
{
    sigset_t stops, before;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGHUP);
    sigprocmask(SIG_BLOCK, &stops, &before);
    int result = write_aside(directory, pixels, title);
    if (result == 0 && renameat(directory, PNG_FILE_ASIDE, directory, name) < 0)
        result = -errno;
    if (result < 0)
        unlinkat(directory, PNG_FILE_ASIDE, 0);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return result;
}

int png_file_encode(const unsigned char *rgb, uint32_t width, uint32_t height, unsigned char **ret,
                    size_t *ret_size)
{
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGB};
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    if (width == 0 || height == 0)
        return -EINVAL;
    unsigned char *png = malloc(size);
    if (!png)
        return -ENOMEM;
    if (!png_image_write_to_memory(&image, png, &size, 0, rgb, 0, NULL)) {
        free(png);
        return -EIO;
    }
    *ret = png;
    *ret_size = size;
    return 0;
}
