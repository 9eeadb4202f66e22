#include "display/cec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/cec.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

enum { END_PATIENCE = 1000 /* ms */, ADDRESS_BYTES = 32 };

/* The lowest adapter of number `from` or above. */
static bool find_adapter(const char *devices, unsigned from, unsigned *ret)
{
    DIR *directory = opendir(devices);
    bool found = false;
    if (!directory)
        return false;
    for (struct dirent *entry; (entry = readdir(directory));) {
        unsigned number;
        int used = 0;
        if (sscanf(entry->d_name, "cec%3u%n", &number, &used) != 1 || entry->d_name[used] != '\0')
            continue;
        if (number >= from && (!found || number < *ret)) {
            *ret = number;
            found = true;
        }
    }
    closedir(directory);
    return found;
}

/* Where in the tree of cables this machine is, as `cec-ctl` wants it. A television shows the source
 * that says so itself. False where that is not known, as behind one that hides while it is off. */
static bool read_address(const char *device, char text[ADDRESS_BYTES])
{
    __u16 address = CEC_PHYS_ADDR_INVALID;
    int fd = open(device, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool known = ioctl(fd, CEC_ADAP_G_PHYS_ADDR, &address) == 0 && address != CEC_PHYS_ADDR_INVALID;
    close(fd);
    if (known)
        snprintf(text, ADDRESS_BYTES, "phys-addr=%x.%x.%x.%x", address >> 12, address >> 8 & 15,
                 address >> 4 & 15, address & 15);
    return known;
}

/* Starts the tool with nothing of ours open. 0 and its pid, or -errno. */
static int spawn(const char *const arguments[], pid_t *ret)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    char *words[16];
    size_t count = 0;
    do
        memcpy(&words[count], &arguments[count], sizeof *words); /* it changes none of them */
    while (arguments[count++]);
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    if (posix_spawn_file_actions_init(&files) != 0)
        return -ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return -ENOMEM;
    }
    int result = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDWR, 0);
    if (result == 0)
        result = posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO);
    if (result == 0)
        result = posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO);
    if (result == 0)
        result = posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (result == 0)
        result = posix_spawnp(ret, words[0], &files, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return -result;
}

/* Tells one adapter. 0 or -errno. */
static int start(struct cec *cec, unsigned adapter, int64_t now)
{
    char device[PATH_MAX], address[ADDRESS_BYTES];
    snprintf(device, sizeof device, "%s/cec%u", cec->devices, adapter);
    bool wakes = cec->wish == CEC_WAKE;
    bool is_placed = wakes && read_address(device, address);
    const char *const arguments[] = {"cec-ctl",
                                     "-d",
                                     device,
                                     "--playback",
                                     "--to",
                                     "0",
                                     wakes ? "--image-view-on" : "--standby",
                                     is_placed ? "--active-source" : NULL,
                                     address,
                                     NULL};
    int result = spawn(arguments, &cec->pid);
    if (result < 0) {
        cec->pid = 0;
        return result;
    }
    cec->pidfd = (int)syscall(SYS_pidfd_open, cec->pid, 0);
    cec->deadline = now + CEC_PATIENCE;
    if (cec->pidfd < 0) { /* then it is looked after when it is overdue */
        log_warning("cec-ctl is not watched: %s", strerror(errno));
        cec->pidfd = -1;
    }
    return 0;
}

static void forget(struct cec *cec)
{
    if (cec->pidfd >= 0)
        close(cec->pidfd);
    cec->pidfd = -1;
    cec->pid = 0;
}

/* Takes leave of the child where it has ended, and ends it where it is overdue. */
static void look_after(struct cec *cec, int64_t now)
{
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)cec->pid, &info, WEXITED | WNOHANG) == 0 && info.si_pid == 0) {
        if (now < cec->deadline)
            return;
        log_warning("cec-ctl does not end; it is killed");
        kill(cec->pid, SIGKILL);
        waitid(P_PID, (id_t)cec->pid, &info, WEXITED);
    }
    bool has_worked = info.si_code == CLD_EXITED && info.si_status == 0;
    if (!has_worked)
        log_debug("cec-ctl could not tell the television (status %d)", info.si_status);
    cec->has_worked |= has_worked;
    forget(cec);
}

void cec_begin(struct cec *cec, enum cec_wish wish)
{
    cec->wish = wish;
    cec->next = 0;
    cec->has_adapter = cec->has_worked = false;
}

void cec_step(struct cec *cec, int64_t now)
{
    if (cec->pid)
        look_after(cec, now);
    while (!cec->pid && cec->wish != CEC_NOTHING) {
        unsigned adapter = 0;
        if (!find_adapter(cec->devices, cec->next, &adapter)) {
            cec->wish = CEC_NOTHING;
            return;
        }
        cec->next = adapter + 1;
        int result = start(cec, adapter, now);
        cec->has_adapter |= result == 0;
        if (result == 0)
            continue;
        if (!cec->is_missed)
            log_info("the television is not switched by CEC: cec-ctl (package v4l-utils): %s",
                     strerror(-result));
        cec->is_missed = true;
        cec->wish = CEC_NOTHING;
    }
}

int64_t cec_next(const struct cec *cec)
{
    if (cec->pid)
        return cec->deadline;
    return cec->wish != CEC_NOTHING ? INT64_MIN : INT64_MAX;
}

bool cec_is_busy(const struct cec *cec)
{
    return cec->pid || cec->wish != CEC_NOTHING;
}

void cec_finish(struct cec *cec)
{
    cec->wish = CEC_NOTHING;
    if (!cec->pid)
        return;
    /* What it was told to tell is worth a moment; it mostly is done by now. */
    struct pollfd ended = {.fd = cec->pidfd, .events = POLLIN};
    if (poll(&ended, 1, END_PATIENCE) <= 0)
        kill(cec->pid, SIGKILL);
    waitid(P_PID, (id_t)cec->pid, &(siginfo_t){0}, WEXITED);
    forget(cec);
}
