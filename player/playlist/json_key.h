/* Keys that an object has twice. For json_read.c alone. */
#pragma once

#include "playlist/json.h"

/* Notes a fault of the token `index`. */
void json_set_fault(struct json *json, uint32_t index, enum json_fault fault);

/* Marks each key of `object` (read whole, with `members` members) that it has already further up;
 * keys are compared as they are meant, with escapes undone. False without memory. */
bool json_mark_duplicates(struct json *json, uint32_t object, size_t members);
