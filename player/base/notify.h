/* What this process tells whoever supervises it: that it is up, and that it is well. The protocol
 * is sd_notify(3)'s, "Notes": one datagram of NAME=VALUE lines to $NOTIFY_SOCKET. It is stable and
 * this small, so that no library is linked for it. Without a supervisor all of this does nothing.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct notify {
    int fd;        /* -1: nobody listens */
    bool is_ready; /* said so */
    int64_t every; /* microseconds between two signs of life; 0: nobody waits for them */
    int64_t due;   /* monotonic: not before */
};

#define NOTIFY_NONE ((struct notify){.fd = -1})

/* Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. Signs of life are due twice within the time
 * that the supervisor allows, as sd_watchdog_enabled(3) advises. The variables stay: a program that
 * begins anew by exec is still the one supervised; children are not, nobody listens to them. */
void notify_open(struct notify *notify);
void notify_close(struct notify *notify);

/* Says once that it is up. */
void notify_ready(struct notify *notify);

/* A sign of life, sent where one is due at `now` (monotonic). Call it only where all is well. */
void notify_alive(struct notify *notify, int64_t now);

/* When the next sign of life is due; monotonic; INT64_MAX: nobody waits for one. */
int64_t notify_next(const struct notify *notify);
