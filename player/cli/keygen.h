/* `bangtin keygen`: the keys of a feed and its first root. */
#pragma once

#include "cli/option.h"

/* The command: returns an exit status. */
int keygen_run(const struct options *options);
