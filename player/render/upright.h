/* The last step of a picture: its rows, which come as they are stored, laid down upright, in sRGB,
 * over the background. */
#pragma once

#include "render/colour.h"
#include "render/picture.h"
#include "render/slot.h"

/* Takes finished rows from the top of the stored picture and puts them upright, in sRGB, over the
 * background. */
struct upright {
    struct picture picture;
    struct slot slot;
    enum layout layout;
    const struct colour *colour; /* borrowed; may be NULL */
    uint32_t background;
    bool keep_alpha;
    uint32_t next;  /* row */
    uint8_t *plain; /* RGBA without the alpha multiplied in, for the colour transform */
    uint8_t *rgb;   /* behind the colour transform */
    uint32_t *line; /* finished, before it is turned */
};

/* Returns 0, or -1 without memory. */
int upright_init(struct upright *upright, const struct slot *slot, enum layout layout,
                 const struct colour *colour, const struct picture_request *request);
void upright_finish(struct upright *upright);

/* Puts the next row: slot.x.size pixels of the layout, RGBA premultiplied. */
void upright_put(struct upright *upright, const uint8_t *row);

/* Gives the picture away. */
void upright_take(struct upright *upright, struct picture *ret);
