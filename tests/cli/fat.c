/* Preloaded into a process: below the directory FAT_ROOT there is a stick with a FAT file system,
 * such as no test can mount everywhere. It has a device of its own and clusters of FAT_CLUSTER
 * bytes of which FAT_FREE are free; it knows no rights and no links, takes only names that FAT
 * takes, and a folder cannot be synced by itself. What is done is written into FAT_LOG, each
 * counted step, too.
 *
 * FAT_PULL: from the so-manieth write, fsync or syncfs on it, everything fails with EIO. FAT_ERROR:
 * writing fails with this error then, and reading does not. FAT_LOSE: of what is written at once
 * beyond the so-manieth write, every byte is lost without a word. Only for tests. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DEVICE = 0x7fff };

static long done;

#define REAL(result, name, ...)                                                                    \
    static result (*real)(__VA_ARGS__);                                                            \
    if (!real)                                                                                     \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

static long number(const char *name, long missing)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 0) : missing;
}

static void note(const char *what, const char *name)
{
    const char *path = getenv("FAT_LOG");
    FILE *file = path ? fopen(path, "ae") : NULL;
    if (file) {
        fprintf(file, "%s %s\n", what, name);
        fclose(file);
    }
}

static int is_below(const char *path)
{
    const char *root = getenv("FAT_ROOT");
    size_t size = root ? strlen(root) : 0;
    return root && strncmp(path, root, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

/* The path of what is open, or "". */
static void path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = fd == AT_FDCWD ? readlink("/proc/self/cwd", path, PATH_MAX - 1)
                                  : readlink(link, path, PATH_MAX - 1);
    path[size < 0 ? 0 : size] = '\0';
}

static int is_ours(int fd)
{
    char path[PATH_MAX];
    path_of(fd, path);
    return is_below(path);
}

static int is_ours_at(int directory, const char *name)
{
    return *name == '/' ? is_below(name) : is_ours(directory);
}

/* Whether the stick is gone, or full, or has become read-only; counts this step where `counts`. */
static int fails(int is_reading, int counts)
{
    long at = number("FAT_PULL", 0), error = number("FAT_ERROR", 0);
    done += counts;
    if (counts)
        note("step", "");
    if (at == 0 || done < at || (error && is_reading))
        return 0;
    errno = error ? (int)error : EIO;
    return 1;
}

/* "NTFS and VFAT", Microsoft's file naming rules. */
static int is_legal(const char *name)
{
    const char *last = strrchr(name, '/');
    last = last ? last + 1 : name;
    size_t size = strlen(last);
    for (const char *sign = last; *sign; sign++) {
        if ((unsigned char)*sign < 0x20 || strchr("<>:\"\\|?*", *sign))
            return 0;
    }
    return size > 0 && size <= 255 && !strchr(". ", last[size - 1]);
}

static int make_fails(const char *what, const char *name)
{
    if (fails(0, 0))
        return 1;
    note(what, name);
    if (is_legal(name))
        return 0;
    note("illegal", name);
    errno = EINVAL;
    return 1;
}

int openat(int directory, const char *name, int flags, ...)
{
    REAL(int, openat, int, const char *, int, ...);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (is_ours_at(directory, name)) {
        if ((flags & __O_TMPFILE) == __O_TMPFILE) {
            errno = EOPNOTSUPP;
            return -1;
        }
        if (fails(!(flags & O_ACCMODE), 0) || (flags & O_CREAT && make_fails("create", name)))
            return -1;
    }
    return real(directory, name, flags, mode);
}

int mkdir(const char *name, mode_t mode)
{
    REAL(int, mkdir, const char *, mode_t);
    return is_ours_at(AT_FDCWD, name) && make_fails("folder", name) ? -1 : real(name, mode);
}

int mkdirat(int directory, const char *name, mode_t mode)
{
    REAL(int, mkdirat, int, const char *, mode_t);
    return is_ours_at(directory, name) && make_fails("folder", name) ? -1
                                                                     : real(directory, name, mode);
}

int renameat(int from, const char *old, int to, const char *name)
{
    REAL(int, renameat, int, const char *, int, const char *);
    return is_ours_at(to, name) && make_fails("rename", name) ? -1 : real(from, old, to, name);
}

int unlinkat(int directory, const char *name, int flags)
{
    REAL(int, unlinkat, int, const char *, int);
    if (is_ours_at(directory, name)) {
        if (fails(0, 0))
            return -1;
        note("remove", name);
    }
    return real(directory, name, flags);
}

ssize_t write(int fd, const void *data, size_t size)
{
    REAL(ssize_t, write, int, const void *, size_t);
    if (!is_ours(fd))
        return real(fd, data, size);
    if (fails(0, 1))
        return -1;
    if (number("FAT_LOSE", LONG_MAX) > done)
        return real(fd, data, size);
    char *zeroes = calloc(size, 1);
    ssize_t result = real(fd, zeroes, size);
    free(zeroes);
    return result;
}

ssize_t pread(int fd, void *data, size_t size, off_t offset)
{
    REAL(ssize_t, pread, int, void *, size_t, off_t);
    return is_ours(fd) && fails(1, 0) ? -1 : real(fd, data, size, offset);
}

int fsync(int fd)
{
    REAL(int, fsync, int);
    struct stat status;
    if (is_ours(fd)) {
        if (fails(0, 1))
            return -1;
        if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
            errno = EIO; /* louder than any file system would */
            return -1;
        }
    }
    return real(fd);
}

int syncfs(int fd)
{
    REAL(int, syncfs, int);
    if (is_ours(fd)) {
        if (fails(0, 1))
            return -1;
        note("sync", "");
    }
    return real(fd);
}

/* --- what FAT has not --- */

static int refuse(void)
{
    errno = EPERM;
    return -1;
}

int fchmod(int fd, mode_t mode)
{
    REAL(int, fchmod, int, mode_t);
    return is_ours(fd) ? refuse() : real(fd, mode);
}

int fchmodat(int directory, const char *name, mode_t mode, int flags)
{
    REAL(int, fchmodat, int, const char *, mode_t, int);
    return is_ours_at(directory, name) ? refuse() : real(directory, name, mode, flags);
}

int linkat(int from, const char *old, int to, const char *name, int flags)
{
    REAL(int, linkat, int, const char *, int, const char *, int);
    return is_ours_at(to, name) ? refuse() : real(from, old, to, name, flags);
}

int symlinkat(const char *target, int directory, const char *name)
{
    REAL(int, symlinkat, const char *, int, const char *);
    return is_ours_at(directory, name) ? refuse() : real(target, directory, name);
}

/* --- what it says of itself --- */

int fstatfs(int fd, struct statfs *status)
{
    REAL(int, fstatfs, int, struct statfs *);
    int result = real(fd, status);
    if (result == 0 && is_ours(fd))
        status->f_type = number("FAT_MAGIC", MSDOS_SUPER_MAGIC);
    return result;
}

int fstatvfs(int fd, struct statvfs *status)
{
    REAL(int, fstatvfs, int, struct statvfs *);
    int result = real(fd, status);
    if (result == 0 && is_ours(fd)) {
        status->f_bsize = status->f_frsize = (unsigned long)number("FAT_CLUSTER", 32768);
        status->f_bavail = status->f_bfree = (fsblkcnt_t)number("FAT_FREE", 100000);
        status->f_files = status->f_ffree = status->f_favail = 0;
    }
    return result;
}

int fstat(int fd, struct stat *status)
{
    REAL(int, fstat, int, struct stat *);
    int result = real(fd, status);
    if (result == 0 && is_ours(fd))
        status->st_dev = DEVICE;
    return result;
}
