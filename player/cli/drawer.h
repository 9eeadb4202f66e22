/* Has many items drawn, by several workers at once, and outlives what brings a worker down. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/drawing.h"
#include "ipc/job.h"
#include "playlist/document.h"
#include "playlist/site.h"

struct drawer_task {
    const struct item *item;        /* or NULL: */
    const struct asset *asset;      /* this picture alone; or NULL: */
    const struct alert *alert;      /* this alert, as its mode has it; or NULL: */
    const struct ticker_line *line; /* this line of the ticker */
    const char *language;           /* of the item; NULL: its first */
    const struct site *site;        /* an effective one */
    struct job_screen screen;       /* rotate is 0 */
};

struct drawer_run {
    const struct document *document;
    int directory; /* the document's */
    const struct drawer_task *tasks;
    size_t count;
    int64_t limit;       /* microseconds for one drawing; 0: a minute */
    bool skips_repeated; /* what would give the same picture again is DRAWING_REPEATED */
    /* Called once for every task, as they come; not in order. */
    void (*done)(void *context, size_t index, const struct drawing *drawing);
    void *context;
};

/* Draws all of them. Returns 0; -ECHILD where workers start but never answer; or another -errno
 * where none can be started. Then some tasks may not have been told of. */
int drawer_run(const struct drawer_run *run);
