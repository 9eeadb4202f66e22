/* `bangtin simulate`: what is shown when, without a screen. */
#pragma once

#include "cli/option.h"

int simulate_run(const struct options *options); /* returns an exit status */
