#include "render/header.h"

#include "base/i18n.h"
#include "render/exif.h"
#include "render/picture_fault.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHUNKS_MAX = 100000, /* a 100-megapixel picture in pieces of 8 KiB has a fifth of this */
    EXIF_MAX = 65536,
    COLOUR_BIT = 2, /* of the colour type: bits for palette, colour, alpha */
    ALPHA_BIT = 4
};

static uint32_t number32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void read_exif(const struct source *source, uint64_t at, uint32_t size,
                      struct header *header)
{
    uint8_t *bytes = size <= EXIF_MAX ? header_bytes(source, at, size) : NULL;
    if (bytes)
        header->info.orientation = exif_orientation(bytes, size);
    free(bytes);
}

int header_read_png(const struct source *source, struct header *ret, struct picture_fault *fault)
{
    struct header header = {.info = {.format = PICTURE_PNG, .orientation = 1}};
    uint8_t start[33]; /* signature, then IHDR with its length, name and check sum */
    if (source_read(source, 0, start, sizeof start) != sizeof start)
        return picture_fault_set(fault, "picture-truncated",
                                 _("the PNG ends in its header; copy it again"));
    if (number32(start + 8) != 13 || memcmp(start + 12, "IHDR", 4) != 0)
        return picture_fault_set(fault, "picture-damaged",
                                 _("the PNG's header makes no sense; export the picture again"));
    header.width = number32(start + 16);
    header.height = number32(start + 20);
    header.info.bits = start[24];
    header.info.components = start[25] & COLOUR_BIT ? 3 : 1;
    header.info.has_alpha = start[25] & ALPHA_BIT;
    header.info.progressive = start[28] != 0;
    uint64_t at = sizeof start;
    for (unsigned n = 0; n < CHUNKS_MAX; n++) {
        uint8_t chunk[8];
        if (source_read(source, at, chunk, sizeof chunk) != sizeof chunk)
            break; /* where it ends early, the decoder says so */
        uint32_t size = number32(chunk);
        if (memcmp(chunk + 4, "tRNS", 4) == 0)
            header.info.has_alpha = true;
        else if (memcmp(chunk + 4, "iCCP", 4) == 0)
            header.info.has_profile = true;
        else if (memcmp(chunk + 4, "eXIf", 4) == 0)
            read_exif(source, at + 8, size, &header);
        else if (memcmp(chunk + 4, "IEND", 4) == 0)
            break;
        at += (uint64_t)size + 12;
    }
    *ret = header;
    return 0;
}
