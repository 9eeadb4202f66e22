/* A picture file of unknown merit → upright sRGB pixels of the size that a slide needs.
 *
 * JPEG, PNG, WebP and SVG, told apart by their first bytes, never by a name. The file is read
 * through its descriptor and reduced while it is read, so that memory follows the size asked for
 * and not the size of the picture (but for progressive JPEG and interlaced PNG, which have their
 * own limit). Orientation by EXIF; colours by the embedded ICC profile. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum picture_format { PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP, PICTURE_SVG };

/* How a picture takes its place in width × height:
 * contain: whole, as large as fits (smaller pictures are enlarged); the result may be narrower or
 *          lower than asked.
 * cover:   the place is filled, what stands out on two sides is cut off evenly.
 * fill:    the place is filled, the picture stretched. */
enum picture_fit { PICTURE_CONTAIN, PICTURE_COVER, PICTURE_FILL };

/* Reads "contain", "cover" or "fill". Returns 0, or -1 and leaves *ret alone. */
int picture_fit_parse(const char *name, enum picture_fit *ret);

/* Why a picture cannot be shown. */
struct picture_fault {
    const char *code;  /* stable, static: "picture-empty", "picture-format", "picture-size",
                          "picture-truncated", "picture-damaged", "picture-kind", "picture-read",
                          "picture-memory", "svg-text", "svg-size", "svg-external",
                          "svg-complex", "svg-busy" */
    char message[256]; /* translated, for the author: what is wrong and what to do */
};

struct picture_info {
    enum picture_format format;
    uint32_t width, height; /* upright; of an SVG 0 × 0 */
    unsigned orientation;   /* EXIF, 1 … 8 */
    unsigned components;    /* 1 grey, 3 colour, 4 CMYK; without alpha */
    unsigned bits;          /* a component */
    bool progressive; /* JPEG: needs all coefficients at once; PNG: interlaced; WebP: lossless.
                         Such pictures are decoded as a whole and have a lower limit */
    bool has_alpha;
    bool has_profile; /* an ICC profile is embedded */
};

/* Reads the header of the regular file `fd` (its offset is neither used nor moved) and holds it
 * against the limits of playlist/limits.h. Decodes nothing and takes no memory to speak of.
 * Returns 0 and fills *ret; or -1 and fills *fault. */
int picture_probe(int fd, struct picture_info *ret, struct picture_fault *fault);

struct picture_request {
    uint32_t width, height; /* the place, upright; 1 … PIXELS_SIDE_MAX */
    enum picture_fit fit;
    uint32_t background; /* 0xRRGGBB, under what is transparent */
    bool keep_alpha;     /* give premultiplied ARGB8888 in place of pixels over the background */
    int svg;             /* channel to bangtin-svg (ipc/job.h), or -1: an SVG is a fault then */
};

/* Finished pixels in the memory of this process. All zeroes is none. */
struct picture {
    uint32_t *data; /* XRGB8888 (the X byte is 0xFF), or premultiplied ARGB8888 if `has_alpha` */
    uint32_t width, height;
    uint32_t own_width, own_height; /* of the file, upright; of an SVG 0 × 0 */
    size_t stride;                  /* bytes a row, width * 4 */
    bool has_alpha;
};

/* Decodes the whole file: a picture that ends early or is damaged is a fault, never half a
 * picture. Returns 0 and *ret, which the caller finishes; or -1, *fault filled, *ret untouched.
 * Scaling is done on the sRGB-coded values ("gamma light"): it is what the JPEG scaling of
 * libjpeg, libwebp and the tools of the authors do, and one picture must not look different by its
 * size. Runs for seconds at worst and knows no deadline: the process that asks has one. */
int picture_read(int fd, const struct picture_request *request, struct picture *ret,
                 struct picture_fault *fault);

/* Frees the pixels and zeroes *picture. Fine on all zeroes. */
void picture_finish(struct picture *picture);
