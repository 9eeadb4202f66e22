/* A file of batches, one a line (*.plays.jsonl; plays/batch.h). */
#pragma once

#include "plays/batch.h"

/* Hands over one batch after another; what `take` gets holds until it returns, and what it returns
 * other than 0 ends it. Empty lines are passed over. Returns 0, -EBADMSG (a line that is no batch,
 * or none at all), -EPROTONOSUPPORT, what `take` returned, or another -errno. */
int batches_read(const char *path, int (*take)(void *context, const struct batch *batch),
                 void *context);
