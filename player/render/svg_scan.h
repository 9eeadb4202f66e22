/* A look over an SVG file before librsvg sees it: what cannot be drawn in a closed process, or has
 * no place on a public screen, is named to the author instead of being left out of the drawing. */
#pragma once

#include "render/picture.h"

#include <stddef.h>

enum {
    SVG_BYTES_MAX = 8 * 1024 * 1024,
    SVG_ELEMENTS_MAX = 100000,
    SVG_DEPTH_MAX = 200 /* librsvg draws by recursion */
};

/* Reads over `text` (`size` bytes, UTF-8, NUL behind). Refuses: other encodings; entities of its
 * own (a few lines of them grow to gigabytes, or name files); references to anything outside the
 * file; pictures inside the drawing, embedded ones too (their decoders are not in the sandbox);
 * text that is not converted to paths (fonts are files); too many or too deeply nested elements.
 * Not a parser: what it lets through may still be no XML, which librsvg says.
 * Returns 0; or -1 and fills *fault. */
int svg_scan(const char *text, size_t size, struct picture_fault *fault);
