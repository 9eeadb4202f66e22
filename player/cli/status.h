/* `bangtin status`: what plays, since when, which document, how healthy. It reads what
 * bangtin-display and bangtin-sync write into the run directory. */
#pragma once

#include "cli/option.h"

/* The command: returns an exit status. */
int status_run(const struct options *options);
