/* A bar that shows how far long work has come: on a terminal only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool is_shown;
    size_t total; /* things, or bytes */
};

/* Begins, without drawing yet. Nothing is ever drawn where standard error is no terminal. */
void progress_init(struct progress *progress, size_t total);

/* Shows that `done` of the total are done, `name` being the last. */
void progress_show(struct progress *progress, size_t done, const char *name);

/* The same for work that is counted in bytes; shown in megabytes ("3.1/45.0 MB"). */
void progress_init_bytes(struct progress *progress, int64_t total);
void progress_show_bytes(struct progress *progress, int64_t done, const char *name);

/* Takes the bar away, so that messages stand on a clean line; the next progress_show redraws. */
void progress_clear(struct progress *progress);
