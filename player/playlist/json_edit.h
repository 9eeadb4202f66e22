/* Values of a JSON text replaced and added in place; everything else keeps its bytes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "playlist/json.h"

struct json_edit; /* one span and what takes its place */

struct json_edits {
    const struct json *json; /* borrowed, with the bytes behind it */
    struct json_edit *list;
    size_t count, capacity;
    int error; /* -ENOMEM once something could not be kept: nothing is applied then */
};

/* Sets member `key` of the object at token `object` to `value`, a JSON text ("12", "\"abc\""). A
 * new member is put behind the value at token `after`, on a line of its own if that one has. */
void json_edits_set(struct json_edits *edits, uint32_t object, uint32_t after, const char *key,
                    const char *value);

/* The same with a string that needs no escapes. */
void json_edits_set_text(struct json_edits *edits, uint32_t object, uint32_t after, const char *key,
                         const char *text);

/* Puts `value`, a JSON text, behind the last element of the array that is member `key` of the
 * object at token `object`; where there is none, it is made behind the value at token `after`. */
void json_edits_append(struct json_edits *edits, uint32_t object, uint32_t after, const char *key,
                       const char *value);

/* Takes the element at token `element` out of the array at token `array`. No more than one of an
 * array at a time: two neighbours would both claim the comma between them. */
void json_edits_remove(struct json_edits *edits, uint32_t array, uint32_t element);

/* The edited text, a fresh string with a NUL behind its *ret_size bytes. 0 or -ENOMEM. */
int json_edits_apply(struct json_edits *edits, size_t size, char **ret, size_t *ret_size);
void json_edits_finish(struct json_edits *edits);
