/* Switching a television by CEC, the wire within HDMI: `cec-ctl` of v4l-utils is asked, once for
 * each adapter of this machine, one after another, as a child that is never waited for. Where it or
 * the adapters are not there, nothing happens. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum cec_wish { CEC_NOTHING, CEC_STANDBY, CEC_WAKE };

/* How long one adapter may take, in microseconds; a television that does not answer takes seconds.
 */
#define CEC_PATIENCE (10 * INT64_C(1000000))

struct cec {
    const char *devices; /* the directory of the adapters, cec0 and so on */
    enum cec_wish wish;  /* what the adapters are still to be told */
    unsigned next;       /* the first one that has not been told yet */
    pid_t pid;           /* 0: none runs */
    int pidfd;           /* readable when it has ended; -1: none */
    int64_t deadline;    /* monotonic: when it is ended */
    bool has_adapter;    /* of the last wish: there was one, and the tool */
    bool has_worked;     /* of the last wish: it was told to one at least */
    bool is_missed;      /* the tool is not there; said once */
};

#define CEC_IDLE ((struct cec){.devices = "/dev", .pidfd = -1})

/* Tells all adapters, from the first one; what was not told yet is not told any more. */
void cec_begin(struct cec *cec, enum cec_wish wish);

/* Takes leave of the child that has ended, or is overdue, and starts the next one. `now` is
 * monotonic. Call it after cec_begin, when `pidfd` is readable, and when cec_next has come. */
void cec_step(struct cec *cec, int64_t now);

/* When cec_step has something to do though nothing is readable; INT64_MAX: never. */
int64_t cec_next(const struct cec *cec);

/* Whether adapters are still being told. */
bool cec_is_busy(const struct cec *cec);

/* Ends what runs. Fine on CEC_IDLE. */
void cec_finish(struct cec *cec);
