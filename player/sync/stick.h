/* One stick: the published folder on it, and the files of it. Nothing on it is trusted: only names
 * that we or a signed document say are opened, never through a link or into another file system,
 * and nothing but regular files; a fifo or a device is not even opened. Nothing is ever written. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sync/mounts.h"

enum { STICK_ENTRIES_MAX = 1000 }; /* of its first level are looked at */

struct stick {
    int mount;  /* descriptors; -1: closed */
    int folder; /* where the published folder is; it may be `mount` itself */
};

#define STICK_CLOSED ((struct stick){.mount = -1, .folder = -1})

/* Opens the mount point. 0, -ENODEV (it is not there any more), or -errno. */
int stick_open(const struct mount *mount, struct stick *ret);
void stick_close(struct stick *stick); /* fine on STICK_CLOSED */

/* Looks for the folder: the stick itself where it holds playlist.json, else the one folder of its
 * first level that does. 0; -ENOENT: none; -EMLINK: several; or -errno. */
int stick_find(struct stick *stick);

/* Opens a file by its name relative to the folder. A descriptor (O_CLOEXEC), *ret_size its size;
 * -ENOTSUP: no regular file; -ELOOP, -EXDEV: a link, or another file system; -ENOENT; or -errno. */
int stick_file(const struct stick *stick, const char *name, int64_t *ret_size);

/* Reads a small file whole, at most `limit` bytes (-EFBIG). As file_read. */
int stick_read(const struct stick *stick, const char *name, size_t limit, char **ret_data,
               size_t *ret_size);

/* Whether the stick that was opened is still the one at the mount point. */
bool stick_is_there(const struct stick *stick, const struct mount *mount);
