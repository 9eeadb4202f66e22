/* What people write who write JSON by hand: why a text is none at one place, in the author's words.
 * For json_read.c alone. */
#pragma once

#include <stddef.h>

/* Where the reader stopped: `at` may be `size`. */
struct json_place {
    const char *bytes;
    size_t at, size;
};

/* Untranslated, marked with N_(). */
struct json_slip {
    const char *reason;
    const char *hint; /* or NULL */
};

/* Something stands where a comma or the end of an array or object belongs. */
struct json_slip json_slip_at_separator(struct json_place place);

/* Something stands where the colon behind a field's name belongs. */
struct json_slip json_slip_at_colon(struct json_place place);

/* What begins there is no value; it is UTF-8, and no curly quotation mark. */
struct json_slip json_slip_at_value(struct json_place place);

/* Nor is it a field's name. */
struct json_slip json_slip_at_name(struct json_place place);
