/* The part of the hello that says how slides look (ipc/job.h), from theme.json. */
#pragma once

#include <stddef.h>

enum { THEME_TEXT_MAX = 1024 }; /* that theme_open writes */

/* Writes the member "theme", a comma before it, to `text` and appends the descriptors of logo
 * and background, which the caller closes, to `fds`. What is wrong with the file is logged, and
 * nothing of it is sent. Returns the length, 0 for nothing. */
int theme_open(char *text, size_t size, int *fds, size_t *fd_count);
