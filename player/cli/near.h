/* The nearest name to a mistyped one. */
#pragma once

#include <stddef.h>

/* How many letters must be typed, left out, changed or swapped with the next to turn `a` into `b`
 * (optimal string alignment), counted up to `limit`; more is `limit` + 1. Names over 63 bytes are
 * never near. */
size_t near_distance(const char *a, const char *b, size_t limit);

/* The one of `count` names that `typed` most probably meant, or NULL where none is near. The names
 * stand `stride` bytes apart, so that a table of structs serves as it is. */
const char *near_name(const char *typed, const char *const *names, size_t count, size_t stride);
