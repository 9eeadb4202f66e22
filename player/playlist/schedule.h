/* Reading what says when: dayparts, schedule entries, the ticker's lines, alerts. */
#pragma once

#include "playlist/document.h"
#include "playlist/field.h"

/* Each reads one part of the document's top level into `document`; faults are reported. The
 * dayparts come first, the playlists before the schedule: they are referred to by name. */
void schedule_read_dayparts(struct reader *reader, uint32_t token, const struct spot *spot,
                            struct document *document);
void schedule_read_entries(struct reader *reader, uint32_t token, const struct spot *spot,
                           struct document *document);
void schedule_read_ticker(struct reader *reader, uint32_t token, const struct spot *spot,
                          struct document *document);
void schedule_read_alerts(struct reader *reader, uint32_t token, const struct spot *spot,
                          struct document *document);

/* Reports each of `names` (at /dayparts below `spot`) that is none of the document's dayparts. */
void schedule_check_dayparts(struct reader *reader, const struct name_list *names,
                             const struct spot *spot);
