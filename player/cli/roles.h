/* What the parts of a slide are called: the worker's role names in words for people, and the fields
 * of an item that they come from. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/document.h"

/* "headline", "sentence" …, translated; the role itself where it is unknown. */
const char *roles_words(const char *role);

/* The JSON pointer of the item's field that `role` was drawn from, or of the item. */
void roles_path(const struct item *item, const char *role, char *path, size_t size);

/* Whether a screen of this size shows only the most important part of an item, by design
 * (docs/design.md, "Families": banner and tiny). */
bool roles_are_compact(uint32_t width, uint32_t height);
