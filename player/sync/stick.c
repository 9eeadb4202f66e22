#include "sync/stick.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

static int open_beneath(int directory, const char *name, int flags)
{
    const struct open_how how = {
        .flags = (uint64_t)(flags | O_CLOEXEC | O_NOFOLLOW),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV,
    };
    for (;;) {
        long fd = syscall(SYS_openat2, directory, name, &how, sizeof how);
        if (fd >= 0 || errno != EINTR)
            return fd < 0 ? -errno : (int)fd;
    }
}

int stick_open(const struct mount *mount, struct stick *ret)
{
    struct stat status;
    int fd = open(mount->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? -ENODEV : -errno;
    int result = fstat(fd, &status) < 0 ? -errno : 0;
    if (result == 0 && status.st_dev != mount->device)
        result = -ENODEV; /* unmounted meanwhile: this is the folder below */
    if (result < 0) {
        close(fd);
        return result;
    }
    *ret = (struct stick){fd, fd};
    return 0;
}

void stick_close(struct stick *stick)
{
    if (stick->folder >= 0 && stick->folder != stick->mount)
        close(stick->folder);
    if (stick->mount >= 0)
        close(stick->mount);
    *stick = STICK_CLOSED;
}

/* 0, or why there is no such regular file; it is not opened. */
static int look_at(int directory, const char *name)
{
    struct stat status;
    int fd = open_beneath(directory, name, O_PATH);
    if (fd < 0)
        return fd;
    int result = fstat(fd, &status) < 0 ? -errno : S_ISREG(status.st_mode) ? 0 : -ENOTSUP;
    close(fd);
    return result;
}

/* Errors that say something of the stick, not of the name. */
static bool is_trouble(int error)
{
    return error == -EIO || error == -ENODEV || error == -ENXIO || error == -ESTALE ||
           error == -ENOTCONN || error == -ENOMEM || error == -EMFILE || error == -ENFILE;
}

/* The folder of this name where it holds a document: a descriptor; -ENOENT; or what is_trouble. */
static int open_folder(int mount, const char *name)
{
    int fd = open_beneath(mount, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
    if (fd < 0)
        return is_trouble(fd) ? fd : -ENOENT;
    int result = look_at(fd, "playlist.json");
    if (result == 0)
        return fd;
    close(fd);
    return is_trouble(result) ? result : -ENOENT;
}

/* As stick_find, among the folders of the first level; *ret is the descriptor. */
static int search(int mount, DIR *list, int *ret)
{
    int found = -1, result = 0;
    for (size_t i = 0; result == 0 && i < STICK_ENTRIES_MAX; i++) {
        errno = 0;
        const struct dirent *entry = readdir(list);
        if (!entry) {
            result = -errno;
            break;
        }
        /* Hidden ones are of other systems' making: a folder in the bin is no second one. */
        if (entry->d_name[0] == '.' || (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
            continue;
        int fd = open_folder(mount, entry->d_name);
        if (fd >= 0 && found >= 0) {
            close(fd);
            result = -EMLINK;
        } else if (fd >= 0) {
            found = fd;
        } else if (fd != -ENOENT) {
            result = fd;
        }
    }
    if (result < 0 && found >= 0)
        close(found);
    if (result == 0 && found >= 0)
        *ret = found;
    return result < 0 ? result : found < 0 ? -ENOENT : 0;
}

int stick_find(struct stick *stick)
{
    int result = look_at(stick->mount, "playlist.json");
    if (result == 0 || is_trouble(result))
        return result;
    int fd = open_beneath(stick->mount, ".", O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return fd;
    DIR *list = fdopendir(fd);
    if (!list) {
        int error = errno;
        close(fd);
        return -error;
    }
    result = search(stick->mount, list, &stick->folder);
    closedir(list);
    return result;
}

int stick_file(const struct stick *stick, const char *name, int64_t *ret_size)
{
    struct stat status;
    int result = look_at(stick->folder, name);
    if (result < 0)
        return result;
    int fd = open_beneath(stick->folder, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return fd;
    result = fstat(fd, &status) < 0 ? -errno : S_ISREG(status.st_mode) ? 0 : -ENOTSUP;
    if (result < 0) {
        close(fd);
        return result;
    }
    *ret_size = status.st_size;
    return fd;
}

int stick_read(const struct stick *stick, const char *name, size_t limit, char **ret_data,
               size_t *ret_size)
{
    int64_t size;
    int fd = stick_file(stick, name, &size);
    if (fd < 0)
        return fd;
    int result = file_read_fd(fd, limit, ret_data, ret_size);
    close(fd);
    return result;
}

bool stick_is_there(const struct stick *stick, const struct mount *mount)
{
    struct stat now, then;
    return fstat(stick->mount, &then) == 0 && lstat(mount->path, &now) == 0 &&
           then.st_dev == now.st_dev && then.st_ino == now.st_ino;
}
