/* What is said of an item once although it holds on many screens: of the same remark about the same
 * thing only the gravest is kept. */
#pragma once

#include <stddef.h>

#include "playlist/document.h"

struct remark;

struct remarks {
    const struct document *document;
    struct remark **heads; /* a list for each item, and one for the document as a whole */
};

/* Returns 0 or -ENOMEM. */
int remarks_init(struct remarks *remarks, const struct document *document);
void remarks_finish(struct remarks *remarks); /* fine on all zeroes */

/* What a remark is about: `code` and `key` ("" where an item can have one such remark only) make it
 * the same as another one. `item` may be NULL: the document as a whole. */
struct remark_about {
    const struct item *item;
    const char *code; /* static */
    const char *key;
    enum severity severity;
    double gravity;   /* of two of the same severity the greater one is kept */
    const char *path; /* of the finding */
    const char *hint; /* or NULL */
};

/* Keeps the remark, unless a graver one is there. Without memory it is dropped. */
void remarks_add(struct remarks *remarks, const struct remark_about *about, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Whether there is a remark with this code on the item. */
bool remarks_have(const struct remarks *remarks, const struct item *item, const char *code);

/* Adds all of them to the findings, in the document's order. */
void remarks_tell(const struct remarks *remarks, struct findings *findings);
