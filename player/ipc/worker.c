#include "ipc/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/place.h"
#include "ipc/channel.h"
#include "ipc/fonts.h"
#include "ipc/theme.h"

enum {
    WORKER_CHANNEL = 3,
    HELLO_FONTS_MAX = 2048, /* bytes */
    LINGERING_MAX = 8,      /* more dead that do not go: no new worker until one has gone */
    END_PATIENCE = 200,     /* ms; what is killed has gone in two or three */
};

#define WORKER_OOM_SCORE "500" /* of 1000 */

/* Those that were killed and did not go at once: a process that waits for a disk dies only when the
 * disk answers. Waiting for it would stop whoever started it, so it is taken leave of later. The
 * children of a process are its own by nature, so this table is one a process. */
static pid_t lingering[LINGERING_MAX];

static const char svg_died[] = "{\"svg\":0,\"ok\":false,\"code\":\"picture\",\"message\":\"the "
                               "drawing brought its reader down\"}";

/* Where memory runs out a worker goes and the screen stays. Raising one's own score takes no
 * privilege (proc(5)); where it cannot be done, all are as they were. */
static void offer_to_oom_killer(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t written = write(fd, WORKER_OOM_SCORE, sizeof WORKER_OOM_SCORE - 1);
    (void)written;
    close(fd);
}

/* In the child, between fork and exec: only calls that are safe there. */
static void become_worker(const char *path, char *const arguments[], int channel)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    offer_to_oom_killer();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
        _exit(127);
    /* dup2 onto itself would leave FD_CLOEXEC set. */
    if (channel == WORKER_CHANNEL ? fcntl(channel, F_SETFD, 0) < 0
                                  : dup2(channel, WORKER_CHANNEL) < 0)
        _exit(127);
    int flags = fcntl(WORKER_CHANNEL, F_GETFL);
    fcntl(WORKER_CHANNEL, F_SETFL, flags & ~O_NONBLOCK); /* a worker may wait for its next job */
    syscall(SYS_close_range, WORKER_CHANNEL + 1, ~0U, 0);
    execv(path, arguments);
    _exit(127);
}

/* Starts `name` with `channel` as its descriptor 3. The caller still owns `channel`. */
static int start(const char *name, int channel, pid_t *ret_pid, int *ret_pidfd)
{
    char path[PATH_MAX], own_name[32];
    int result = place_helper(name, path, sizeof path);
    if (result < 0)
        return result;
    snprintf(own_name, sizeof own_name, "%s", name);
    char *const arguments[] = {own_name, NULL};
    pid_t pid = fork();
    if (pid < 0)
        return -errno;
    if (pid == 0)
        become_worker(path, arguments, channel);
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (pidfd < 0) {
        int error = errno;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        return -error;
    }
    *ret_pid = pid;
    *ret_pidfd = pidfd;
    return 0;
}

static int send_hello(int channel, int svg_channel, uint64_t *missing_fonts)
{
    char text[HELLO_FONTS_MAX + THEME_TEXT_MAX];
    int fds[CHANNEL_FDS_MAX] = {svg_channel};
    size_t fd_count = 1;
    int used = snprintf(text, sizeof text, "{\"hello\":1,\"svg\":0,\"fonts\":[");
    used +=
        fonts_open(text + used, HELLO_FONTS_MAX - (size_t)used - 2, fds, &fd_count, missing_fonts);
    used += snprintf(text + used, sizeof text - (size_t)used, "]");
    used += theme_open(text + used, sizeof text - (size_t)used - 1, fds, &fd_count);
    used += snprintf(text + used, sizeof text - (size_t)used, "}");
    int result = channel_send(channel, text, (size_t)used, fds, fd_count);
    for (size_t i = 1; i < fd_count; i++)
        close(fds[i]);
    return result;
}

