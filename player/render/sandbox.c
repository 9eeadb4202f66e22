#include "render/sandbox.h"

#include "base/i18n.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <linux/seccomp.h>
#include <seccomp.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED
/* The leak check at exit attaches to its own process with ptrace, which the filter answers with
 * death. Leaks are the unit tests' matter, which run outside. */
static bool is_inside;
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return is_inside;
}
#endif

/* On the left what x86_64 and arm64 call, then the names of 32-bit arm. */
static const int allowed[] = {SCMP_SYS(read),
                              SCMP_SYS(readv),
                              SCMP_SYS(pread64),
                              SCMP_SYS(write),
                              SCMP_SYS(writev),
                              SCMP_SYS(close),
                              SCMP_SYS(lseek),
                              SCMP_SYS(_llseek),
                              SCMP_SYS(fstat),
                              SCMP_SYS(fstat64),
                              SCMP_SYS(recvmsg),
                              SCMP_SYS(sendmsg),
                              SCMP_SYS(poll),
                              SCMP_SYS(ppoll),
                              SCMP_SYS(ppoll_time64),
                              SCMP_SYS(memfd_create),
                              SCMP_SYS(ftruncate),
                              SCMP_SYS(ftruncate64),
                              SCMP_SYS(brk),
                              SCMP_SYS(munmap),
                              SCMP_SYS(mremap),
                              SCMP_SYS(madvise),
                              SCMP_SYS(futex),
                              SCMP_SYS(futex_time64),
                              SCMP_SYS(sched_yield),
                              SCMP_SYS(sched_getaffinity),
                              SCMP_SYS(clock_gettime),
                              SCMP_SYS(clock_gettime64),
                              SCMP_SYS(clock_getres),
                              SCMP_SYS(gettimeofday),
                              SCMP_SYS(clock_nanosleep),
                              SCMP_SYS(clock_nanosleep_time64),
                              SCMP_SYS(nanosleep),
                              SCMP_SYS(alarm),
                              SCMP_SYS(setitimer),
                              SCMP_SYS(getrusage),
                              SCMP_SYS(getrandom),
                              SCMP_SYS(sysinfo),
                              SCMP_SYS(getpid),
                              SCMP_SYS(gettid),
                              SCMP_SYS(getuid),
                              SCMP_SYS(geteuid),
                              SCMP_SYS(getgid),
                              SCMP_SYS(getegid),
                              SCMP_SYS(rt_sigaction),
                              SCMP_SYS(rt_sigprocmask),
                              SCMP_SYS(rt_sigreturn),
                              SCMP_SYS(sigreturn),
                              SCMP_SYS(sigaltstack),
                              SCMP_SYS(restart_syscall),
                              SCMP_SYS(exit),
                              SCMP_SYS(exit_group)};

/* No library that draws a picture has a use for these. */
static const int deadly[] = {SCMP_SYS(execve),
                             SCMP_SYS(execveat),
                             SCMP_SYS(ptrace),
                             SCMP_SYS(process_vm_readv),
                             SCMP_SYS(process_vm_writev),
                             SCMP_SYS(pidfd_getfd),
                             SCMP_SYS(pidfd_send_signal),
                             SCMP_SYS(bpf),
                             SCMP_SYS(perf_event_open),
                             SCMP_SYS(userfaultfd),
                             SCMP_SYS(io_uring_setup),
                             SCMP_SYS(add_key),
                             SCMP_SYS(request_key),
                             SCMP_SYS(keyctl),
                             SCMP_SYS(mount),
                             SCMP_SYS(umount2),
                             SCMP_SYS(pivot_root),
                             SCMP_SYS(chroot),
                             SCMP_SYS(setns),
                             SCMP_SYS(unshare),
                             SCMP_SYS(init_module),
                             SCMP_SYS(finit_module),
                             SCMP_SYS(kexec_load),
                             SCMP_SYS(reboot),
                             SCMP_SYS(open_by_handle_at)};

/* F_SETOWN could send signals to others, so fcntl is allowed by command. */
static const int commands[] = {F_GETFD,         F_SETFD,     F_GETFL,    F_SETFL,
                               F_DUPFD_CLOEXEC, F_ADD_SEALS, F_GET_SEALS};

