/* The text mirror of a preview: an HTML page with all that the loop says, in words. For a website,
 * for whoever hears the screen instead of seeing it, and for search. One file without scripts and
 * pictures: headings, links, lists and tables (HTML Living Standard; WCAG 2.1). */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/preview_at.h"
#include "playlist/document.h"
#include "playlist/site.h"

/* An item in one of its languages. */
struct mirror_entry {
    const struct item *item;
    const char *language; /* one of the document's */
};

struct mirror {
    const struct document *document;
    const struct site *site; /* effective */
    int64_t now;             /* alerts and lines of the ticker that are in force then are told */
    const struct mirror_entry *entries; /* in the document's order */
    size_t count;
    const struct preview_at *at; /* of the ticker only the lines that go by then; or NULL */
};

/* A language's items stand together, the language of the first entry first. What nobody has put
 * into words, as a picture without `alt` and caption, is left out. */
void mirror_write(FILE *out, const struct mirror *mirror);
