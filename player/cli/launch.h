/* Handing over to the program that does a command's work, in the same process. */
#pragma once

#include <stdint.h>

#include "cli/option.h"

/* Becomes `bangtin-display` with the options of `play` or `testcard`, and `more` (may be NULL).
 * `start` is the monotonic instant at which
 * this program started (base/clock.h). Returns only where that fails: an exit status. */
int launch_display(const struct options *options, const char *more, int64_t start);

/* Becomes `bangtin-sync` with the options of `sync`. Returns as above. */
int launch_sync(const struct options *options);

/* Becomes `bangtin-author`, which does all other commands: they need libraries (ICU, libpng, curl)
 * that would cost `play` its quick start. argv[0] is the command. Returns as above. */
int launch_author(int argc, char **argv, const char *language);
