/* Pictures written as PNG (W3C PNG, third edition). The only file of this room that knows libpng.
 */
#pragma once

#include <stddef.h>

#include "ipc/pixels.h"

/* Writes the picture to `name` in the open `directory`: whole or not at all, also when the program
 * is interrupted. `title` (UTF-8) goes into the file. Returns 0 or -errno. */
int png_file_write(int directory, const char *name, const struct pixels *pixels, const char *title);

/* What png_file_write leaves behind only where the machine itself went down. */
#define PNG_FILE_ASIDE ".bangtin-writing"
