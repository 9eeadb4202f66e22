/* Pictures of tests as PNG files (libpng's simplified interface). */
#pragma once

#include <stdint.h>

struct image {
    uint32_t *pixels; /* XRGB8888; owned */
    uint32_t width, height;
};

/* Returns 0, or -1 where the file cannot be read as a PNG or there is no memory. */
int image_read(const char *path, struct image *ret);

/* Writes opaque XRGB8888. Returns 0 or -1. */
int image_write(const char *path, const uint32_t *pixels, uint32_t width, uint32_t height);
void image_finish(struct image *image);
