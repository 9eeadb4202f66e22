/* The contact sheet of a preview: one HTML page that needs nothing but the PNGs beside it, to look
 * at, to print, to send round for approval. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/zone.h"
#include "ipc/job.h"
#include "playlist/document.h"
#include "playlist/site.h"

struct sheet_picture {
    const char *file; /* relative to the page; NULL: not drawn */
    const char *alt;  /* what can be read on it */
};

/* One item's picture, or its pages' on a small board; also one that could not be made. Strings are
 * owned by the caller. */
struct sheet_entry {
    const struct item *item;
    const char *language; /* NULL: none to tell apart */
    unsigned number;      /* of the item in the document, from 1 */
    unsigned page_count;  /* 1 … */
    struct sheet_picture pages[JOB_PAGES_MAX];
    int64_t needs[JOB_PAGES_MAX]; /* of the pages: ipc/pages.h */
    const char *note;             /* what is wrong, translated; or NULL */
};

struct sheet_size {
    uint32_t width, height;
    const struct sheet_entry *entries; /* in the document's order */
    size_t count;
};

/* An item that is not drawn at all. */
struct sheet_absent {
    const struct item *item;
    unsigned number;
    const char *reason; /* translated */
};

struct sheet {
    const struct document *document;
    const struct site *site;
    const struct zone *zone; /* for the date */
    int64_t now;
    const struct sheet_size *sizes;
    size_t size_count;
    const struct sheet_absent *absent;
    size_t absent_count;
};

void sheet_write(FILE *out, const struct sheet *sheet);
