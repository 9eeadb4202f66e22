/* `bangtin-sync` beside the screen: started once there is a picture, started again when it ends,
 * with growing pauses, told to end with us. Whatever it does, the screen goes on. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct feeder {
    const char *site, *store, *run; /* its options */
    const char *log_level;          /* NULL: its own */
    pid_t pid;                      /* 0: not running */
    int pidfd;                      /* readable when it has ended; -1: none */
    int64_t started;                /* monotonic */
    int64_t start_at; /* when it is started, where it does not run; INT64_MAX: never */
    int64_t pause;    /* the last one */
};

#define FEEDER_NONE ((struct feeder){.pidfd = -1, .start_at = INT64_MAX})

/* The pauses between two starts, in microseconds. */
#define FEEDER_PAUSE_MIN INT64_C(1000000)
#define FEEDER_PAUSE_MAX (300 * INT64_C(1000000))
/* A pause after the machine was at fault (exit status 3): mostly another one has the store. */
#define FEEDER_PAUSE_MACHINE (30 * INT64_C(1000000))
/* Who lived for so long begins with the shortest pause again. */
#define FEEDER_LIFE (60 * INT64_C(1000000))

/* The pause after one that lived for `life` and ended with `status` (of waitid: 0 … 255 where it
 * left by itself, else -1), when the pause before was `last` (0: none). Pure. */
int64_t feeder_pause(int64_t last, int64_t life, int status);

/* Starts it when it is time, and notices its end. `now` is monotonic. */
void feeder_step(struct feeder *feeder, int64_t now);

/* When feeder_step has something to do though `pidfd` is not ready; INT64_MAX: never. */
int64_t feeder_next(const struct feeder *feeder);

/* Tells it to end. */
void feeder_dismiss(struct feeder *feeder);

/* Waits for its end, two seconds at most, then ends it. Fine on FEEDER_NONE. */
void feeder_finish(struct feeder *feeder);
