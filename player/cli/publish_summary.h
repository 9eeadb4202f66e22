/* What a publication has done, for the person who asked for it. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "cli/publish_plan.h"
#include "cli/publish_send.h"

/* Prints it. `is_done` is false for --dry-run. `root_path` is named in the line that says what to
 * do next. */
void publish_summary_print(FILE *out, const struct publish_plan *plan,
                           const struct publish_sent *sent, bool is_done, const char *root_path);
