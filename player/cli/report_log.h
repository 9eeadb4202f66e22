/* What `bangtin report` does with a log as a whole: verify its chain, export its rows. */
#pragma once

#include <stddef.h>

/* Follows the chain of each of the logs and prints how it stands. Returns an exit status:
 * EXIT_TRUST where one does not hold. */
int report_log_verify(char *const *paths, size_t count);

/* Writes all rows of the log `path`, with the thumbnails, into the file `to` (replaced as a whole).
 * Returns an exit status, after saying what is wrong. */
int report_log_export(const char *path, const char *to);
