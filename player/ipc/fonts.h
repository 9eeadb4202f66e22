/* The fonts that a worker is given: fonts/fonts.list says which file serves which script and
 * weight; whoever starts a worker opens them, since the worker itself may open nothing. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Opens the fonts of the list and appends to `fds` (CHANNEL_FDS_MAX places, *fd_count of them
 * used) one descriptor each; the caller closes them. Writes into `text` the members of a JSON array
 * that name them, as job.h's hello has it, NUL-terminated. A font that is missing is left out, and
 * logged where *missing does not have it; there it is noted, a bit each: 0 before the first call.
 * Returns the length of what was written. */
int fonts_open(char *text, size_t size, int *fds, size_t *fd_count, uint64_t *missing);

enum fonts_state {
    FONTS_UNLISTED, /* the list has nothing for this script */
    FONTS_ABSENT,   /* it names a file that is not installed */
    FONTS_INSTALLED
};

enum { FONTS_PACKAGE_BYTES = 64 };

/* Whether the list has a font for `script` (ISO 15924), and whether it is there. `package`, filled
 * unless the answer is FONTS_UNLISTED, is the Debian package that brings it. */
enum fonts_state fonts_find(const char *script, char package[FONTS_PACKAGE_BYTES]);
