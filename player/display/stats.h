/* What happened on the screen, for `--stats` and the tests (bangtin(1), play). */
#pragma once

#include <stdint.h>

struct stats {
    int64_t first_picture; /* microseconds from the start of `bangtin`; -1: none yet */
    uint64_t frames;       /* presented */
    uint64_t missed_vblanks;
    uint64_t ticker_frames; /* presented for the ticker alone */
    uint64_t ticker_late;   /* that came more than a frame late */
    uint64_t items_shown;
    uint64_t holds;
    uint64_t late_items; /* were not ready when their time came */
    uint64_t worker_restarts;
    uint64_t peak_texture_bytes;
};

#define STATS_NONE ((struct stats){.first_picture = -1})

/* Writes them as one JSON object, replacing `path`. Returns 0 or -errno. */
int stats_write(const struct stats *stats, const char *path);
