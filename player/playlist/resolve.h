/* One item for one language and site: text maps become strings, variables their values. */
#pragma once

#include "playlist/document.h"
#include "playlist/site.h"

struct resolution {
    char *json;     /* the item as one JSON object, texts resolved, NFC left to `render`; owned */
    char *missing;  /* where json is NULL: the variable without a value ("phone"); owned */
};

/* Resolves `item` for `language` (one of the document's; NULL: the item's own first choice for the
 * site). Only what draws is kept: scheduling and report fields go. Returns 0, or -ENODATA and
 * `missing`, or -ENOMEM. `site` is an effective one. */
int item_resolve(const struct document *document, const struct item *item, const char *language,
                 const struct site *site, struct resolution *ret);
void resolution_finish(struct resolution *resolution);

/* The languages in which `site` shows `item`, as a bit set over document->languages, never 0 where
 * the document has a language: the site's own that the item has; with none in common, or for an
 * item without text, the first that it has. */
uint32_t item_languages(const struct document *document, const struct item *item,
                        const struct site *site);

/* Resolves one text (a JSON string or language map, `json_size` bytes) the same way. Returns a
 * fresh string or NULL (no value for a variable, no memory). */
char *text_resolve(const struct document *document, const char *json, size_t json_size,
                   const char *language, const struct site *site);
