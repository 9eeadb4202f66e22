/* What people call an item, for a report: its own first words, and its notes for that purpose. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "playlist/document.h"
#include "playlist/site.h"

/* The item's name, title, text or caption (the first of them that it has), or the description of
 * its picture, in `language` (NULL: its own first), variables filled in for the effective `site`.
 * Its id where there is none, or a variable has no value. Cut to `size` between two characters,
 * line ends turned into spaces. */
void item_title(const struct document *document, const struct item *item, const char *language,
                const struct site *site, char *out, size_t size);

/* The item's "topic" or "audience", in the document's first language, so that a report groups alike
 * what was shown in several. False: it has none; `out` is empty then. */
bool item_note(const struct document *document, const struct item *item, const char *name,
               const struct site *site, char *out, size_t size);

/* What an alert says in its headline. */
void alert_title(const struct document *document, const struct alert *alert, const char *language,
                 const struct site *site, char *out, size_t size);
