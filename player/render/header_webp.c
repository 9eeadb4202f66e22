#include "render/header.h"

#include "base/i18n.h"
#include "render/exif.h"
#include "render/picture_fault.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNKS_MAX = 1000, EXIF_MAX = 65536, HAS_ANIMATION = 0x02, HAS_ALPHA = 0x10 };

static uint32_t number24(const uint8_t *p)
{
    return (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static uint32_t number32(const uint8_t *p)
{
    return (uint32_t)p[3] << 24 | number24(p);
}

/* Width and height of the coded picture itself: RFC 9649, 2.5 and 2.6, RFC 6386, 9.1. */
static int read_frame(const uint8_t *chunk, size_t size, struct header *header)
{
    const uint8_t *p = chunk + 8;
    if (memcmp(chunk, "VP8L", 4) == 0) {
        if (size < 13 || p[0] != 0x2F)
            return -1;
        uint32_t bits = number32(p + 1);
        header->width = (bits & 0x3FFF) + 1;
        header->height = (bits >> 14 & 0x3FFF) + 1;
        header->info.has_alpha |= bits >> 28 & 1;
        header->info.progressive = true; /* libwebp keeps all of it: four bytes a pixel */
        return 0;
    }
    if (size < 18 || p[3] != 0x9D || p[4] != 0x01 || p[5] != 0x2A)
        return -1;
    header->width = (p[6] | (uint32_t)p[7] << 8) & 0x3FFF;
    header->height = (p[8] | (uint32_t)p[9] << 8) & 0x3FFF;
    return 0;
}

static void read_exif(const struct source *source, uint64_t at, uint32_t size,
                      struct header *header)
{
    uint8_t *bytes = size <= EXIF_MAX ? header_bytes(source, at, size) : NULL;
    if (bytes)
        header->info.orientation = exif_orientation(bytes, size);
    free(bytes);
}

static int refuse(struct picture_fault *fault)
{
    return picture_fault_set(fault, "picture-damaged",
                             _("the WebP's header makes no sense; export the picture again"));
}

int header_read_webp(const struct source *source, struct header *ret, struct picture_fault *fault)
{
    struct header header = {
        .info = {.format = PICTURE_WEBP, .orientation = 1, .components = 3, .bits = 8}};
    bool has_frame = false;
    uint64_t at = 12;
    for (unsigned n = 0; n < CHUNKS_MAX; n++) {
        uint8_t chunk[24];
        ssize_t got = source_read(source, at, chunk, sizeof chunk);
        if (got < 8)
            break;
        uint32_t size = number32(chunk + 4);
        if (memcmp(chunk, "VP8X", 4) == 0 && got >= 18) {
            if (chunk[8] & HAS_ANIMATION)
                return picture_fault_set(
                    fault, "picture-kind",
                    _("this is an animated WebP; save one picture of it, or make it a clip"));
            header.info.has_alpha = chunk[8] & HAS_ALPHA;
        } else if (!has_frame && (memcmp(chunk, "VP8 ", 4) == 0 || memcmp(chunk, "VP8L", 4) == 0)) {
            if (read_frame(chunk, (size_t)got, &header) < 0)
                return refuse(fault);
            has_frame = true;
        } else if (memcmp(chunk, "ICCP", 4) == 0 && size <= HEADER_PROFILE_MAX) {
            header.info.has_profile = true;
            header.profile_at = at + 8;
            header.profile_size = size;
        } else if (memcmp(chunk, "EXIF", 4) == 0) {
            read_exif(source, at + 8, size, &header);
        }
        at += 8 + (uint64_t)size + (size & 1);
    }
    if (!has_frame)
        return picture_fault_set(fault, "picture-truncated",
                                 _("the WebP ends before its picture; copy it again"));
    *ret = header;
    return 0;
}
