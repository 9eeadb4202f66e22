/* Texts for people: a string, or one string for each language. */
#pragma once

#include "playlist/reader.h"

/* Checks the text `token` and counts its languages in `reader` where it is `drawn`. Returns
 * whether there was no error. */
bool field_text_check(struct reader *reader, uint32_t token, bool drawn, const struct spot *spot);

/* Checks one string: not empty, no fault of text.h. */
bool field_text_check_string(struct reader *reader, const char *text, size_t size,
                             const struct spot *spot);

/* Where `name` is a common mistake for a language's code, such as "kh" for Khmer, warns with the
 * right one and returns true. */
bool field_text_mistaken_language(struct reader *reader, const char *name, size_t size,
                                  const struct spot *spot);
