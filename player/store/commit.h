/* `current` and its copy. See store_commit and store_read_current in store/store.h. */
#pragma once

#include "store/store.h"

/* The names under tmp/ of a `current` and a copy that are being written. */
#define COMMIT_ASIDE "current"
#define COMMIT_COPY_ASIDE "current.copy"

/* Makes `current` and its copy the same again: a damaged or lost one is written from the other. 0,
 * also where both are damaged or missing: there is nothing to repair from; or -errno. */
int commit_repair(const struct store *store);
