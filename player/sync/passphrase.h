/* The word by which an office lets its own unsigned sticks in: a line in bangtin-pass.txt on the
 * stick. It keeps strangers' sticks off a screen; whoever can read one such stick can make
 * another. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "playlist/limits.h"

enum {
    PASSPHRASE_FILE_MAX = 256,                /* bytes */
    PASSPHRASE_LEAST = LIMIT_PASSPHRASE_LEAST /* bytes; a shorter one lets nothing in */
};

/* Whether the file's `size` bytes hold the passphrase `wanted` (NULL: none is set): as it stands,
 * but for a byte-order mark in front and blanks and line ends behind, which editors add. Takes the
 * same time wherever they differ. */
bool passphrase_matches(const char *bytes, size_t size, const char *wanted);
