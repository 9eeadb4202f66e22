/* The watcher's result as JSON. */
#pragma once

#include <stdint.h>

#include "tally.h"

struct report {
    uint64_t samples, late; /* late: more than half a millisecond after its time */
    int64_t latest;         /* microseconds */
    int64_t elapsed;
};

/* Counts one sample that was taken `late` microseconds after its time. */
void report_sample(struct report *report, int64_t late);

/* One JSON object on standard output. Times are in milliseconds but for `first`, microseconds of
 * the monotonic clock; medians and percentiles are those of all changes but the first. */
void report_print(const struct report *report, const struct tally *tally);
