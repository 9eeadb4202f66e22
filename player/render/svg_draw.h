/* An SVG → premultiplied pixels, by librsvg and cairo. The only user of librsvg. */
#pragma once

#include "ipc/pixels.h"
#include "render/picture.h"

struct svg_request {
    uint32_t width, height; /* the place; 1 … PIXELS_SIDE_MAX */
    enum picture_fit fit;
};

/* Reads the regular file `fd`, looks it over (svg_scan) and draws it. Returns 0 and *ret, a fresh
 * memory file that is still writable, premultiplied ARGB8888; or -1 and fills *fault. */
int svg_draw(int fd, const struct svg_request *request, struct pixels *ret,
             struct picture_fault *fault);
