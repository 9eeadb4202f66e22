/* The place of a picture: how large it becomes and which part of it is shown. Pure. */
#pragma once

#include "render/picture.h"

struct slot_axis {
    uint32_t size; /* pixels that it gets */
    double part;   /* share of the picture that is shown, from its middle; 0 … 1 */
};

struct slot {
    struct slot_axis x, y;                /* as stored */
    uint32_t decode_width, decode_height; /* the whole picture must be decoded to this at least */
    unsigned orientation;
    uint32_t width, height; /* of the result, upright */
};

/* Finds the place of a picture of `width` × `height` (upright, any unit) in `place_width` ×
 * `place_height` pixels. `orientation` as EXIF counts it. */
void slot_find(double width, double height, unsigned orientation, uint32_t place_width,
               uint32_t place_height, enum picture_fit fit, struct slot *ret);
