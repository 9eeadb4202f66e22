/* A strict reader of JSON (RFC 8259) that keeps every value as a span of the bytes it was read
 * from. cJSON is lenient where a signed document must not be (duplicate keys, 007, 1e999, a raw
 * newline or a NUL in a string, trailing bytes, keys that differ in case), spends 64 bytes and
 * more on a value, and forgets where a value stood. So documents are read here, at 16 bytes a
 * value; cJSON only writes what goes to the worker. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/arena.h"

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

/* What is wrong with a value although it is JSON. */
enum json_fault {
    JSON_SOUND,
    JSON_DUPLICATE, /* a key that its object has already; set on the key */
    JSON_LONG       /* a string longer than LIMIT_STRING_BYTES */
};

/* Values stand in the order of the text: an object is followed by its members, each a key (a
 * string) and the value's tokens; an array by its elements'. */
struct json_token {
    uint32_t start, size; /* of a string: without its quotes */
    uint32_t next;        /* index behind the last token of this value */
    uint8_t kind;
    uint8_t fault;
    bool escaped; /* a string that holds a backslash */
};

struct json {
    const char *bytes;
    struct json_token *tokens; /* the first is the whole document */
    size_t count, capacity;
    size_t faults; /* tokens whose `fault` is not JSON_SOUND */
};

struct json_error {
    const char *code;   /* stable: "syntax", "encoding", "depth", "values", "memory" */
    size_t offset;      /* into the bytes */
    const char *reason; /* untranslated, marked with N_() */
    const char *hint;   /* the same, or NULL */
};

/* Reads `size` bytes, which must outlive *ret; a byte-order mark is not taken off here. Returns 0
 * and a value that json_finish frees, or -1 and *ret_error; *ret is untouched then. */
int json_read(const char *bytes, size_t size, struct json *ret, struct json_error *ret_error);
void json_finish(struct json *json);

/* Line and column, from 1, of an offset; columns count characters, as editors do. */
void json_position(const char *bytes, size_t offset, size_t *ret_line, size_t *ret_column);

/* The value of the first member called `name`, or 0 (never a member's value). */
uint32_t json_member(const struct json *json, uint32_t object, const char *name);

/* Walks over the elements of an array or the keys of an object: for (at = json_first(…); at; at =
 * json_next(…)). Of an object this yields the keys; the value of key `at` is token at + 1. */
uint32_t json_first(const struct json *json, uint32_t token);
uint32_t json_next(const struct json *json, uint32_t container, uint32_t at);
size_t json_length(const struct json *json, uint32_t token); /* elements or members */

/* Whether anything within the value has a fault. */
bool json_is_faulty(const struct json *json, uint32_t token);

/* Whether the string is exactly `text`. */
bool json_equals(const struct json *json, uint32_t token, const char *text);

/* Writes the string's characters, escapes undone, to `out` (at least the token's size in bytes; no
 * NUL is added). Returns how many. */
size_t json_decode(const struct json *json, uint32_t token, char *out);

/* The string's characters with a NUL behind them, in the arena. NULL without memory. */
const char *json_text(const struct json *json, uint32_t token, struct arena **arena,
                      size_t *ret_size);

/* The number; its text was checked and is finite. */
double json_number(const struct json *json, uint32_t token);
