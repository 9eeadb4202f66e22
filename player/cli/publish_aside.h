/* Files replaced whole within an open directory: written beside, synced, renamed. Without links and
 * modes, so that it works on FAT too (base/file.h sets a mode). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"

/* Replaces `name`, which may lead through folders that are there. The directory is not synced:
 * publish_aside_sync does that for several at once. Returns 0 or -errno; then the old file stands.
 * `in_place`: nobody reads it yet, and it is written where it belongs; on an error it is gone. */
int publish_aside_write(int directory, const char *name, bool in_place, const void *data,
                        size_t size);

/* The same with `size` bytes of the open file `from`, whose digest must be `sha256`: otherwise
 * -ESTALE. `moved` (may be NULL) is told of every block, at about the pace of the disk. */
int publish_aside_copy(int directory, const char *name, bool in_place, int from, int64_t size,
                       const unsigned char sha256[SHA256_SIZE],
                       void (*moved)(void *context, int64_t bytes), void *context);

/* Makes what was renamed in `folder` ("." for the directory itself) durable, where the file system
 * can do that for a folder. 0 or -errno. */
int publish_aside_sync(int directory, const char *folder);
