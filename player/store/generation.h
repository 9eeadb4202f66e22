/* Inside the room: what generations and roots share with opening and cleaning. */
#pragma once

#include "store/need.h"
#include "store/store.h"

#define GENERATION_LIST "objects"    /* the file that lists what the document needs */
#define GENERATION_ROOT_ASIDE "root" /* under tmp/: a root that is being written */

/* Adds what a generation needs to the set. 0, -EBADMSG: its list is damaged; or -errno. */
int generation_needs(const struct store *store, uint64_t generation, struct need_set *set);
