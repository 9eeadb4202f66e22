/* Pictures written as PNG (W3C PNG, third edition). The only file of this room that knows libpng.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "ipc/pixels.h"

/* Writes the picture to `name` in the open `directory`: whole or not at all, also when the program
 * is interrupted. `title` (UTF-8) goes into the file. Returns 0 or -errno. */
int png_file_write(int directory, const char *name, const struct pixels *pixels, const char *title);

/* The PNG of `width` * `height` * 3 bytes of RGB (without padding), in memory: *ret is fresh.
 * Returns 0 or -errno. */
int png_file_encode(const unsigned char *rgb, uint32_t width, uint32_t height, unsigned char **ret,
                    size_t *ret_size);

/* What png_file_write leaves behind only where the machine itself went down. */
#define PNG_FILE_ASIDE ".bangtin-writing"
