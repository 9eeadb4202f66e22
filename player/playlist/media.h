/* What kind of picture or clip some bytes are, by how they begin: the one place that knows the
 * marks of the formats. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum media_kind {
    MEDIA_NONE, /* nothing that is played */
    MEDIA_JPEG,
    MEDIA_PNG,
    MEDIA_WEBP,
    MEDIA_SVG,
    MEDIA_VIDEO
};

/* How many bytes from the start are enough to tell. */
enum { MEDIA_SNIFF_BYTES = 1024 };

/* The kind by a file's first bytes. MEDIA_VIDEO is MP4 (ISO/IEC 14496-12) or WebM. */
enum media_kind media_kind_of(const void *bytes, size_t size);

/* "image/jpeg" and so on; NULL for MEDIA_NONE and MEDIA_VIDEO. */
const char *media_kind_type(enum media_kind kind);

/* Whether a file of this kind may be called `type`, a media type (RFC 6838) in lower case. */
bool media_kind_fits(enum media_kind kind, const char *type);

/* The kind by a file name's extension. */
enum media_kind media_kind_of_name(const char *name);
