/* The texts that stand outside of items, for one language and site: those of an alert, the lines of
 * the ticker. */
#pragma once

#include "playlist/document.h"
#include "playlist/site.h"

/* An alert's words; all owned, NULL where it has none. */
struct wording {
    char *headline;
    char *description, *instruction;
};

/* Resolves the alert's texts. What is said besides the headline is left out where a variable in it
 * has no value: half a warning is better than none. Returns 0, or, *ret untouched, -ENODATA (the
 * headline itself cannot be said) or -ENOMEM. `site` is an effective one. */
int wording_of_alert(const struct document *document, const struct alert *alert,
                     const char *language, const struct site *site, struct wording *ret);
void wording_finish(struct wording *wording); /* fine on zeroed memory */

/* The language behind `after` (an index into document->languages; SIZE_MAX: the first of all) in
 * which `site` shows the text (a JSON string or language map), in the site's own order: those of
 * its languages that the text has; with none in common the text's first. False: there is none. */
bool wording_next_language(const struct document *document, const char *json, size_t json_size,
                           const struct site *site, size_t after, size_t *ret_language);

/* The same for an alert, by its headline. */
bool wording_next_alert_language(const struct document *document, const struct alert *alert,
                                 const struct site *site, size_t after, size_t *ret_language);
