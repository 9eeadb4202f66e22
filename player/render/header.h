/* What a picture's header says, read by our own bounded walkers before any decoder sees the file:
 * the format by its first bytes, the size, the way up, where the colour profile lies.
 *
 * JPEG: ITU-T T.81 annex B, ICC.1:2022 annex B.4. PNG: W3C PNG third edition. WebP: RFC 9649. */
#pragma once

#include "render/picture.h"
#include "render/source.h"

struct header {
    struct picture_info info;
    uint32_t width, height; /* as stored, before orientation */
    uint64_t coefficients;  /* bytes that a progressive JPEG keeps in memory */
    uint64_t profile_at;    /* WebP: where the ICC profile lies */
    uint32_t profile_size;  /* WebP: its size; 0: none */
};

enum { HEADER_PROFILE_MAX = 4 * 1024 * 1024 }; /* press profiles reach 3 MiB */

/* Recognises the format and reads the header. Returns 0; or -1 and fills *fault. */
int header_read(const struct source *source, struct header *ret, struct picture_fault *fault);

/* The walkers behind it, each for a file whose first bytes fit. */
int header_read_jpeg(const struct source *source, struct header *ret, struct picture_fault *fault);
int header_read_png(const struct source *source, struct header *ret, struct picture_fault *fault);
int header_read_webp(const struct source *source, struct header *ret, struct picture_fault *fault);

/* Puts a JPEG's ICC profile together from its APP2 segments. Returns a fresh buffer and *ret_size,
 * or NULL: none, larger than HEADER_PROFILE_MAX, incomplete, or no memory. */
uint8_t *header_jpeg_profile(const struct source *source, size_t *ret_size);

/* Reads `size` bytes at `at` into a fresh buffer; NULL where they are not all there. */
uint8_t *header_bytes(const struct source *source, uint64_t at, size_t size);
