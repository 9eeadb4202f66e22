#include "sync/stick.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ipc/folder.h"
#include "playlist/form.h"
#include "playlist/media.h"
#include "playlist/natural.h"

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

static const char document_name[] = "playlist.json";
static const char document_text_name[] = "playlist.json.txt";

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

/* Whether the folder is one that is looked for: 0; -ENOENT; or what is_trouble. */
typedef int judge_folder(int folder);

static int holds_document(int folder)
{
    int result = look_at(folder, document_name);
    if (result < 0 && !is_trouble(result))
        result = look_at(folder, document_text_name);
    return result == 0 || is_trouble(result) ? result : -ENOENT;
}

/* A stream over an open directory, which stays open itself. NULL with errno. */
static DIR *list(int directory)
{
    int fd = open_beneath(directory, ".", O_RDONLY | O_DIRECTORY);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (fd < 0)
        errno = -fd;
    else if (!stream)
        close(fd);
    return stream;
}

/* A picture by its name, and a name that a document may have. */
static bool is_picture(const struct dirent *entry)
{
    const char *name = entry->d_name;
    size_t size = strlen(name);
    return (entry->d_type == DT_REG || entry->d_type == DT_UNKNOWN) && !folder_is_litter(name) &&
           media_kind_type(media_kind_of_name(name)) && utf8_check(name, size) == size &&
           form_is_href(name, size);
}

static int holds_pictures(int folder)
{
    DIR *stream = list(folder);
    int result = stream ? -ENOENT : -errno;
    for (size_t i = 0; stream && result == -ENOENT && i < STICK_PICTURES_SEEN; i++) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry) {
            result = errno ? -errno : -ENOENT;
            break;
        }
        if (is_picture(entry) && look_at(folder, entry->d_name) == 0)
            result = 0;
    }
    if (stream)
        closedir(stream);
    return result == 0 || is_trouble(result) ? result : -ENOENT;
}

/* The folder of this name where it is looked for: a descriptor; -ENOENT; or what is_trouble. */
static int open_folder(int mount, const char *name, judge_folder *judge)
{
    int fd = open_beneath(mount, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
    if (fd < 0)
        return is_trouble(fd) ? fd : -ENOENT;
    int result = judge(fd);
    if (result == 0)
        return fd;
    close(fd);
    return result;
}

/* As stick_find, among the folders of the first level; *ret is the descriptor. */
static int search(int mount, DIR *stream, judge_folder *judge, int *ret)
{
    int found = -1, result = 0;
    for (size_t i = 0; result == 0 && i < STICK_ENTRIES_MAX; i++) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry) {
            result = -errno;
            break;
        }
        /* Hidden ones are of other systems' making: a folder in the bin is no second one. */
        if (folder_is_litter(entry->d_name) ||
            (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
            continue;
        int fd = open_folder(mount, entry->d_name, judge);
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

static int find(struct stick *stick, judge_folder *judge)
{
    int result = judge(stick->mount);
    if (result != -ENOENT)
        return result;
    DIR *stream = list(stick->mount);
    if (!stream)
        return -errno;
    result = search(stick->mount, stream, judge, &stick->folder);
    closedir(stream);
    return result;
}

int stick_find(struct stick *stick)
{
    return find(stick, holds_document);
}

int stick_find_pictures(struct stick *stick)
{
    return find(stick, holds_pictures);
}

void stick_free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

/* Fills `names`, which has room for `limit`. */
static int read_names(DIR *stream, size_t limit, char **names, size_t *count)
{
    for (size_t i = 0; i < STICK_PICTURES_SEEN; i++) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry)
            return -errno;
        if (!is_picture(entry))
            continue;
        if (*count == limit)
            return -E2BIG;
        if (!(names[*count] = strdup(entry->d_name)))
            return -ENOMEM;
        ++*count;
    }
    return -E2BIG;
}

int stick_pictures(const struct stick *stick, size_t limit, char ***ret, size_t *ret_count)
{
    size_t count = 0;
    char **names = calloc(limit + 1, sizeof *names);
    DIR *stream = names ? list(stick->folder) : NULL;
    int result = !names ? -ENOMEM : !stream ? -errno : read_names(stream, limit, names, &count);
    if (stream)
        closedir(stream);
    if (result < 0) {
        stick_free_names(names, count);
        return result;
    }
    natural_sort(names, count);
    *ret = names;
    *ret_count = count;
    return 0;
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

int stick_document(const struct stick *stick, int64_t *ret_size)
{
    int fd = stick_file(stick, document_name, ret_size);
    return fd == -ENOENT ? stick_file(stick, document_text_name, ret_size) : fd;
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

int stick_read_root(const struct stick *stick, const char *name, size_t limit, char **ret_data,
                    size_t *ret_size)
{
    const struct stick root = {stick->mount, stick->mount};
    char again[NAME_MAX + 1];
    int result = stick_read(&root, name, limit, ret_data, ret_size);
    /* Windows hides the ending, and who writes it adds a second one that nobody sees. */
    if (result == -ENOENT && (size_t)snprintf(again, sizeof again, "%s.txt", name) < sizeof again)
        result = stick_read(&root, again, limit, ret_data, ret_size);
    return result;
}

bool stick_is_there(const struct stick *stick, const struct mount *mount)
{
    struct stat now, then;
    return fstat(stick->mount, &then) == 0 && lstat(mount->path, &now) == 0 &&
           then.st_dev == now.st_dev && then.st_ino == now.st_ino;
}
