/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Reads the code point at `text` (`size` bytes are there). Returns its length in bytes, 1 … 4,
 * and sets *ret_code; 0 where the bytes are no UTF-8 or `size` is 0. */
size_t utf8_decode(const char *text, size_t size, uint32_t *ret_code);

/* Writes `code` (a scalar value) to `out` (4 bytes at least). Returns the length, 0 if it is none.
 */
size_t utf8_encode(uint32_t code, char *out);

/* Offset of the first byte that is not UTF-8, or `size` where all is well. */
size_t utf8_check(const char *text, size_t size);
