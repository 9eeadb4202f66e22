/* The document that shows a folder of pictures, one after another. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct album_picture {
    const char *id;    /* of the item and of the asset */
    const char *href;  /* a file's name, in UTF-8 */
    const char *title; /* its alternative text, UTF-8 */
    const char *media_type;
    int64_t size;       /* -1: not known yet, a draft */
    const char *sha256; /* 64 hexadecimal digits; NULL: likewise */
};

struct album {
    const char *feed_id;
    const char *generated;                /* RFC 3339; NULL: a draft without a number and a date */
    const char *title;                    /* UTF-8 */
    const struct album_picture *pictures; /* in their order */
    size_t count;
};

/* Composes it: *ret is a fresh string with a NUL behind its *ret_size bytes. 0 or -ENOMEM. Equal
 * albums have equal bytes. */
int album_compose(const struct album *album, char **ret, size_t *ret_size);

enum { ALBUM_TITLE_BYTES = 200 };

/* A file's or folder's name (UTF-8) as a title, cut there: without its ending where it has one, and
 * with a blank for an underscore and for whatever may not stand in a text of a document; never
 * empty.
 */
void album_title(const char *name, bool has_ending, char out[ALBUM_TITLE_BYTES]);
