/* Where a playlist is that stands deeper in a folder than it is looked for: "Extract All" of an
 * archive that holds a folder in a folder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Finds the first playlist.json up to four folders below the folder `path`, and writes the folder
 * that it stands in, `path` before it. False: there is none, or too much to look through. */
bool deeper_find(const char *path, char *ret, size_t size);
