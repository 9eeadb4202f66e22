/* Where the parts of exports join: each names the hash of the row before its first. That row may
 * stand in another part, in another file, in one that is read later; if it is there, its hash has
 * to be that one. A part that was altered and is sound in itself shows by it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "cli/report_once.h"

struct link {
    uint32_t device, source;
    int64_t seq;          /* of the row before */
    unsigned char tag[8]; /* how its hash begins */
};

/* Zeroed memory is an empty list. */
struct links {
    struct link *list;
    size_t count, capacity;
};

void links_finish(struct links *links); /* fine on zeroed memory */

/* Notes that a part of file number `source` wants the row `seq` of log number `device` to have a
 * hash that begins with `tag`. 0 or -ENOMEM. */
int links_note(struct links *links, uint32_t device, int64_t seq, const unsigned char tag[8],
               uint32_t source);

/* Hands over the links that do not hold, now that all rows are in `once`. 0 or -errno. */
int links_check(const struct links *links, struct once *once,
                void (*take)(void *context, const struct link *link), void *context);
