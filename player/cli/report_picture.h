/* A thumbnail of the log as it stands in a page: a PNG in a data: URL (RFC 2397, RFC 4648). */
#pragma once

#include <stdio.h>

/* Writes an <img> of `width` * `height` * 3 bytes of RGB, an ornament to whoever does not see it.
 * Returns 0; otherwise -errno, and nothing was written. */
int picture_put(FILE *out, const unsigned char *rgb, unsigned width, unsigned height);
