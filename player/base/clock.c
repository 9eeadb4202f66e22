#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/timerfd.h>
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

int64_t clock_boot(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

int64_t clock_wall(void)
{
    return read_clock(CLOCK_REALTIME);
}

int clock_open_steps(void)
{
    /* It never expires; it is cancelled when the clock is set (timerfd_create(2)), each time. */
    const struct itimerspec never = {.it_value.tv_sec = INT64_C(9000000000)};
    int fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (fd < 0)
        return -errno;
    if (timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

void clock_read_steps(int fd)
{
    uint64_t count;
    while (fd >= 0 && read(fd, &count, sizeof count) < 0 && errno == ECANCELED)
        continue;
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

bool clock_was_kept(const char *path, int64_t floor)
{
    char text[32];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    text[size > 0 ? size : 0] = '\0';
    char *end;
    long long seconds = strtoll(text, &end, 10);
    return end > text && seconds > 0 && seconds <= INT64_MAX / CLOCK_SECOND &&
           seconds * CLOCK_SECOND >= floor;
}

enum clock_rung clock_rung(int64_t floor)
{
    static const char hardware[] = "/sys/class/rtc/rtc0/since_epoch";
    if (is_synchronised())
        return CLOCK_TRUSTED;
    if (access(hardware, R_OK) == 0 && clock_wall() >= floor && clock_was_kept(hardware, floor))
        return CLOCK_TRUSTED;
    return CLOCK_FLOOR;
}

int64_t clock_build_time(void)
{
    return BANGTIN_BUILD_TIME * CLOCK_SECOND;
}
