/* `current` and its copy. See store_commit and store_read_current in store/store.h. */
#pragma once

#include "store/store.h"

/* The name under tmp/ of a `current` that is being written. */
#define COMMIT_ASIDE "current"

/* Makes `current` and its copy the same again: a damaged or lost one is written from the other. 0,
 * also where both are damaged or missing: there is nothing to repair from; or -errno. */
int commit_repair(const struct store *store);
