/* `bangtin report`: what was shown, how often and how long. */
#pragma once

#include "cli/option.h"

int report_run(const struct options *options);
