/* Starting a worker process: sandboxed by itself, one channel, no other descriptor of ours. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

/* The SVG worker is needed by few pictures, and a sandboxed `bangtin-render` cannot start it: it
 * holds one end of a channel for it, we hold the other, and start `bangtin-svg` on it when the
 * first request waits there. */
struct worker_process {
    pid_t pid;     /* 0: none */
    int channel;   /* our end, non-blocking; -1: none */
    int pidfd;     /* becomes readable when it has ended; -1: none */
    int svg_end;   /* the end that the SVG worker will get; -1: none */
    pid_t svg_pid; /* 0: not running */
    int svg_pidfd;
};

#define WORKER_PROCESS_NONE                                                                        \
    ((struct worker_process){.channel = -1, .pidfd = -1, .svg_end = -1, .svg_pidfd = -1})

/* Starts `bangtin-render` with its end of a channel as descriptor 3, standard input from
 * /dev/null, and sends the hello with the fonts. It dies with us. `missing_fonts`: what the log was
 * told by the starts before, see fonts_open. Returns 0 or -errno; -EBUSY while too many of those
 * that were stopped have not gone. */
int worker_start(struct worker_process *ret, uint64_t *missing_fonts);

/* The descriptor to poll for reading beside `channel` and `pidfd`; when it is ready, call
 * worker_attend, which starts the SVG worker or notices its end. -1: none. */
int worker_attend_fd(const struct worker_process *worker);
void worker_attend(struct worker_process *worker);

/* Ends both now (SIGKILL), closes what is open, and never waits for long: what does not die,
 * because a disk does not answer it, is left behind and reaped later. Fine on WORKER_PROCESS_NONE.
 */
void worker_stop(struct worker_process *worker);
