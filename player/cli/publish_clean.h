/* Files in the pool that neither the new publication nor the one before it uses. */
#pragma once

#include "cli/publish_plan.h"

/* Removes them, and says which could not be: that is no failure. A folder is looked through; of a
 * web server only what the draft's folder remembers is known. */
void publish_clean(struct publish_plan *plan);
