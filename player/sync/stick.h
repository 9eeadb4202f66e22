/* One stick: the published folder on it, and the files of it. Nothing on it is trusted: only names
 * that we or a signed document say are opened, never through a link or into another file system,
 * and nothing but regular files; a fifo or a device is not even opened. Nothing is ever written. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sync/mounts.h"

enum {
    STICK_ENTRIES_MAX = 1000,    /* of its first level are looked at for folders */
    STICK_PICTURES_SEEN = 20000, /* entries of one folder that are looked at for pictures */
};

struct stick {
    int mount;  /* descriptors; -1: closed */
    int folder; /* where the published folder is; it may be `mount` itself */
};

#define STICK_CLOSED ((struct stick){.mount = -1, .folder = -1})

/* Opens the mount point. 0, -ENODEV (it is not there any more), or -errno. */
int stick_open(const struct mount *mount, struct stick *ret);
void stick_close(struct stick *stick); /* fine on STICK_CLOSED */

/* Looks for the folder: the stick itself where it holds playlist.json (or, where Windows has hidden
 * what Notepad put behind that, playlist.json.txt), else the one folder of its
 * first level that does. 0; -ENOENT: none; -EMLINK: several; or -errno. */
int stick_find(struct stick *stick);

/* The same where there is no document: the stick itself where pictures lie in it, else the one
 * folder of its first level where some do. Told by their names. */
int stick_find_pictures(struct stick *stick);

/* The names of the folder's pictures, in UTF-8, with the ending of a kind that is shown; in their
 * natural order. Hidden files are not among them, nor what no document could name. *ret is an
 * array of fresh strings, to be freed by stick_free_names; 0, -E2BIG (more than `limit`, or than
 * are looked at), or -errno. */
int stick_pictures(const struct stick *stick, size_t limit, char ***ret, size_t *ret_count);
void stick_free_names(char **names, size_t count);

/* Opens a file by its name relative to the folder. A descriptor (O_CLOEXEC), *ret_size its size;
 * -ENOTSUP: no regular file; -ELOOP, -EXDEV: a link, or another file system; -ENOENT; or -errno. */
int stick_file(const struct stick *stick, const char *name, int64_t *ret_size);

/* The same for the folder's document, under either of its names. */
int stick_document(const struct stick *stick, int64_t *ret_size);

/* Reads a small file whole, at most `limit` bytes (-EFBIG). As file_read. */
int stick_read(const struct stick *stick, const char *name, size_t limit, char **ret_data,
               size_t *ret_size);

/* The same of a file at the stick's root, wherever the folder is. Where there is none, one that has
 * ".txt" behind this name is taken. */
int stick_read_root(const struct stick *stick, const char *name, size_t limit, char **ret_data,
                    size_t *ret_size);

/* Whether the stick that was opened is still the one at the mount point. */
bool stick_is_there(const struct stick *stick, const struct mount *mount);
