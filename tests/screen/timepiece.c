/* Preloaded into a process: the wall clock is ahead of the machine's by as many microseconds as the
 * file TIMEPIECE holds (eight bytes, in the machine's own order), and it is synchronised. Whoever
 * writes another number there sets the clock. Only for tests. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
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

int adjtimex(struct timex *state)
{
    (void)state;
    return TIME_OK;
}
