/* `preview --at`: what can be on the screen at one instant. */
#pragma once

#include "playlist/choice.h"

struct preview_at;

/* The moment `now` of the document for the office, a clock that is right. NULL without memory. All
 * must outlive it. */
struct preview_at *preview_at_create(const struct document *document, const struct site *site,
                                     const struct zone *zone, int64_t now);
void preview_at_destroy(struct preview_at *at); /* NULL is fine */

/* Why the item is not on then, in words; NULL where it is, in turn with others. */
const char *preview_at_absence(const struct preview_at *at, const struct item *item);

/* Whether the line of the ticker goes by then. */
bool preview_at_has_line(const struct preview_at *at, const struct ticker_line *line);

/* The alert that takes the whole screen then, or NULL. */
const struct alert *preview_at_alert(const struct preview_at *at);
