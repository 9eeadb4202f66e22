/* Pictures of the alerts and of the ticker's lines in a preview: alert-NNN.png and
 * ticker-NNN.png beside the items', in the folder of each size. */
#pragma once

#include <stdint.h>

#include "cli/outdir.h"
#include "ipc/job.h"

struct preview_alerts {
    const struct document *document;
    int directory; /* the document's */
    const struct site *site;
    const struct job_screen *sizes;
    const int *folders; /* one a size, open */
    size_t size_count;
    int64_t now;
    bool is_instant; /* only what is in force at `now`; else also what is to come */
    struct outdir *outdir;
};

/* Draws them. Returns 0, or -errno where nothing can be drawn or written. */
int preview_alerts_draw(const struct preview_alerts *preview);
