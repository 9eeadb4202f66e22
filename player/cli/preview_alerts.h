/* Pictures of the alerts and of the ticker's lines in a preview: alert-NNN.png and
 * ticker-NNN.png beside the items', in the folder of each size. */
#pragma once

#include <stdint.h>

#include "cli/outdir.h"
#include "cli/preview_at.h"
#include "ipc/job.h"

struct preview_alerts {
    const struct document *document;
    int directory; /* the document's */
    const struct site *site;
    const struct job_screen *sizes;
    const int *folders; /* one a size, open */
    size_t size_count;
    int64_t now;
    const struct preview_at *at; /* only what is in force then; NULL: also what is to come */
    const char *only_language;   /* of what has several; or NULL */
    struct outdir *outdir;
};

/* Draws them. Returns 0, or -errno where nothing can be drawn or written. */
int preview_alerts_draw(const struct preview_alerts *preview);
