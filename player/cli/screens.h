/* The kinds of screens that an office's slides are drawn for. */
#pragma once

#include "ipc/job.h"
#include "playlist/site.h"

/* The upright size of this office's slides: its viewport, or its screen's size, turned as the
 * screen is; 1920 × 1080 where the settings do not say. */
struct job_screen screens_of_site(const struct site *site);

/* The same as its slides stand there at some time from `now` on: above the strip of the document's
 * ticker, where it has one for this office (cli/ticker.h). */
struct job_screen screens_of_slides(const struct document *document, const struct site *site,
                                    int64_t now);
