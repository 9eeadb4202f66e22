/* The only reads of time. Everything else gets `now` as a parameter. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Integer microseconds everywhere: floating time loses frames after a day. */
#define CLOCK_SECOND INT64_C(1000000)

/* How well the wall clock is known, worst first (docs/playlist.md, "Wrong clocks"). */
enum clock_rung {
    CLOCK_FLOOR,  /* a lower bound of the time, not a time */
    CLOCK_SERVER, /* the Date of an HTTPS answer, for this run */
    CLOCK_TRUSTED /* NTP says synchronised, or a hardware clock not below the floor */
};

/* Microseconds since some fixed point; never jumps, does not run while suspended. */
int64_t clock_monotonic(void);

/* Microseconds since the machine was started, suspended or not. */
int64_t clock_boot(void);

/* Microseconds since 1970-01-01T00:00:00Z, as the system believes. May jump. */
int64_t clock_wall(void);

/* Opens a descriptor that becomes readable whenever somebody sets the wall clock: who sleeps until
 * an instant on it has to look again then. Or -errno. clock_read_steps makes it quiet again. */
int clock_open_steps(void);
void clock_read_steps(int fd); /* negative: does nothing */

/* CPU time of this process so far, in microseconds. */
int64_t clock_cpu(void);

/* The rung of this machine's clock: trusted if NTP has synchronised it, or if a hardware clock has
 * kept the time; not below `floor` (microseconds since 1970). */
enum clock_rung clock_rung(int64_t floor);

/* Whether the hardware clock that tells its seconds since 1970 in the file `path` (since_epoch,
 * Linux's Documentation/ABI/testing/sysfs-class-rtc) has run while the machine was off. One without
 * its battery, as in each Raspberry Pi 5 to begin with, begins in 1970, and the system's time is
 * then what somebody has written down at the last shutdown: plausible, and hours late. */
bool clock_was_kept(const char *path, int64_t floor);

/* The build's own time, microseconds since 1970: the lowest floor that there is. */
int64_t clock_build_time(void);
