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

/* What a part is there for. */
enum role_use {
    ROLE_SMALL, /* looked for by those who want it: legal basis, source, the office's name */
    ROLE_READ,  /* to be read */
    ROLE_LARGE, /* to be caught in passing: the name and the number of a slide */
    ROLE_CODE,
    ROLE_PICTURE
};

/* That of `role` on a slide of this type; an unknown one is to be read. */
enum role_use roles_use(enum item_type type, const char *role);

/* Whether a slide of this type is a list, of which a reader looks for his line. */
bool roles_are_list(enum item_type type);

/* Whether a screen of this size is a small board, on which words shine on black. */
bool roles_are_tiny(uint32_t width, uint32_t height);

/* Whether a screen of this size shows only the most important part of an item, by design
 * (docs/design.md, "Families": banner and tiny). */
bool roles_are_compact(uint32_t width, uint32_t height);
