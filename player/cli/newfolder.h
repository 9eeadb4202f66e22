/* A playlist folder in the making: made only where nothing is, files never overwritten, the
 * document last, so that a folder that was left half-way plays nothing. */
#pragma once

#include <stdbool.h>

/* Makes the folder (it may be there, empty) with its "media" in it. Returns 0, -ENOTEMPTY, or
 * another -errno. */
int newfolder_create(const char *directory);

/* Writes text as `name` with the line ends of Windows: older Notepads show no others. `with_mark`
 * puts a byte-order mark in front: without it they take text for ANSI. Returns 0 or -errno. */
int newfolder_write(const char *directory, const char *name, const char *text, bool with_mark);

/* Copies the open file `from` to `name`. Returns 0 or -errno; then nothing is left there. */
int newfolder_copy(const char *directory, const char *name, int from);
