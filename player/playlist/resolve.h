/* One item for one language and site: text maps become strings, variables their values. */
#pragma once

#include "playlist/document.h"
#include "playlist/site.h"

struct resolution {
    char *json;    /* the item as one JSON object, texts resolved, NFC left to `render`; owned */
    char *missing; /* where json is NULL: the variable without a value ("phone"); owned */
};

/* Resolves `item` for `language` (one of the document's; NULL: the item's own first choice for the
 * site). Only what draws is kept: scheduling and report fields go, and fields that this program
 * does not know. Returns 0; or -ENODATA and `missing`, also where the variable's value breaks the
 * rule of its field (no URL, no phone number); or, *ret untouched, -EINVAL (the item is faulty),
 * -EMSGSIZE (filled in, a text is longer than 16 KiB) or -ENOMEM. `site` is an effective one. */
int item_resolve(const struct document *document, const struct item *item, const char *language,
                 const struct site *site, struct resolution *ret);
void resolution_finish(struct resolution *resolution);

/* The languages in which `site` shows `item`, as a bit set over document->languages, never 0 where
 * the document has a language: the site's own that the item has; with none in common, or for an
 * item without text, the first that it has. */
uint32_t item_languages(const struct document *document, const struct item *item,
                        const struct site *site);

/* The language behind `after` (an index into document->languages; SIZE_MAX: the first of all) in
 * which `site` shows `item`, in the site's own order. False where there is none. */
bool item_next_language(const struct document *document, const struct item *item,
                        const struct site *site, size_t after, size_t *ret_language);

/* The same for any text that has the languages `has` (0: does not depend on it), as an alert or a
 * line of the ticker. */
uint32_t languages_shown(const struct document *document, uint32_t has, const struct site *site);
bool languages_next(const struct document *document, uint32_t has, const struct site *site,
                    size_t after, size_t *ret_language);

/* Resolves one text (a JSON string or language map, `json_size` bytes) the same way. Returns a
 * fresh string or NULL (no value for a variable, no memory). */
char *text_resolve(const struct document *document, const char *json, size_t json_size,
                   const char *language, const struct site *site);
