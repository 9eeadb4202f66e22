/* The order of file names as a Vietnamese reader and a file manager have it: numbers by their
 * value, letters by the alphabet (a ă â b c d đ e ê …), then by their tones, small before capital.
 * Names in normal form C and D (Unicode TR 15) stand side by side: sticks from a Mac have the
 * latter. */
#pragma once

#include <stddef.h>

/* As strcmp, for names in UTF-8; bytes that are none come last. The order is total: 0 only for
 * equal bytes. */
int natural_compare(const char *a, const char *b);

/* Sorts names so. */
void natural_sort(char **names, size_t count);
