#include "render/exif.h"

#include <stdbool.h>
#include <string.h>

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, ENTRY_SIZE = 12 };

struct tiff {
    const uint8_t *data;
    size_t size;
    bool big; /* "MM": the most significant byte first */
};

static uint32_t number16(const struct tiff *tiff, size_t at)
{
    const uint8_t *p = tiff->data + at;
    return tiff->big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static uint32_t number32(const struct tiff *tiff, size_t at)
{
    uint32_t first = number16(tiff, at), second = number16(tiff, at + 2);
    return tiff->big ? first << 16 | second : second << 16 | first;
}

unsigned exif_orientation(const uint8_t *data, size_t size)
{
    struct tiff tiff = {.data = data, .size = size};
    if (size >= 6 && memcmp(data, "Exif\0\0", 6) == 0) { /* some writers put it into WebP too */
        tiff.data += 6;
        tiff.size -= 6;
    }
    if (tiff.size < 8)
        return 1;
    tiff.big = tiff.data[0] == 'M' && tiff.data[1] == 'M';
    if (!tiff.big && (tiff.data[0] != 'I' || tiff.data[1] != 'I'))
        return 1;
    size_t directory = number32(&tiff, 4);
    if (number16(&tiff, 2) != 42 || directory > tiff.size - 2)
        return 1;
    size_t count = number16(&tiff, directory);
    for (size_t at = directory + 2; count > 0; count--, at += ENTRY_SIZE) {
        if (tiff.size < ENTRY_SIZE || at > tiff.size - ENTRY_SIZE)
            return 1;
        if (number16(&tiff, at) != TAG_ORIENTATION)
            continue;
        uint32_t value = number16(&tiff, at + 8);
        bool legal = number16(&tiff, at + 2) == TYPE_SHORT && number32(&tiff, at + 4) == 1 &&
                     value >= 1 && value <= 8;
        return legal ? value : 1;
    }
    return 1;
}
