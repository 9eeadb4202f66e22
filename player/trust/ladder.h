/* The clock ladder (docs/playlist.md, "Wrong clocks"): what time it is, and how well that is known.
 * Pure: the readings are parameters. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* A system's clock that is further above the floor is not believed: no screen is off for so long,
 * and by a date far ahead everything would have expired at once. */
#define LADDER_AHEAD (INT64_C(400) * 86400 * CLOCK_SECOND)

/* A clock that is less below the floor is believed: `generated` is written by an office's own
 * clock, which may be fast, and a Date is one of whole seconds that was on its way for a while. */
#define LADDER_SLACK (INT64_C(900) * CLOCK_SECOND)

struct ladder {
    int64_t floor;    /* microseconds since 1970: the time is not below this; see ladder_raise */
    int64_t floor_at; /* monotonic, when it was that: the floor advances with uptime */
    bool has_server;  /* a Date came over HTTPS in this run */
    int64_t server, server_at; /* what it said, and when (monotonic) */
};

struct ladder_time {
    enum clock_rung rung;
    int64_t now; /* microseconds since 1970 */
};

/* Raises the floor to `instant` (build time, last trusted time from the disk, `generated` of a
 * verified document); one below what the floor has become with uptime changes nothing. `monotonic`
 * is now. */
void ladder_raise(struct ladder *ladder, int64_t instant, int64_t monotonic);

/* Takes an HTTPS answer's Date. It never raises the floor. */
void ladder_hear(struct ladder *ladder, int64_t date, int64_t monotonic);

/* The time: by the system's clock `wall` where `system` is CLOCK_TRUSTED and it is not below the
 * floor (by more than LADDER_SLACK) and at most LADDER_AHEAD above it; else by the server where it
 * is not below the floor (the same); else the floor, advanced with uptime. A clock is held against
 * the floor as it was raised, not as it has advanced: a counter that runs a little fast would
 * otherwise put a right clock below it. */
struct ladder_time ladder_now(const struct ladder *ladder, enum clock_rung system, int64_t wall,
                              int64_t monotonic);
