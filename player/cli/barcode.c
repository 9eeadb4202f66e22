#include "cli/barcode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

/* Lines looked at: every second one. The eyes of a code are seven modules high, so that also
 * modules of two pixels are crossed often enough. */
enum {
    DENSITY = 2,
    SMALL_SIDE = 1000 /* px: the squares of a code in such a picture may be very few pixels wide */
};

static zbar_image_scanner_t *create_scanner(void)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    if (!scanner)
        return NULL;
    /* The stripes of other kinds of codes are found in any fence or striped shirt. */
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, DENSITY);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, DENSITY);
    return scanner;
}

/* The area in grey, a byte a pixel, or NULL. */
static uint8_t *copy_grey(const struct pixels *pixels, struct barcode_area area, unsigned scale)
{
    size_t width = (size_t)area.width * scale;
    uint8_t *grey = malloc(width * area.height * scale);
    if (!grey)
        return NULL;
    for (uint32_t y = 0; y < area.height; y++) {
        const uint32_t *row = pixels->data + (size_t)(area.y + y) * pixels->width + area.x;
        uint8_t *to = grey + (size_t)y * scale * width;
        for (size_t x = 0; x < width; x++) {
            uint32_t colour = row[x / scale];
            to[x] = (uint8_t)(((colour >> 16 & 0xff) * 77 + (colour >> 8 & 0xff) * 150 +
                               (colour & 0xff) * 29) >>
                              8);
        }
        for (unsigned i = 1; i < scale; i++)
            memcpy(to + i * width, to, width);
    }
    return grey;
}

/* The upright rectangle around a symbol's corners. */
static void find_place(const zbar_symbol_t *symbol, struct barcode_area area, unsigned scale,
                       struct barcode *barcode)
{
    int left = INT32_MAX, top = INT32_MAX, right = 0, bottom = 0;
    for (unsigned i = 0; i < zbar_symbol_get_loc_size(symbol); i++) {
        int x = zbar_symbol_get_loc_x(symbol, i) / (int)scale;
        int y = zbar_symbol_get_loc_y(symbol, i) / (int)scale;
        left = x < left ? x : left;
        top = y < top ? y : top;
        right = x > right ? x : right;
        bottom = y > bottom ? y : bottom;
    }
    left = left < 0 ? 0 : left;
    top = top < 0 ? 0 : top;
    if (right <= left || bottom <= top)
        return;
    barcode->x = area.x + (uint32_t)left;
    barcode->y = area.y + (uint32_t)top;
    barcode->width = (uint32_t)(right - left);
    barcode->height = (uint32_t)(bottom - top);
}

static int take_symbols(const zbar_image_t *image, struct barcode_area area, unsigned scale,
                        struct barcodes *ret)
{
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    for (; symbol && ret->count < BARCODES_MAX; symbol = zbar_symbol_next(symbol)) {
        struct barcode barcode = {.size = zbar_symbol_get_data_length(symbol)};
        barcode.text = malloc(barcode.size + 1);
        if (!barcode.text)
            return -ENOMEM;
        memcpy(barcode.text, zbar_symbol_get_data(symbol), barcode.size);
        barcode.text[barcode.size] = '\0';
        find_place(symbol, area, scale, &barcode);
        ret->list[ret->count++] = barcode;
    }
    return 0;
}

/* Adds the symbols of the grey bytes. `area` says where on a picture they come from. */
static int scan_grey(const uint8_t *grey, struct barcode_area area, unsigned scale,
                     struct barcodes *ret)
{
    zbar_image_scanner_t *scanner = create_scanner();
    zbar_image_t *image = zbar_image_create();
    int result = -ENOMEM;
    if (scanner && image) {
        zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
        zbar_image_set_size(image, area.width * scale, area.height * scale);
        zbar_image_set_data(image, grey, (unsigned long)area.width * area.height * scale * scale,
                            NULL);
        result = zbar_scan_image(scanner, image) >= 0 ? take_symbols(image, area, scale, ret) : 0;
    }
    if (image)
        zbar_image_destroy(image);
    if (scanner)
        zbar_image_scanner_destroy(scanner);
    return result;
}

/* Takes over `found` where all went well. */
static int hand_over(int result, struct barcodes *found, struct barcodes *ret)
{
    if (result == 0)
        *ret = *found;
    else
        barcodes_finish(found);
    return result;
}

int barcode_find(const struct pixels *pixels, struct barcode_area area, unsigned scale,
                 struct barcodes *ret)
{
    struct barcodes found = {0};
    if (area.width == 0 || area.height == 0) {
        *ret = found;
        return 0;
    }
    uint8_t *grey = copy_grey(pixels, area, scale);
    int result = grey ? scan_grey(grey, area, scale, &found) : -ENOMEM;
    free(grey);
    return hand_over(result, &found, ret);
}

int barcode_search(const struct pixels *pixels, struct barcodes *ret)
{
    const struct barcode_area all = {0, 0, pixels->width, pixels->height};
    struct barcodes found = {0};
    uint32_t longer = all.width > all.height ? all.width : all.height;
    unsigned scale = longer < SMALL_SIDE ? 2 : 1;
    uint8_t *grey = copy_grey(pixels, all, scale);
    int result = grey ? scan_grey(grey, all, scale, &found) : -ENOMEM;
    size_t size = (size_t)all.width * all.height * scale * scale;
    for (size_t i = 0; result == 0 && i < size; i++)
        grey[i] = (uint8_t)~grey[i];
    if (result == 0)
        result = scan_grey(grey, all, scale, &found);
    free(grey);
    return hand_over(result, &found, ret);
}

void barcodes_finish(struct barcodes *barcodes)
{
    for (size_t i = 0; i < barcodes->count; i++)
        free(barcodes->list[i].text);
    *barcodes = (struct barcodes){0};
}

const struct barcode *barcodes_with(const struct barcodes *barcodes, const char *text)
{
    for (size_t i = 0; i < barcodes->count; i++) {
        if (strcmp(barcodes->list[i].text, text) == 0)
            return &barcodes->list[i];
    }
    return NULL;
}
