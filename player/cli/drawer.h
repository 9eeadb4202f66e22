/* Has many items drawn, by several workers at once, and outlives what brings a worker down. */
#pragma once

#include <stdbool.h>

#include "cli/drawing.h"
#include "ipc/job.h"
#include "playlist/document.h"
#include "playlist/site.h"

struct drawer_task {
    const struct item *item;   /* or NULL: */
    const struct asset *asset; /* this picture alone */
    const char *language;      /* of the item; NULL: its first */
    const struct site *site;   /* an effective one */
    struct job_screen screen;  /* rotate is 0 */
};

struct drawer_run {
    const struct document *document;
    int directory; /* the document's */
    const struct drawer_task *tasks;
    size_t count;
    bool skips_repeated; /* what would give the same picture again is DRAWING_REPEATED */
    /* Called once for every task, as they come; not in order. */
    void (*done)(void *context, size_t index, const struct drawing *drawing);
    void *context;
};

/* Draws all of them. Returns 0, or a negative errno where no worker can be started at all. */
int drawer_run(const struct drawer_run *run);
