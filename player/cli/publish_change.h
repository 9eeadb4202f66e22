/* What a publication changes for the public: items added, removed and changed. */
#pragma once

#include <stdio.h>

#include "playlist/document.h"

/* Prints it: a line for each kind that there is, with at most ten names. `old` may be NULL: then
 * all is new. Says so where the items are the same and something else is not. */
void publish_change_print(FILE *out, const struct document *old, const struct document *next);
