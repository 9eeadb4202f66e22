/* What every step of reading a document or settings shares: the JSON, the memory that the result
 * is made of, and the findings with their places. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/arena.h"
#include "playlist/finding.h"
#include "playlist/json.h"

struct document;

/* A place in the document, as a chain on the stack: written out only when there is something to
 * say about it. */
struct spot {
    const struct spot *up; /* NULL: the whole document */
    const char *key;       /* NULL: an element of a list */
    size_t key_size;
    size_t index;
};

struct reader {
    const struct json *json;
    struct arena **arena;
    struct findings *findings;       /* NULL: read silently */
    const struct document *document; /* languages and assets to refer to; NULL for settings */
    size_t errors;                   /* added through this reader */
    size_t forgiven_errors;          /* of those, what leaves out an item or asset, not the whole */
    size_t forgiven_faults;          /* and as many of the JSON's faults */
    bool no_memory;
    unsigned near_lookups; /* looking for near names is dear; a hostile document gets few */
    /* Of the drawn texts read so far: languages that any map has, and that all maps have. */
    uint32_t languages, common_languages;
};

enum { SPOT_BYTES = 512, QUOTE_BYTES = 64 };

/* Writes the JSON pointer (RFC 6901) of `spot`, cut where it is longer than `size` allows. */
void spot_write(const struct spot *spot, char *path, size_t size);

/* The spot of a member, named as in the text. Names with escapes are decoded into the arena. */
struct spot reader_member_spot(struct reader *reader, const struct spot *up, uint32_t key);

void reader_error(struct reader *reader, const struct spot *spot, const char *code,
                  const char *hint, const char *format, ...) __attribute__((format(printf, 5, 6)));
void reader_warning(struct reader *reader, const struct spot *spot, const char *code,
                    const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

void reader_note(struct reader *reader, const struct spot *spot, const char *code, const char *hint,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Counts an error that needs no words: what it follows from has been reported. */
void reader_error_follows(struct reader *reader);

/* A string as a message may quote it: at most QUOTE_BYTES - 1 bytes, "…" where it was longer. */
const char *reader_quote(const char *text, size_t size, char quote[static QUOTE_BYTES]);

/* `did you mean "x"?` for the nearest of the names, in `hint`; or `otherwise` (may be NULL). */
const char *reader_near(struct reader *reader, const char *name, size_t size,
                        const char *const *names, size_t count, char hint[static SPOT_BYTES],
                        const char *otherwise);

/* Copies into the arena; sets no_memory and returns NULL where there is none. */
const char *reader_copy(struct reader *reader, const char *text, size_t size);
void *reader_take(struct reader *reader, size_t count, size_t size);

/* Notes that what was wrong within `token`, and the errors since there were `errors` of them, leave
 * out this value alone. */
void reader_forgive(struct reader *reader, uint32_t token, size_t errors);

/* Reports every duplicate key and overlong string within `token`. */
void reader_report_faults(struct reader *reader, uint32_t token, const struct spot *spot);
