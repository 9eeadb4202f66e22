/* The QR codes on a picture, read as a telephone reads them: by ZBar, which knows nothing of the
 * library that draws ours. The only file that knows it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ipc/pixels.h"

enum { BARCODES_MAX = 16 }; /* of one picture */

struct barcode {
    char *text; /* what it says; owned */
    size_t size;
    uint32_t x, y, width, height; /* px: the modules without the quiet zone, as far as found */
};

/* All zeroes is empty. */
struct barcodes {
    struct barcode list[BARCODES_MAX];
    size_t count;
};

/* A part of a picture, px; it lies within. */
struct barcode_area {
    uint32_t x, y, width, height;
};

/* Looks for codes in `area` of the picture. Where squares may be as small as two pixels, `scale`
 * makes that many of each, as a telephone does that sees the lamps of a board one by one; otherwise
 * it is 1. Returns 0, or -ENOMEM and *ret untouched. */
int barcode_find(const struct pixels *pixels, struct barcode_area area, unsigned scale,
                 struct barcodes *ret);

/* The same in all of a picture of somebody else's, also for codes that are light on a dark ground,
 * which telephones read. */
int barcode_search(const struct pixels *pixels, struct barcodes *ret);
void barcodes_finish(struct barcodes *barcodes);

/* The code among them that says `text`, or NULL. */
const struct barcode *barcodes_with(const struct barcodes *barcodes, const char *text);
