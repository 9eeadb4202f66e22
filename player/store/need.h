/* What generations need: the list that stands in each (its file "objects"), and the set of all that
 * must stay.
 *
 *   SHA256 SIZE        one line for each object
 *   end SHA256         the digest of all lines above: a list that was cut or damaged removes
 * nothing
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"

struct store_need;

/* Writes the list; *ret is a fresh string that the caller frees. 0, -ENOMEM, or -E2BIG: more needs
 * than a document has assets. */
int need_format(const struct store_need *needs, size_t count, char **ret, size_t *ret_size);

/* A set of digests. {0} is the empty one. */
struct need_set {
    unsigned char (*digests)[SHA256_SIZE];
    size_t count, capacity;
};

void need_set_finish(struct need_set *set);
int need_set_add(struct need_set *set, const unsigned char sha256[SHA256_SIZE]); /* or -ENOMEM */

/* Adds all of a list. 0, -EBADMSG, -ENOMEM; the set may hold some of it then. */
int need_set_add_list(struct need_set *set, const char *list, size_t size);

/* To be called after the last addition, before the first question. */
void need_set_sort(struct need_set *set);
bool need_set_has(const struct need_set *set, const unsigned char sha256[SHA256_SIZE]);

/* The most bytes that a list may have. */
size_t need_list_max(void);
