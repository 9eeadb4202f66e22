/* The icons' names. Their drawings lie in content/icons; the lists and outlines are made from them
 * when the program is built (scripts/icons). */
#pragma once

#include <stddef.h>

#include "playlist/icon_list.h"

/* ICON_GLOBE for "globe", and so on. */
#define ICON_MEMBER(member, name) ICON_##member,
enum icon { ICON_NONE, ICON_LIST(ICON_MEMBER) ICONS };
#undef ICON_MEMBER

/* The icon called `name` (`size` bytes), or ICON_NONE. */
enum icon icon_find(const char *name, size_t size);

/* The names of ICON_NONE + 1 … ICONS - 1, ICONS - 1 of them. */
const char *const *icon_names(void);

/* "globe"; "" for ICON_NONE. */
const char *icon_name(enum icon icon);
