/* The roots of a feed that a published folder carries: all up to the one given, with their
 * signatures, from the folder in which that one lies. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli/publish_target.h"
#include "trust/root.h"

enum { PUBLISH_ROOTS_MAX = 4096 };

struct publish_root_file {
    char name[ROOT_NAME_SIZE]; /* as it is published */
    uint32_t version;
    bool is_signature;
    bool is_there; /* at the target, with these bytes */
    char *bytes;   /* owned */
    size_t size;
};

struct publish_roots {
    struct publish_root_file *list; /* by version, a root before its signatures; owned */
    size_t count;
};

/* Collects them from around `path`, the file of `root`, whose bytes are given, too. Each that
 * follows another must be signed as players will ask. Returns an exit status after saying what is
 * wrong; EXIT_DONE and roots that the caller finishes. */
int publish_roots_read(const char *path, const struct root *root, const char *bytes, size_t size,
                       struct publish_roots *ret);

/* Looks which of them are at the target. One that differs there is another feed's, or a forked
 * chain: refused; so is the target where a root stands that follows them. Returns an exit status.
 */
int publish_roots_compare(struct publish_roots *roots, struct publish_target *target);
void publish_roots_finish(struct publish_roots *roots); /* fine on zeroes */
