/* Where a publication goes, behind one trait: a folder that this machine can write (a web root, a
 * stick), or a folder of a web server that takes PUT. Names are those of cli/publish_name.h and
 * those of roots: relative, made by us.
 *
 * What fails returns -errno and leaves words in `why`, which name the thing and the remedy. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"

enum { PUBLISH_WHY_SIZE = 1024 };

struct publish_target;

/* A file that is to be at the target. */
struct publish_wanted {
    const char *name; /* borrowed, as the digest */
    int64_t size;
    const unsigned char *sha256;
    bool is_there;
};

struct publish_target_way {
    /* Takes hold of the target before anything is written: sees that there is room for `needed`
     * bytes (each file's in whole blocks) in `files` files, and makes the folder.
     * -ENOSPC: there is none. */
    int (*begin)(struct publish_target *target, int64_t needed, size_t files);

    /* Reads a file whole; *ret_data is fresh, with a NUL behind. -ENOENT: it is not there (without
     * words); -EFBIG: more than `limit` bytes. */
    int (*get)(struct publish_target *target, const char *name, size_t limit, char **ret_data,
               size_t *ret_size);

    /* Looks which of these files are there already: by size and, where they can be read cheaply, by
     * digest; those on a stick by what it really gives back. `moved` is told of each. 0 or -errno.
     */
    int (*look)(struct publish_target *target, struct publish_wanted *list, size_t count);

    /* Puts a file in its place, whole or not at all. `from` is read from its start; -ESTALE: it is
     * not what the digest says. */
    int (*put)(struct publish_target *target, const char *name, const void *data, size_t size);
    int (*put_file)(struct publish_target *target, const char *name, int from, int64_t size,
                    const unsigned char sha256[SHA256_SIZE]);

    /* What was put so far stays, whatever happens from now on. */
    int (*settle)(struct publish_target *target);

    /* Calls `each` with every name in the pool, or returns -ENOTSUP. */
    int (*list)(struct publish_target *target, void (*each)(void *context, const char *name),
                void *context);
    int (*remove)(struct publish_target *target, const char *name); /* one that is gone is fine */

    /* The last step: a stick may be pulled after it. */
    int (*finish)(struct publish_target *target);
    void (*destroy)(struct publish_target *target);
};

struct publish_target {
    const struct publish_target_way *way;
    const char *name;           /* as it was typed; borrowed */
    bool is_stick;              /* it is pulled out and carried away */
    int64_t block;              /* bytes; a file takes whole ones of them there */
    char why[PUBLISH_WHY_SIZE]; /* translated */
    /* Told of every block that was sent, or file that was looked at; may be NULL. */
    void (*moved)(void *context, int64_t bytes);
    void *context;
};

/* Opens `path` without changing anything: a folder, or one that is yet to be made in a folder that
 * is there. Locks it against a second publication. Returns a target, or NULL after saying why not.
 */
struct publish_target *publish_target_folder(const char *path);

/* The same for an http or https URL: a folder, or the document in it. */
struct publish_target *publish_target_web(const char *url);

/* Whether it is a URL, of whatever kind. */
bool publish_target_is_url(const char *to);

/* Whether the target folder is this directory. */
bool publish_target_is_directory(const char *path, int directory);
