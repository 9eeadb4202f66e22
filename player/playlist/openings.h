/* Which dayparts of a document are open at one moment, each of them worked out once. */
#pragma once

#include "base/clock.h"
#include "base/zone.h"
#include "playlist/document.h"

enum { OPENINGS_WORDS = (LIMIT_DAYPARTS + 63) / 64 };

/* A plain value for one call: it refers to the document and the zone. */
struct openings {
    const struct document *document;
    const struct zone *zone;
    enum clock_rung clock;
    int64_t now;
    int64_t
        until; /* of all dayparts asked about: the first instant at which one may be otherwise */
    uint64_t known[OPENINGS_WORDS], open[OPENINGS_WORDS]; /* a bit for each daypart */
};

/* `zone` may be NULL: UTC. */
void openings_init(struct openings *openings, const struct document *document,
                   const struct zone *zone, enum clock_rung clock, int64_t now);

/* Whether any of the dayparts named is open; without names, yes. On CLOCK_FLOOR the time of the
 * day is not known: all are. */
bool openings_has(struct openings *openings, const struct name_list *names);

/* Until when at least one of them stays open, where one is now; looked for up to `limit`, which is
 * returned where they stay open beyond it. */
int64_t openings_end(const struct openings *openings, const struct name_list *names, int64_t limit);