/* Takes leave of those that have gone at last. Returns how many have not. */
static size_t count_lingering(void)
{
    size_t count = 0;
    for (size_t i = 0; i < LINGERING_MAX; i++) {
        if (lingering[i] > 0 && waitpid(lingering[i], NULL, WNOHANG) != 0)
            lingering[i] = 0;
        count += lingering[i] > 0;
    }
    return count;
}

/* Where many workers run side by side the table may be full; then the entry of the dead stays with
 * the kernel until we leave ourselves. */
static void set_lingering(pid_t pid)
{
    for (size_t i = 0; i < LINGERING_MAX; i++) {
        if (lingering[i] == 0) {
            lingering[i] = pid;
            return;
        }
    }
}

int worker_start(struct worker_process *ret, uint64_t *missing_fonts)
{
    struct worker_process worker = WORKER_PROCESS_NONE;
    int pair[2], svg[2];
    if (count_lingering() > LINGERING_MAX - 2)
        return -EBUSY;
    int result = channel_pair(pair);
    if (result < 0)
        return result;
    result = channel_pair(svg);
    if (result < 0) {
        close(pair[0]);
        close(pair[1]);
        return result;
    }
    worker.channel = pair[0];
    worker.svg_end = svg[0];
    result = start("bangtin-render", pair[1], &worker.pid, &worker.pidfd);
    if (result == 0)
        result = send_hello(worker.channel, svg[1], missing_fonts);
    close(pair[1]);
    close(svg[1]);
    if (result < 0) {
        worker_stop(&worker);
        return result;
    }
    *ret = worker;
    return 0;
}

int worker_attend_fd(const struct worker_process *worker)
{
    return worker->svg_pid ? worker->svg_pidfd : worker->svg_end;
}

/* Ends what still runs. Returns the wait status; SIGKILL's where it is not known yet. */
static int reap(pid_t *pid, int *pidfd, bool end_it)
{
    int status = 0;
    if (*pid > 0) {
        struct pollfd ended = {.fd = *pidfd, .events = POLLIN};
        if (end_it)
            kill(*pid, SIGKILL);
        poll(&ended, 1, END_PATIENCE);
        if (waitpid(*pid, &status, WNOHANG) == 0) {
            log_warning("process %d does not end; it is left behind", (int)*pid);
            set_lingering(*pid);
            status = SIGKILL;
        }
    }
    *pid = 0;
    if (*pidfd >= 0)
        close(*pidfd);
    *pidfd = -1;
    return status;
}

void worker_attend(struct worker_process *worker)
{
    if (worker->svg_pid) {
        /* It leaves with 0 when it has nothing to do. Otherwise a drawing brought it down, and
         * `render` waits for an answer that only we can give now. */
        if (reap(&worker->svg_pid, &worker->svg_pidfd, false) != 0)
            channel_send(worker->svg_end, svg_died, sizeof svg_died - 1, NULL, 0);
        return;
    }
    char first;
    if (worker->svg_end < 0)
        return;
    if (recv(worker->svg_end, &first, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) {
        close(worker->svg_end); /* `render` has let go of its end: nobody will ask */
        worker->svg_end = -1;
        return;
    }
    int result = start("bangtin-svg", worker->svg_end, &worker->svg_pid, &worker->svg_pidfd);
    if (result < 0) {
        /* Without this the request would wait there and wake us for ever; closed, `render` is told
         * at once and answers that the picture cannot be read. */
        log_error("cannot start bangtin-svg: %s; SVG pictures are left out", strerror(-result));
        close(worker->svg_end);
        worker->svg_end = -1;
    }
}

void worker_stop(struct worker_process *worker)
{
    reap(&worker->svg_pid, &worker->svg_pidfd, true);
    reap(&worker->pid, &worker->pidfd, true);
    if (worker->channel >= 0)
        close(worker->channel);
    if (worker->svg_end >= 0)
        close(worker->svg_end);
    *worker = WORKER_PROCESS_NONE;
}
