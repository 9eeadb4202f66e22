/* The logs that a report is made of, as files: those that are named, and those in folders that are
 * named. */
#pragma once

#include <stddef.h>

enum { REPORT_FILES_MAX = 100000, REPORT_FILES_DEPTH = 6 /* folders in folders */ };

struct report_files {
    char **list; /* owned */
    size_t count, capacity;
};

/* Adds `path`; where it is a folder, the exports (*.plays.jsonl) and logs (plays.db) in it and in
 * the folders below, in the order of their names. No link is followed there. Returns 0, -ENODATA (a
 * folder without any), -E2BIG, -ENOMEM or another -errno. */
int report_files_add(struct report_files *files, const char *path);
void report_files_finish(struct report_files *files); /* fine on zeroed memory */