static int set_limit(int resource, rlim_t value)
{
    struct rlimit limit;
    if (value == 0)
        return 0;
    if (getrlimit(resource, &limit) == 0 && limit.rlim_max < value)
        value = limit.rlim_max;
    limit.rlim_cur = limit.rlim_max = value;
    return setrlimit(resource, &limit) < 0 ? -errno : 0;
}

static int set_limits(const struct sandbox *sandbox)
{
    struct rlimit none = {0, 0};
    int result;
#ifndef SANITIZED
    if ((result = set_limit(RLIMIT_DATA, sandbox->memory)) < 0)
        return result;
#endif
    signal(SIGXFSZ, SIG_IGN); /* too large a file is an error then, not the end */
    if ((result = set_limit(RLIMIT_FSIZE, sandbox->file)) < 0 ||
        (result = set_limit(RLIMIT_CPU, sandbox->cpu_seconds)) < 0 ||
        (result = set_limit(RLIMIT_NOFILE, sandbox->descriptors)) < 0)
        return result;
    return setrlimit(RLIMIT_CORE, &none) < 0 ? -errno : 0;
}

static bool has_seccomp(void)
{
    /* a filter at no address: EFAULT where filters are known, EINVAL where they are not */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0, 0, 0) == -1 && errno == EFAULT;
}

/* Calls that are right with some arguments only. */
static int allow_some(scmp_filter_ctx filter, bool threads)
{
    const uint32_t allow = SCMP_ACT_ALLOW;
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp no_path = SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH);
    const struct scmp_arg_cmp statx_no_path =
        SCMP_A2(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH);
    const struct scmp_arg_cmp myself = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);
    const struct scmp_arg_cmp only_read = SCMP_A2(SCMP_CMP_EQ, 0, 0);
    const struct scmp_arg_cmp thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    int result = 0;
    for (size_t i = 0; i < sizeof commands / sizeof *commands && result == 0; i++) {
        const struct scmp_arg_cmp command = SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)commands[i], 0);
        if ((result = seccomp_rule_add(filter, allow, SCMP_SYS(fcntl), 1, command)) == 0)
            result = seccomp_rule_add(filter, allow, SCMP_SYS(fcntl64), 1, command);
    }
    if (result < 0 || (result = seccomp_rule_add(filter, allow, SCMP_SYS(mmap), 1, no_code)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(mmap2), 1, no_code)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(mprotect), 1, no_code)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(newfstatat), 1, no_path)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(statx), 1, statx_no_path)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(prlimit64), 1, only_read)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(tgkill), 1, myself)) < 0)
        return result; /* tgkill: abort() */
    if (!threads)
        return 0;
    if ((result = seccomp_rule_add(filter, allow, SCMP_SYS(clone), 1, thread)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(set_robust_list), 0)) < 0 ||
        (result = seccomp_rule_add(filter, allow, SCMP_SYS(rseq), 0)) < 0)
        return result;
    /* flags lie in memory there, where no filter sees them: "unknown" sends the C library to clone
     */
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

static int add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++)
        result = seccomp_rule_add(filter, action, calls[i], 0);
    return result;
}

static int load_filter(bool threads)
{
    const uint32_t kill = seccomp_api_get() >= 3 ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_KILL_THREAD;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return -ENOMEM;
    int result;
    if ((result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, kill)) < 0 ||
        (result = seccomp_attr_set(filter, SCMP_FLTATR_API_SYSRAWRC, 1)) < 0 ||
        (result = add_all(filter, SCMP_ACT_ALLOW, allowed, sizeof allowed / sizeof *allowed)) < 0 ||
        (result = add_all(filter, kill, deadly, sizeof deadly / sizeof *deadly)) < 0 ||
        (result = allow_some(filter, threads)) < 0)
        goto out;
    result = seccomp_load(filter);
out:
    seccomp_release(filter);
    return result;
}

int sandbox_enter(const struct sandbox *sandbox)
{
    (void)*_("bangtin"); /* has gettext open the catalogue, which it does at the first message */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
        return -errno;
    int result = set_limits(sandbox);
    if (result < 0)
        return result;
#ifdef SANITIZED
    is_inside = true;
#endif
    if (!has_seccomp()) {
        log_warning("sandbox: this kernel has no seccomp filters; pictures are decoded with less "
                    "protection");
        return 0;
    }
    return load_filter(sandbox->threads);
}
