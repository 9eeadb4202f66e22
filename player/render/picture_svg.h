/* SVG pictures, drawn by another process: librsvg is large and has a parser of its own, and a file
 * that takes it over holds nothing but this one channel. */
#pragma once

#include "render/picture.h"

/* Asks bangtin-svg over request->svg for the drawing in the regular file `fd`; waits ten seconds at
 * most. Otherwise as picture_read. */
int picture_svg_read(int fd, const struct picture_request *request, struct picture *ret,
                     struct picture_fault *fault);
