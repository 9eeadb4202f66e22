#include "render/header.h"

#include "base/i18n.h"
#include "render/exif.h"
#include "render/picture_fault.h"

#include <stdlib.h>
#include <string.h>

/* Markers of ITU-T T.81, table B.1. */
enum { SOF0 = 0xC0, SOF2 = 0xC2, DHT = 0xC4, JPG = 0xC8, DAC = 0xCC, SOF15 = 0xCF };
enum { RST0 = 0xD0, SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, APP1 = 0xE1, APP2 = 0xE2 };

/* More segments than any camera writes; keeps a file of nothing but markers short. */
enum { SEGMENTS_MAX = 4096, ICC_HEAD = 14 };

struct segment {
    unsigned marker;
    uint64_t at;   /* of what follows the length */
    uint32_t size; /* without the length's two bytes */
};

/* Goes from one segment to the next; at first `segment` is {.at = 2}. Returns 1; 0 where the coded
 * picture begins or ends; -1 where this is no chain of segments or the file ends. */
static int segment_next(const struct source *source, struct segment *segment)
{
    uint64_t at = segment->at + segment->size;
    uint8_t bytes[4];
    do { /* any number of fill bytes 0xFF may stand before a marker */
        if (source_read(source, at, bytes, 2) != 2 || bytes[0] != 0xFF)
            return -1;
        at++;
    } while (bytes[1] == 0xFF);
    at++;
    segment->marker = bytes[1];
    segment->at = at;
    segment->size = 0;
    if (segment->marker == EOI)
        return 0;
    if ((segment->marker >= RST0 && segment->marker <= SOI) || segment->marker <= 1)
        return 1; /* without a length */
    if (source_read(source, at, bytes, 2) != 2)
        return -1;
    uint32_t length = (uint32_t)bytes[0] << 8 | bytes[1];
    if (length < 2)
        return -1;
    segment->at = at + 2;
    segment->size = length - 2;
    return segment->marker == SOS ? 0 : 1;
}

static bool is_frame(unsigned marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

/* What libjpeg keeps of a picture that comes in several scans: two bytes a coefficient, the
 * components' blocks rounded up to whole MCUs. */
static uint64_t coefficient_bytes(const struct header *header, const uint8_t *frame)
{
    unsigned count = frame[5], across = 1, down = 1;
    uint64_t sum = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned h = frame[7 + 3 * i] >> 4, v = frame[7 + 3 * i] & 15;
        across = h > across ? h : across;
        down = v > down ? v : down;
        sum += (uint64_t)h * v;
    }
    uint64_t columns = (header->width + across * 8 - 1) / (across * 8);
    uint64_t rows = (header->height + down * 8 - 1) / (down * 8);
    return columns * rows * sum * 64 * 2;
}

static int read_frame(const struct source *source, const struct segment *segment,
                      struct header *header, struct picture_fault *fault)
{
    uint8_t frame[6 + 3 * 4];
    size_t size = segment->size < sizeof frame ? segment->size : sizeof frame;
    if (size < 9 || source_read(source, segment->at, frame, size) != (ssize_t)size ||
        size < 6 + 3 * (size_t)frame[5])
        return picture_fault_set(fault, "picture-damaged",
                                 _("the JPEG's header makes no sense; export the picture again"));
    header->info.bits = frame[0];
    header->height = (uint32_t)frame[1] << 8 | frame[2];
    header->width = (uint32_t)frame[3] << 8 | frame[4];
    header->info.components = frame[5];
    header->info.progressive = segment->marker == SOF2;
    header->coefficients = coefficient_bytes(header, frame);
    if (segment->marker > SOF2 || frame[0] != 8)
        return picture_fault_set(
            fault, "picture-kind",
            _("this rare kind of JPEG (lossless, arithmetic or %u bits) cannot be shown; "
              "save it as an ordinary JPEG"),
            frame[0]);
    if (frame[5] != 1 && frame[5] != 3 && frame[5] != 4)
        return picture_fault_set(
            fault, "picture-kind",
            _("a JPEG of %u colour components cannot be shown; save it in RGB"), frame[5]);
    return 0;
}

static void read_exif(const struct source *source, const struct segment *segment,
                      struct header *header)
{
    uint8_t bytes[65536];
    ssize_t got = source_read(source, segment->at, bytes, segment->size);
    if (got > 6 && memcmp(bytes, "Exif\0\0", 6) == 0)
        header->info.orientation = exif_orientation(bytes, (size_t)got);
}

static bool is_profile(const struct source *source, const struct segment *segment,
                       uint8_t head[ICC_HEAD])
{
    return segment->marker == APP2 && segment->size > ICC_HEAD &&
           source_read(source, segment->at, head, ICC_HEAD) == ICC_HEAD &&
           memcmp(head, "ICC_PROFILE", 12) == 0;
}

int header_read_jpeg(const struct source *source, struct header *ret, struct picture_fault *fault)
{
    struct segment segment = {.at = 2};
    struct header header = {.info = {.format = PICTURE_JPEG, .orientation = 1}};
    bool has_frame = false, has_exif = false;
    int more = 1;
    for (unsigned n = 0; n < SEGMENTS_MAX && (more = segment_next(source, &segment)) > 0; n++) {
        uint8_t head[ICC_HEAD];
        if (is_frame(segment.marker) && !has_frame) {
            if (read_frame(source, &segment, &header, fault) < 0)
                return -1;
            has_frame = true;
        } else if (segment.marker == APP1 && !has_exif) {
            read_exif(source, &segment, &header);
            has_exif = header.info.orientation != 1;
        } else if (is_profile(source, &segment, head)) {
            header.info.has_profile = true;
        }
    }
    if (more < 0 && !has_frame)
        return picture_fault_set(fault, "picture-truncated",
                                 _("the JPEG ends or breaks off in its header; copy it again"));
    if (more != 0 || !has_frame || segment.marker != SOS)
        return picture_fault_set(fault, "picture-damaged",
                                 _("the JPEG holds no picture; export it again"));
    *ret = header;
    return 0;
}

/* Adds up the parts, numbered from 1, each with the total count; in order, or it is none. */
static size_t gather_profile(const struct source *source, uint8_t *profile, size_t capacity)
{
    struct segment segment = {.at = 2};
    size_t used = 0;
    unsigned expected = 1, total = 0;
    for (unsigned n = 0; n < SEGMENTS_MAX && segment_next(source, &segment) > 0; n++) {
        uint8_t head[ICC_HEAD];
        if (!is_profile(source, &segment, head))
            continue;
        size_t size = segment.size - ICC_HEAD;
        if (head[12] != expected || (total && head[13] != total))
            return 0;
        if (size > capacity - used)
            return 0;
        if (profile &&
            source_read(source, segment.at + ICC_HEAD, profile + used, size) != (ssize_t)size)
            return 0;
        total = head[13];
        used += size;
        expected++;
    }
    return total && expected == total + 1 ? used : 0;
}

uint8_t *header_jpeg_profile(const struct source *source, size_t *ret_size)
{
    size_t size = gather_profile(source, NULL, HEADER_PROFILE_MAX);
    uint8_t *profile = size ? malloc(size) : NULL;
    if (!profile)
        return NULL;
    if (gather_profile(source, profile, size) != size) { /* the file changes under our hands */
        free(profile);
        return NULL;
    }
    *ret_size = size;
    return profile;
}
