#include "base/clock.h"

#include <stdbool.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#ifndef BANGTIN_BUILD_TIME
#error "BANGTIN_BUILD_TIME (seconds since 1970) comes from meson.build"
#endif

static int64_t read_clock(clockid_t id)
{
    struct timespec time;
    clock_gettime(id, &time);
    return (int64_t)time.tv_sec * CLOCK_SECOND + time.tv_nsec / 1000;
}

int64_t clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t clock_wall(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_cpu(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static bool is_synchronised(void)
{
    /* timesyncd's file says so at once; the kernel's flag is the fallback for other daemons
     * (systemd-time-wait-sync(8)). */
    if (access("/run/systemd/timesync/synchronized", F_OK) == 0)
        return true;
    struct timex state = {.modes = 0};
    int result = adjtimex(&state);
    return result >= 0 && result != TIME_ERROR;
}

enum clock_rung clock_rung(int64_t floor)
{
    if (is_synchronised())
        return CLOCK_TRUSTED;
    if (access("/sys/class/rtc/rtc0", F_OK) == 0 && clock_wall() >= floor)
        return CLOCK_TRUSTED;
    return CLOCK_FLOOR;
}

int64_t clock_build_time(void)
{
    return BANGTIN_BUILD_TIME * CLOCK_SECOND;
}
