/* Preloaded into a process: the wall clock is ahead of the machine's by as many microseconds as the
 * file TIMEPIECE holds (eight bytes, in the machine's own order), and it is synchronised, unless
 * TIMEPIECE_IS_WRONG is set: then nobody vouches for it until the file is there that it names.
 * Whoever writes another number into TIMEPIECE sets the clock. Only for tests. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead;

/* At once, since a worker may open nothing later on. */
__attribute__((constructor)) static void look(void)
{
    const char *path = getenv("TIMEPIECE");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *map = fd >= 0 ? mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (map == MAP_FAILED)
        abort();
    close(fd);
    ahead = map;
}

int clock_gettime(clockid_t id, struct timespec *ret)
{
    int result = (int)syscall(SYS_clock_gettime, id, ret);
    if (result == 0 && id == CLOCK_REALTIME && ahead) {
        int64_t microseconds = *ahead + ret->tv_nsec / 1000;
        int64_t seconds = microseconds / 1000000 - (microseconds % 1000000 < 0);
        ret->tv_sec += seconds;
        ret->tv_nsec = (microseconds - seconds * 1000000) * 1000;
    }
    return result;
}

/* Until the file that it names is there. */
static bool is_wrong(void)
{
    const char *path = getenv("TIMEPIECE_IS_WRONG");
    return path && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
}

int adjtimex(struct timex *state)
{
    (void)state;
    return is_wrong() ? TIME_ERROR : TIME_OK;
}

/* The other witnesses of a right clock on this machine. */
int access(const char *path, int mode)
{
    if (is_wrong() && (strncmp(path, "/run/systemd/timesync/", 22) == 0 ||
                       strncmp(path, "/sys/class/rtc/", 15) == 0)) {
        errno = ENOENT;
        return -1;
    }
    return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}
