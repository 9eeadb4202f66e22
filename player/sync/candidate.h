/* A document that was verified and is on its way to the screen: its bytes, its signature, and the
 * files that it needs, in the order in which they are fetched. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/document.h"
#include "store/store.h"

struct candidate {
    char *bytes; /* owned */
    size_t size;
    char *signature; /* owned; NULL: none */
    size_t signature_size;
    unsigned char sha256[SHA256_SIZE];
    int64_t sequence;          /* 0: unsigned */
    struct document *document; /* owned; NULL: no candidate */
    struct store_need *needs;  /* owned; distinct, in the order of fetching */
    const char **hrefs;        /* beside each need, the document's; the array is owned */
    size_t need_count;
};

/* Small files first, since a hundred of them are there before one clip is; then as they are shown.
 */
enum { CANDIDATE_SMALL = 256 * 1024 };

/* Parses the candidate's bytes (verified before) and lists what it needs. Returns 0, -ENOMEM, or
 * -EINVAL with the reason in `why`: the document is refused, or an asset has no size or digest. */
int candidate_read(struct candidate *candidate, char *why, size_t why_size);

/* Frees all and empties it; fine on zeroes. */
void candidate_finish(struct candidate *candidate);
