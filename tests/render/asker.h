/* Asks a real worker for pictures, as the screen process does: for tests and for developers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ipc/pixels.h"
#include "ipc/worker.h"

struct asker {
    struct worker_process worker;
    uint64_t jobs;
};

/* Starts a worker. Returns 0 or a negative errno. */
int asker_start(struct asker *asker);
void asker_stop(struct asker *asker);

/* A file that a job names: {"assets":{NAME:{"fd":…}}}. */
struct asker_file {
    const char *name, *path;
};

/* Sends `job` (the text of a JSON object without its number) with the files and waits for the
 * answer. Returns 0: *ret_answer is its text (fresh), *ret the pixels where it says "ok" (else
 * PIXELS_NONE). Otherwise a negative errno: the worker has died, or does not answer in 30 s. */
int asker_ask(struct asker *asker, const char *job, const struct asker_file *files, size_t count,
              char **ret_answer, struct pixels *ret);
