/* Amounts of bytes in words for people. */
#pragma once

#include <stdint.h>

enum { AMOUNT_SIZE = 32 };

/* "640 kB" (rounded up), "3.1 MB", "2.4 GB": powers of ten, as on the stick's label. Into `text`,
 * which is returned. */
const char *amount_bytes(int64_t bytes, char text[AMOUNT_SIZE]);
