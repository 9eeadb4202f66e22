#include "display/feeder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/place.h"

enum { EXIT_MACHINE = 3, END_PATIENCE = 2000 /* ms */, ARGUMENTS_MAX = 10 };

/* Between fork and exec: only calls that are safe there. */
static void become(const char *path, char *const arguments[], pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(0); /* it has died meanwhile */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0)
        _exit(127);
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
    execv(path, arguments);
    _exit(127);
}

static size_t add_option(const char **arguments, size_t count, const char *name, const char *value)
{
    if (!value)
        return count;
    arguments[count++] = name;
    arguments[count++] = value;
    return count;
}

/* Starts it. 0 or -errno. */
static int start(struct feeder *feeder)
{
    char path[PATH_MAX];
    const char *arguments[ARGUMENTS_MAX] = {"bangtin-sync"};
    int result = place_helper("bangtin-sync", path, sizeof path);
    if (result < 0)
        return result;
    size_t count = add_option(arguments, 1, "--site", feeder->site);
    count = add_option(arguments, count, "--store", feeder->store);
    count = add_option(arguments, count, "--run", feeder->run);
    add_option(arguments, count, "--log-level", feeder->log_level);
    char *words[ARGUMENTS_MAX];
    memcpy(words, arguments, sizeof words); /* execv takes them without changing them */
    pid_t parent = getpid(), pid = fork();
    if (pid < 0)
        return -errno;
    if (pid == 0)
        become(path, words, parent);
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (pidfd < 0) {
        result = -errno;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        return result;
    }
    feeder->pid = pid;
    feeder->pidfd = pidfd;
    return 0;
}

int64_t feeder_pause(int64_t last, int64_t life, int status)
{
    int64_t least = status == EXIT_MACHINE ? FEEDER_PAUSE_MACHINE : FEEDER_PAUSE_MIN;
    int64_t pause = life >= FEEDER_LIFE ? 0 : 2 * last;
    if (pause < least)
        return least;
    return pause < FEEDER_PAUSE_MAX ? pause : FEEDER_PAUSE_MAX;
}

/* It has ended, or could not be started: the next start is put off. */
static void put_off(struct feeder *feeder, int64_t now, int64_t life, int status)
{
    feeder->pause = feeder_pause(feeder->pause, life, status);
    feeder->start_at = now + feeder->pause;
}

static void forget(struct feeder *feeder)
{
    close(feeder->pidfd);
    feeder->pidfd = -1;
    feeder->pid = 0;
}

/* Takes leave of it where it has ended. */
static void look_after(struct feeder *feeder, int64_t now)
{
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)feeder->pid, &info, WEXITED | WNOHANG) < 0 || info.si_pid == 0)
        return;
    bool left = info.si_code == CLD_EXITED;
    forget(feeder);
    put_off(feeder, now, now - feeder->started, left ? info.si_status : -1);
    log_warning("bangtin-sync has ended (%s %d); it is started again in %.0f s; the screen goes on",
                left ? "status" : "signal", info.si_status, (double)feeder->pause / 1e6);
}

void feeder_step(struct feeder *feeder, int64_t now)
{
    if (feeder->pid) {
        look_after(feeder, now);
        return;
    }
    if (now < feeder->start_at)
        return;
    int result = start(feeder);
    feeder->started = now;
    if (result == 0)
        return;
    put_off(feeder, now, 0, EXIT_MACHINE);
    log_error("cannot start bangtin-sync: %s; again in %.0f s", strerror(-result),
              (double)feeder->pause / 1e6);
}

int64_t feeder_next(const struct feeder *feeder)
{
    return feeder->pid ? INT64_MAX : feeder->start_at;
}

void feeder_dismiss(struct feeder *feeder)
{
    if (feeder->pid)
        kill(feeder->pid, SIGTERM);
}

void feeder_finish(struct feeder *feeder)
{
    if (!feeder->pid)
        return;
    struct pollfd ended = {.fd = feeder->pidfd, .events = POLLIN};
    feeder_dismiss(feeder);
    while (poll(&ended, 1, END_PATIENCE) < 0 && errno == EINTR)
        continue;
    if (waitpid(feeder->pid, NULL, WNOHANG) == 0) {
        log_warning("bangtin-sync does not end; it is killed");
        kill(feeder->pid, SIGKILL);
        poll(&ended, 1, END_PATIENCE / 10);
        waitpid(feeder->pid, NULL, WNOHANG);
    }
    forget(feeder);
    feeder->start_at = INT64_MAX;
}
