/* What a preview draws: which items, in which languages, on which screens; and what it leaves out.
 */
#pragma once

#include <stdint.h>

#include "base/zone.h"
#include "cli/drawer.h"
#include "cli/preview_at.h"
#include "cli/sheet.h"

enum { PREVIEW_SIZES_MAX = 16 };

struct preview_plan {
    const struct document *document;
    const struct site *site; /* effective */
    const struct zone *zone;
    int64_t now;
    const struct preview_at *at; /* only what is on then; or NULL */
    const char *only_item;       /* its id: also what would not be shown; or NULL */
    const char *only_language;   /* or NULL */
    struct job_screen sizes[PREVIEW_SIZES_MAX];
    size_t size_count;

    /* Filled by preview_plan_make: for each size one picture after the other, all sizes alike. */
    struct drawer_task *tasks;
    struct sheet_entry *entries; /* of the same index; files, alts and notes are owned here */
    size_t count;                /* a multiple of size_count */

    /* Filled by preview_plan_add_pages: the pages after the first, of items that have several. */
    struct drawer_task *page_tasks; /* screen.page says which */
    size_t *page_entries;           /* of the same index: whose page it is */
    size_t page_count;
    struct sheet_absent *absent; /* reasons are owned here */
    size_t absent_count;
};

/* Makes the plan from the fields above. Returns 0 or -ENOMEM. */
int preview_plan_make(struct preview_plan *plan);

/* Plans the pages that the first drawings have told of: those of the entries whose page_count is
 * more than one and whose first page is there. Files are named anew, that of the first page too.
 * Returns 0 or -ENOMEM. */
int preview_plan_add_pages(struct preview_plan *plan);

/* The file that the first page of the entry had before that. */
void preview_plan_whole_name(const struct sheet_entry *entry, char *out, size_t size);

/* Replaces an entry's text by a copy. `text` may be NULL. */
void preview_plan_set(const char **field, const char *text);
void preview_plan_finish(struct preview_plan *plan);
