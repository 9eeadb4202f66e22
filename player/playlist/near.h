/* The name that somebody probably meant. */
#pragma once

#include <stddef.h>

/* The one of `count` names that is nearest to `name` (`size` bytes), where it is near enough to
 * be a slip of the fingers: other letter case, or a distance (insertions, deletions, exchanges and
 * swaps of neighbours) of at most a third of its length. NULL where none is. */
const char *near_name(const char *name, size_t size, const char *const *names, size_t count);
