/* `bangtin alert`: puts a warning on the screens, or takes it off, in a single command. */
#pragma once

#include "cli/option.h"

int alert_run(const struct options *options); /* returns an exit status */
