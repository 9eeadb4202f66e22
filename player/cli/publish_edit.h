/* Values of a JSON text replaced and added in place; everything else keeps its bytes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "playlist/json.h"

struct publish_edit; /* one span and what takes its place */

struct publish_edits {
    const struct json *json; /* borrowed, with the bytes behind it */
    struct publish_edit *list;
    size_t count, capacity;
    int error; /* -ENOMEM once something could not be kept: nothing is applied then */
};

/* Sets member `key` of the object at token `object` to `value`, a JSON text ("12", "\"abc\""). A
 * new member is put behind the value at token `after`, on a line of its own if that one has. */
void publish_edits_set(struct publish_edits *edits, uint32_t object, uint32_t after,
                       const char *key, const char *value);

/* The same with a string that needs no escapes. */
void publish_edits_set_text(struct publish_edits *edits, uint32_t object, uint32_t after,
                            const char *key, const char *text);

/* The edited text, a fresh string with a NUL behind its *ret_size bytes. 0 or -ENOMEM. */
int publish_edits_apply(struct publish_edits *edits, size_t size, char **ret, size_t *ret_size);
void publish_edits_finish(struct publish_edits *edits);
