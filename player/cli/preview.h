/* `bangtin preview`: every item as a PNG, and a contact sheet of all of them. */
#pragma once

#include "cli/option.h"

int preview_run(const struct options *options); /* returns an exit status */
