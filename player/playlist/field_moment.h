/* Reading instants, dates and times of day, and saying how one that is none is written. */
#pragma once

#include "playlist/field.h"

/* As field_kind_read, of FIELD_INSTANT, FIELD_DATE and FIELD_TIME: `text` is the decoded string,
 * with a NUL behind its `size` bytes. */
bool field_moment_read(struct reader *reader, const struct field *field, const char *text,
                       size_t size, const struct spot *spot, void *place);
