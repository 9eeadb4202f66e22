/* Notices that the files of a directory change, by inotify(7). */
#pragma once

#include <stdbool.h>

struct watch {
    int fd; /* to poll; -1: none */
};

#define WATCH_NONE ((struct watch){.fd = -1})

/* Watches the open directory `directory`, in place of what was watched before. Returns 0 or -errno;
 * then nothing is watched. */
int watch_set(struct watch *watch, int directory);
void watch_finish(struct watch *watch); /* fine on WATCH_NONE */

/* Reads all that waits. Returns whether a file was written, renamed or removed there; *ret_gone
 * (set only then): the directory itself has gone, and is watched no longer. */
bool watch_read(struct watch *watch, bool *ret_gone);
