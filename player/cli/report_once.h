/* Which rows of which log were counted already: the same row may come from a stick, from an upload
 * and from the machine itself, in any order. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/report_names.h"

enum { ONCE_BLOCK = 64 };

enum once_result { ONCE_NEW, ONCE_SAME, ONCE_OTHER };

/* Zeroed memory is an empty one. */
struct once {
    struct names blocks; /* (log, seq / ONCE_BLOCK) */
    uint64_t (*tags)[ONCE_BLOCK];
    size_t capacity;
};

void once_finish(struct once *once); /* fine on zeroed memory */

/* Notes the row `seq` (0 … ) of log number `device`, whose hash begins with the 8 bytes `tag`: a
 * once_result, ONCE_OTHER where the row was there with another hash; or -ENOMEM or -E2BIG. */
int once_add(struct once *once, uint32_t device, int64_t seq, const unsigned char tag[8]);

/* What once_add would return; notes nothing. */
int once_look(struct once *once, uint32_t device, int64_t seq, const unsigned char tag[8]);
