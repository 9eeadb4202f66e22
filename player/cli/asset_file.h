/* Files that a document names, looked for as a person would: where the name is not there to the
 * letter, the one that differs only in case or in normal form. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum media_kind {
    MEDIA_NONE, /* nothing that is played */
    MEDIA_JPEG,
    MEDIA_PNG,
    MEDIA_WEBP,
    MEDIA_SVG,
    MEDIA_VIDEO
};

/* Finds what `href`, a relative path with "/", was probably meant to name below `directory`.
 * Returns 0 and the path as it stands on the disk, or -ENOENT. */
int asset_file_meant(int directory, const char *href, char *path, size_t size);

/* The kind by the file's first bytes; `fd` is not moved. MEDIA_VIDEO is MP4 or WebM. */
enum media_kind asset_file_kind(int fd);

/* The kind by a file name's extension. */
enum media_kind asset_file_name_kind(const char *name);

/* "image/jpeg" and so on; NULL for MEDIA_NONE and MEDIA_VIDEO. */
const char *media_kind_type(enum media_kind kind);
