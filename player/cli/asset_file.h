/* Files that a document names, looked for as a person would: where the name is not there to the
 * letter, the one that differs only in case or in normal form. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "playlist/media.h"

/* Finds what `href`, a relative path with "/", was probably meant to name below `directory`.
 * Returns 0 and the path as it stands on the disk, or -ENOENT. */
int asset_file_meant(int directory, const char *href, char *path, size_t size);

/* The kind by the file's first bytes; `fd` is not moved. */
enum media_kind asset_file_kind(int fd);
