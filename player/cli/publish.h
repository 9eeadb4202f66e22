/* `bangtin publish`: checks a playlist folder, signs it, and writes it where players fetch it. */
#pragma once

#include "cli/option.h"

int publish_run(const struct options *options); /* returns an exit status */
