/* `bangtin new`: a playlist folder to start from. */
#pragma once

#include "cli/option.h"

int new_run(const struct options *options); /* returns an exit status */
