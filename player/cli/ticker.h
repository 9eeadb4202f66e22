/* Which lines of the ticker an office's screen shows, and the room that its slides leave them. */
#pragma once

#include "cli/preview_at.h"
#include "ipc/job.h"

/* Whether its screen shows the line at some time from `now` on (microseconds since 1970): one that
 * is not over, is meant for it, and has words there. With `at`, only what is in force then. */
bool ticker_has_line(const struct document *document, const struct site *site, int64_t now,
                     const struct preview_at *at, const struct ticker_line *line);

/* Leaves the ticker its room at the foot of the screen, as the player does, where there is such a
 * line. What is there at times only is reckoned with: above the strip is the harder case. A warning
 * in a strip, which is there for some hours, is not. */
void ticker_leave_room(const struct document *document, const struct site *site, int64_t now,
                       const struct preview_at *at, struct job_screen *screen);
