/* QR codes (ISO/IEC 18004), error correction level M, with the quiet zone of four modules. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
    QR_QUIET = 4,      /* modules on each side */
    QR_MODULE_MIN = 3, /* px; below this cameras fail at arm's length */
    QR_SIDE_MAX = 177  /* modules of version 40 */
};

struct qr {
    unsigned modules; /* a side, without quiet zone */
    uint8_t *dark;    /* modules * modules, 1 dark; owned */
};

/* Encodes `text`. Returns 0, -EFBIG (too long for any code) or -ENOMEM; then *ret is untouched. */
int qr_encode(const char *text, struct qr *ret);

/* The same with `modules` a side, as codes have, or more where the text needs them. */
int qr_encode_at(const char *text, unsigned modules, struct qr *ret);
void qr_finish(struct qr *qr);

/* Whole pixels a module for a card of at most `side` pixels, quiet zone included; 0 where that
 * would be under `module_min`. */
unsigned qr_module(const struct qr *qr, unsigned side, unsigned module_min);

/* Side of the card in pixels: all modules and the quiet zone. */
unsigned qr_card(const struct qr *qr, unsigned module);

/* Paints the card with its upper left corner at `x`, `y` of a picture with `stride` pixels a row:
 * the dark modules only, the caller lays the white ground. The caller has made sure that it lies
 * within. */
void qr_draw(const struct qr *qr, unsigned module, uint32_t *pixels, size_t stride, unsigned x,
             unsigned y, uint32_t dark);
