/* One way to read every format: rows from the top, already reduced as far as the format's own
 * means reach. Each decoder is one file, the only one that includes its library. */
#pragma once

#include "render/header.h"
#include "render/picture.h"
#include "render/source.h"

/* A row's pixels, bytes in this order. CMYK as Adobe writes it: 255 is no ink. */
enum layout { LAYOUT_GREY, LAYOUT_RGB, LAYOUT_RGBA, LAYOUT_CMYK };

static inline unsigned layout_channels(enum layout layout)
{
    return layout == LAYOUT_GREY ? 1 : layout == LAYOUT_RGB ? 3 : 4;
}

struct decoder {
    const struct decoder_trait *trait;
    enum layout layout;
    bool premultiplied;     /* LAYOUT_RGBA: colours times alpha already */
    uint32_t width, height; /* of the rows that come */
    double across, down;    /* how much of them the picture covers: its last column or row may
                               stand for less than a whole one, e.g. 5.125 of 6 */
    uint8_t *profile;       /* ICC; owned; NULL: none */
    size_t profile_size;
    double gamma; /* where there is no profile: exponent of the coded values; 0: sRGB */
};

struct decoder_trait {
    /* Opens the picture so that rows come in at least `width` × `height` (as stored), or in its
     * full size where that is smaller. Returns a decoder for close, or NULL and fills *fault. */
    struct decoder *(*open)(const struct source *source, const struct header *header,
                            uint32_t width, uint32_t height, struct picture_fault *fault);
    /* The next row, good until the next call; NULL and *fault where it cannot be read whole. */
    const uint8_t *(*row)(struct decoder *decoder, struct picture_fault *fault);
    void (*close)(struct decoder *decoder);
};

extern const struct decoder_trait decoder_jpeg, decoder_png, decoder_webp;
