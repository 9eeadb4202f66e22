/* When a feed is asked next: pure, so that a thousand players can be simulated in a second
 * (tests/sync). Random numbers come from a generator that is a plain value. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

#define PACE_BACKOFF_MAX (600 * CLOCK_SECOND)
#define PACE_SOON CLOCK_SECOND        /* never sooner again than this, but where a server waits */
#define PACE_WAIT_SECONDS 55          /* what Prefer: wait asks for (RFC 7240) */
#define PACE_HELD (10 * CLOCK_SECOND) /* an answer held so long comes from a server that waits */
#define PACE_START_MAX (30 * CLOCK_SECOND)

struct pace {
    int64_t interval;  /* microseconds, from the settings */
    unsigned failures; /* in a row */
    unsigned hasty;    /* answers in a row that claim to have waited and came at once */
    uint64_t random;   /* the generator's state; any seed will do */
};

/* How long to wait before the first request. Screens of a province come back together after a
 * power cut: one that has something to show takes its time, an empty one does not. */
int64_t pace_start(struct pace *pace, bool has_content);

/* How long to wait after an answer that came after `took` microseconds. `changed`: it brought
 * another document. `waited`: the server says that it honours Prefer: wait. A server that waits is
 * asked again at once, any other after the interval ± 20 %; after a change soon, since whether a
 * server waits shows only where nothing is new. */
int64_t pace_success(struct pace *pace, int64_t took, bool changed, bool waited);

/* How long to wait after a failure: full jitter, random(0, min(10 minutes, interval × 2^n)); not
 * less than `retry_after` seconds (0: the server asks for nothing), which then is spread by a tenth
 * so that all do not come back in the same second. */
int64_t pace_failure(struct pace *pace, int retry_after);
