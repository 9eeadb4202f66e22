/* How far a publication has come, by bytes: the bar that all its steps share. */
#pragma once

#include <stdint.h>

#include "cli/progress.h"

struct publish_work {
    struct progress progress;
    int64_t total, done; /* bytes */
    const char *step;    /* translated: "reading" */
    const char *name;    /* what is being worked at; borrowed */
};

/* Begins a step of `total` bytes; `step`, a word in front of the names, is borrowed. */
void publish_work_begin(struct publish_work *work, const char *step, int64_t total);
void publish_work_name(struct publish_work *work, const char *name);
void publish_work_add(struct publish_work *work, int64_t bytes);

/* Takes the bar away. */
void publish_work_end(struct publish_work *work);
