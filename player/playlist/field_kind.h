/* The kinds of single values: how each is told apart, read, and named to people. */
#pragma once

#include "playlist/field.h"

/* "a number", "a text", …: what belongs there, untranslated (marked with N_()). */
const char *field_kind_expected(enum field_kind kind);

/* What to write, untranslated; never NULL. */
const char *field_kind_example(enum field_kind kind);

/* Reads one value of a kind that is neither text, object, list nor left to the caller. `place`
 * (NULL: only check) is the value's own destination. Returns whether it was right. */
bool field_kind_read(struct reader *reader, const struct field *field, uint32_t token,
                     const struct spot *spot, void *place);

/* Says that `text` (`size` bytes and a NUL), is no phone number, and what would
 * be. Returns false. */
bool field_kind_no_phone(struct reader *reader, const char *text, size_t size,
                         const struct spot *spot);
