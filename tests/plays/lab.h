/* A log in a directory of its own, and rows for it: one play each LAB_STEP, LAB_ITEMS items in
 * turn. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "plays/ledger.h"

#define LAB_START INT64_C(1767225600000) /* 2026-01-01T00:00:00Z */

enum {
    LAB_STEP = 15000, /* milliseconds */
    LAB_SHOWN = 14900,
    LAB_ITEMS = 12,
    LAB_WIDTH = 16,
    LAB_HEIGHT = 9,
    LAB_PATH = 64
};

struct lab {
    char directory[32], path[LAB_PATH];
    struct ledger *ledger;
    const char *prefix, *note;
    enum clock_rung clock; /* of the rows that are written */
    int64_t later;         /* milliseconds, that their clock is ahead */
    int64_t next;          /* behind the newest row */
    bool has_thumbnails;
    unsigned char thumbnail[LAB_WIDTH * LAB_HEIGHT * 3];
};

int lab_open(struct lab *lab);
void lab_close(struct lab *lab);
void lab_empty(struct lab *lab); /* closes and removes it */
void lab_begin(struct lab *lab); /* with an empty log */
void lab_pause(struct lab *lab); /* closes it */
void lab_go_on(struct lab *lab);

/* The item of row n; strings hold until the next call. */
struct play_item lab_item(struct lab *lab, int64_t n);

/* Writes the rows first … first + count - 1 as one batch. */
void lab_write(struct lab *lab, int64_t first, size_t count);
int lab_try(struct lab *lab, int64_t first, size_t count); /* what ledger_write returns */

struct lab_rows {
    int64_t count, shown;
    struct play_row first, last;
};

struct lab_rows lab_read(const char *path, int64_t from, int64_t to);
