/* What the author of an address that is none meant, where that is plain: letters with marks behind
 * the host, blanks that were pasted along, a missing https://. For messages only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { URL_REPAIRED_BYTES = 320 }; /* longer ones nobody reads in a message */

/* `size` bytes that url_check refuses; no NUL needed. False, and *out undefined, where nothing can
 * be told; else *out passes url_check. */
bool url_repair(const char *url, size_t size, char out[URL_REPAIRED_BYTES]);
