#include "calls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static struct {
    struct calls seen;
    size_t fail_at, kill_at;
    bool for_ever, stutters, interrupted, syncs;
    int error;
    const struct calls_listener *listener;
} here;

void calls_reset(void)
{
    here.seen = (struct calls){0};
}

const struct calls *calls_seen(void)
{
    return &here.seen;
}

void calls_fail(size_t at, bool for_ever, int error)
{
    here.seen.count = 0;
    here.seen.failed = false;
    here.fail_at = at;
    here.for_ever = for_ever;
    here.error = error;
}

void calls_kill(size_t at)
{
    here.seen.count = 0;
    here.kill_at = at;
}

void calls_stutter(bool on)
{
    here.stutters = on;
}

void calls_sync(bool on)
{
    here.syncs = on;
}

void calls_listen(const struct calls_listener *listener)
{
    here.listener = listener;
}

/* Whether this call is to fail; errno is set then. */
static bool fails(void)
{
    here.seen.count++;
    if (here.kill_at && here.seen.count >= here.kill_at)
        kill(getpid(), SIGKILL);
    bool now = here.fail_at &&
               (here.for_ever ? here.seen.count >= here.fail_at : here.seen.count == here.fail_at);
    here.seen.failed |= now;
    if (now)
        errno = here.error;
    return now;
}

static bool fails_or_waits(void)
{
    if (here.stutters) {
        here.interrupted = !here.interrupted;
        if (here.interrupted) {
            errno = EINTR;
            return true;
        }
    }
    return fails();
}

static size_t piece(size_t size)
{
    return here.stutters && size > 1 ? size / 2 : size;
}

#define TELL(what, ...)                                                                            \
    do {                                                                                           \
        if (here.listener)                                                                         \
            here.listener->what(__VA_ARGS__);                                                      \
    } while (0)

/* The real one, and the declaration that -Wmissing-prototypes asks for. */
#define WRAP(type, name, parameters)                                                               \
    type __real_##name parameters;                                                                 \
    type __wrap_##name parameters;                                                                 \
    type __wrap_##name parameters

/* A call that has nothing to it but that it may fail. */
#define WRAP_PLAIN(type, name, parameters, arguments, failure)                                     \
    WRAP(type, name, parameters)                                                                   \
    {                                                                                              \
        return fails() ? (failure) : __real_##name arguments;                                      \
    }

WRAP_PLAIN(int, mkdir, (const char *path, mode_t mode), (path, mode), -1)
WRAP_PLAIN(int, faccessat, (int fd, const char *path, int mode, int flags), (fd, path, mode, flags),
           -1)
WRAP_PLAIN(int, fchmod, (int fd, mode_t mode), (fd, mode), -1)
WRAP_PLAIN(int, stat64, (const char *path, struct stat64 *status), (path, status), -1)
WRAP_PLAIN(int, fstat64, (int fd, struct stat64 *status), (fd, status), -1)
WRAP_PLAIN(int, fstatat64, (int fd, const char *path, struct stat64 *status, int flags),
           (fd, path, status, flags), -1)
WRAP_PLAIN(int, fstatvfs64, (int fd, struct statvfs64 *status), (fd, status), -1)
WRAP_PLAIN(DIR *, fdopendir, (int fd), (fd), NULL)
WRAP_PLAIN(struct dirent64 *, readdir64, (DIR * stream), (stream), NULL)

int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    int fd = fails() ? -1 : __real_open64(path, flags, mode);
    if (fd < 0)
        return fd;
    here.seen.opened++;
    TELL(opened, AT_FDCWD, path, false, fd);
    return fd;
}

/* No mode is in the way of root, as whom tests may run. The services are somebody. */
static bool is_read_only(int directory, const char *path, int flags)
{
    struct stat64 status;
    bool is_so = (flags & O_ACCMODE) != O_RDONLY &&
                 __real_fstatat64(directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                 S_ISREG(status.st_mode) && !(status.st_mode & S_IWUSR);
    if (is_so)
        errno = EACCES;
    return is_so;
}

int __real_openat64(int directory, const char *path, int flags, ...);
int __wrap_openat64(int directory, const char *path, int flags, ...);
int __wrap_openat64(int directory, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (fails() || is_read_only(directory, path, flags))
        return -1;
    bool is_new = (flags & O_CREAT) && __real_faccessat(directory, path, F_OK, 0) < 0;
    int fd = __real_openat64(directory, path, flags, mode);
    if (fd < 0)
        return fd;
    here.seen.opened++;
    TELL(opened, directory, path, is_new, fd);
    return fd;
}

WRAP(int, close, (int fd))
{
    bool now = fails();
    int error = errno;
    here.seen.opened--;
    int result = __real_close(fd);
    if (now)
        errno = error;
    return now ? -1 : result;
}

WRAP(int, closedir, (DIR * stream))
{
    here.seen.opened--;
    return __real_closedir(stream);
}

WRAP(ssize_t, pread64, (int fd, void *data, size_t size, off64_t offset))
{
    return fails_or_waits() ? -1 : __real_pread64(fd, data, piece(size), offset);
}

WRAP(ssize_t, write, (int fd, const void *data, size_t size))
{
    if (fails_or_waits())
        return -1;
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t count = __real_write(fd, data, piece(size));
    if (count > 0) {
        here.seen.written += count;
        TELL(written, fd, offset, data, (size_t)count);
    }
    return count;
}

WRAP(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t offset))
{
    if (fails_or_waits())
        return -1;
    ssize_t count = __real_pwrite64(fd, data, piece(size), offset);
    if (count > 0) {
        here.seen.written += count;
        TELL(written, fd, offset, data, (size_t)count);
    }
    return count;
}

WRAP(int, ftruncate64, (int fd, off64_t size))
{
    int result = fails() ? -1 : __real_ftruncate64(fd, size);
    if (result == 0)
        TELL(cut, fd, size);
    return result;
}

WRAP(int, fallocate64, (int fd, int mode, off64_t offset, off64_t size))
{
    return fails_or_waits() ? -1 : __real_fallocate64(fd, mode, offset, size);
}

WRAP(int, flock, (int fd, int operation))
{
    return fails_or_waits() ? -1 : __real_flock(fd, operation);
}

WRAP(int, sync_file_range, (int fd, off64_t offset, off64_t size, unsigned flags))
{
    if (fails())
        return -1;
    return here.syncs ? __real_sync_file_range(fd, offset, size, flags) : 0;
}

WRAP(int, fsync, (int fd))
{
    if (fails())
        return -1;
    here.seen.syncs++;
    int result = here.syncs ? __real_fsync(fd) : fcntl(fd, F_GETFD) < 0 ? -1 : 0;
    if (result == 0)
        TELL(synced, fd);
    return result;
}

WRAP(int, renameat, (int from_directory, const char *from, int to_directory, const char *to))
{
    int result = fails() ? -1 : __real_renameat(from_directory, from, to_directory, to);
    if (result == 0)
        TELL(renamed, from_directory, from, to_directory, to);
    return result;
}

WRAP(int, unlinkat, (int directory, const char *path, int flags))
{
    int result = fails() ? -1 : __real_unlinkat(directory, path, flags);
    if (result == 0)
        TELL(removed, directory, path);
    return result;
}

WRAP(int, mkdirat, (int directory, const char *path, mode_t mode))
{
    int result = fails() ? -1 : __real_mkdirat(directory, path, mode);
    if (result == 0)
        TELL(made, directory, path);
    return result;
}
