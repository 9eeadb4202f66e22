/* What stands at the target before anything is written: nothing, a publication of this feed, or
 * something that is not to be overwritten. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli/publish_memory.h"
#include "cli/publish_target.h"
#include "playlist/document.h"
#include "trust/root.h"

struct publish_standing {
    bool is_there;             /* there is a file playlist.json */
    bool is_damaged;           /* it is no document */
    bool is_blank;             /* nothing is in it, as a power cut leaves it on FAT; damaged, too */
    bool is_known;             /* signed with a key of the root, or remembered: its number counts */
    bool is_signed;            /* the signature beside it is its own, with a key of the root */
    struct document *document; /* NULL where it is damaged; owned */
    unsigned char sha256[SHA256_SIZE];
    char *signature; /* its own, beside it or in the pool; NULL: none; owned */
    size_t signature_size;
};

/* Reads it. Returns an exit status after saying what is wrong: another feed's folder, or a draft,
 * is EXIT_INPUT. EXIT_DONE and a value that the caller finishes. */
int publish_standing_read(struct publish_target *target, const struct root *root,
                          const struct publish_memory *memory, struct publish_standing *ret);
void publish_standing_finish(struct publish_standing *standing); /* fine on zeroes */
