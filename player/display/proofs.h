/* Which files of the store were found to be what was signed since this process began, and which
 * were not. A file is known by its digest and by a mark of its own: one that is put in its place
 * later is another one. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"

enum {
    PROOFS_MAX = 4096, /* of more, the oldest are proved anew */
    PROOFS_DAMAGED_MAX = 64
};

struct proof {
    unsigned char sha256[SHA256_SIZE];
    uint64_t mark; /* 0: the file is missing */
};

/* All zeroes: nothing is known. */
struct proofs {
    struct proof *good; /* owned */
    size_t good_count, good_room, good_next;
    struct proof damaged[PROOFS_DAMAGED_MAX];
    size_t damaged_count;
};

void proofs_finish(struct proofs *proofs);

bool proofs_has(const struct proofs *proofs, const unsigned char sha256[SHA256_SIZE],
                uint64_t mark);
bool proofs_is_damaged(const struct proofs *proofs, const unsigned char sha256[SHA256_SIZE],
                       uint64_t mark);

/* The file is what was signed: whatever was wrong in its place has gone. Returns whether anything
 * was. Without memory it is proved anew the next time. */
bool proofs_add(struct proofs *proofs, const unsigned char sha256[SHA256_SIZE], uint64_t mark);

/* It is not. Returns whether that is news. */
bool proofs_add_damaged(struct proofs *proofs, const unsigned char sha256[SHA256_SIZE],
                        uint64_t mark);

/* Forgets what was damaged: other documents play now. Returns whether there was anything. */
bool proofs_forget_damaged(struct proofs *proofs);
