/* Preloaded into a process: the PULL_AT-th read of a file below the directory PULL_FROM fails with
 * the error PULL_ERROR, and so do all that follow; where PULL_TO is given the directory is renamed
 * to it first. A stick that is pulled does just so. Only for tests. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long asked;

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

static int is_below(int fd)
{
    const char *from = getenv("PULL_FROM");
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (!from || size < 0)
        return 0;
    path[size] = '\0';
    return strncmp(path, from, strlen(from)) == 0 && path[strlen(from)] == '/';
}

static int fails(int fd)
{
    long at = number("PULL_AT");
    if (!is_below(fd))
        return 0;
    asked++;
    if (at == 0 || asked < at)
        return 0;
    if (asked == at && getenv("PULL_TO") && rename(getenv("PULL_FROM"), getenv("PULL_TO")) < 0)
        abort();
    errno = (int)number("PULL_ERROR");
    return 1;
}

/* What a build with _FORTIFY_SOURCE calls where it knows how large `data` is. */
ssize_t __pread64_chk(int fd, void *data, size_t size, off_t offset, size_t room);

ssize_t read(int fd, void *data, size_t size)
{
    static ssize_t (*real)(int, void *, size_t);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "read");
    return fails(fd) ? -1 : real(fd, data, size);
}

ssize_t pread(int fd, void *data, size_t size, off_t offset)
{
    static ssize_t (*real)(int, void *, size_t, off_t);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "pread");
    return fails(fd) ? -1 : real(fd, data, size, offset);
}

ssize_t __pread64_chk(int fd, void *data, size_t size, off_t offset, size_t room)
{
    if (size > room)
        abort();
    return pread(fd, data, size, offset);
}
