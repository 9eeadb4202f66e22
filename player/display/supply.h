/* Where slides come from: one worker, one job at a time, started when there is work, replaced when
 * it dies or hangs, sent away when there is none. */
#pragma once

#include <poll.h>
#include <stdint.h>

#include "ipc/job.h"
#include "ipc/pixels.h"
#include "ipc/worker.h"

enum {
    SUPPLY_POLL_MAX = 3,
    SUPPLY_RETIRE_JOBS = 400 /* no leak in any library can grow beyond that */
};
#define SUPPLY_JOB_LIMIT (15 * INT64_C(1000000)) /* a worker that takes longer hangs */
#define SUPPLY_IDLE_LIMIT (5 * INT64_C(1000000)) /* then it leaves */
#define SUPPLY_BACKOFF_MIN (INT64_C(100000))
#define SUPPLY_BACKOFF_MAX (10 * INT64_C(1000000))

enum supply_outcome {
    SUPPLY_NOTHING,
    SUPPLY_PICTURE, /* the job is done: `pixels` and `answer` */
    SUPPLY_REFUSED, /* the worker says it cannot: `answer` */
    SUPPLY_LOST     /* the worker died, hung or wrote rubbish over this job */
};

struct supply {
    struct worker_process worker;
    uint64_t missing_fonts; /* of which the log was told: a worker is started after each rest */
    bool busy;
    bool waiting;           /* the job is not sent yet: the worker could not be started */
    struct job job;         /* while busy */
    uint64_t number;        /* of the job */
    uint32_t width, height; /* what its pixels must measure */
    bool is_at_most;        /* they may be smaller; set behind supply_request */
    int64_t deadline;       /* busy: hung then. Waiting: try again then. Else: idle until then */
    unsigned losses;        /* workers lost in a row, without an answer between */
    int64_t not_before;     /* no worker is started earlier */
    unsigned jobs;          /* done by this worker */
    unsigned restarts;
};

#define SUPPLY_NONE ((struct supply){.worker = WORKER_PROCESS_NONE})

/* Starts a worker ahead of its first job, so that it loads while the screen opens. */
void supply_warm_up(struct supply *supply, int64_t now);

/* Takes `job` over and asks for it; `width` × `height` is what the pixels must measure. Not while
 * busy. */
void supply_request(struct supply *supply, struct job *job, uint64_t number, uint32_t width,
                    uint32_t height, int64_t now);

/* Forgets the running job: its answer will not be looked at. The worker is ended if it is at it,
 * since nobody can know for how long. */
void supply_cancel(struct supply *supply, int64_t now);

/* What to poll; returns how many. */
size_t supply_poll(const struct supply *supply, struct pollfd fds[SUPPLY_POLL_MAX]);

/* When to call supply_step though nothing became ready; INT64_MAX: never. Monotonic. */
int64_t supply_next(const struct supply *supply);

/* Looks at what happened. With SUPPLY_PICTURE *ret_pixels is the caller's (mapped, checked). With
 * the other outcomes of a job it is over and `ret_answer` holds a reason. */
enum supply_outcome supply_step(struct supply *supply, int64_t now, struct pixels *ret_pixels,
                                struct job_answer *ret_answer);

void supply_finish(struct supply *supply);
