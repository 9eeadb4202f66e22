/* What `bangtin status` and a monitoring system read: sync.json and metrics.prom (the text format
 * of Prometheus, for node_exporter's textfile collector) in the run directory, which is in memory.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct sync;

struct health {
    char directory[4096]; /* empty: nothing is written */
    bool is_due;          /* something has changed */
    int64_t written_at;   /* monotonic */
};

/* Says that something has changed. */
void health_change(struct health *health);

/* Writes both files where it is time (at most once a second). Returns when it wants to be called
 * again: monotonic; INT64_MAX: when something changes. */
int64_t health_move(struct sync *sync, int64_t now);
