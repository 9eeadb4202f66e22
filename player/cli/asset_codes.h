/* The QR codes in the pictures that a document names. Each picture is looked through by itself, in
 * its own size, once: a screen that nobody has described may show it, and a slide of today that
 * hides a code may show it tomorrow. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/barcode.h"
#include "playlist/document.h"

struct asset_size {
    uint32_t width, height; /* px; 0: a drawing, which has no size of its own */
    bool is_broken;         /* or no picture: not looked at */
};

/* In the order of document->assets. All zeroes is empty. */
struct asset_codes {
    struct barcodes *list;
    size_t count;
};

/* Decodes and looks through all pictures; `sizes` holds one for each asset, `directory` is the
 * document's. Returns 0 and *ret, which the caller finishes; or -errno. */
int asset_codes_find(const struct document *document, int directory, const struct asset_size *sizes,
                     struct asset_codes *ret);
void asset_codes_finish(struct asset_codes *codes);
