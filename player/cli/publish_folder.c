/* A publication into a folder of this machine. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/amount.h"
#include "cli/publish_aside.h"
#include "cli/publish_medium.h"
#include "cli/publish_name.h"
#include "cli/publish_stick.h"
#include "cli/publish_target.h"
#include "cli/say.h"

enum { FOLDERS = 256 }; /* of the pool: one for each first byte of a digest */

struct folder_target {
    struct publish_target target;
    int directory;                /* -1: not made yet */
    struct publish_medium medium; /* where it is, or will be made */
    bool dirty[FOLDERS];          /* folders of the pool with names that are not durable yet */
    bool dirty_pool, dirty_top;
};

static struct folder_target *folder_of(struct publish_target *target)
{
    return (struct folder_target *)target;
}

static int fail(struct folder_target *folder, const char *name, int error)
{
    const char *words = publish_medium_words(&folder->medium, error);
    snprintf(folder->target.why, sizeof folder->target.why, "%s%s%s: %s", folder->target.name,
             *name ? "/" : "", name, words ? words : say_errno(error));
    return error;
}

static int lock(struct folder_target *folder)
{
    /* Network file systems cannot always lock a folder; that is no reason to do nothing. */
    if (flock(folder->directory, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return 0;
    snprintf(folder->target.why, sizeof folder->target.why,
             _("%s: another publication to it is under way; try again when it is done"),
             folder->target.name);
    return -EBUSY;
}

static int open_directory(struct folder_target *folder)
{
    folder->directory = open(folder->target.name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder->directory < 0 ? fail(folder, "", -errno) : lock(folder);
}

/* Where the folder is, or is to be made. */
static int look_at_medium(struct folder_target *folder, int directory)
{
    int result = publish_medium_look(directory, &folder->medium);
    if (result < 0)
        return fail(folder, "", result);
    folder->target.block = folder->medium.block;
    folder->target.is_stick = folder->medium.is_stick;
    return 0;
}

static int look_for_room(struct folder_target *folder, int64_t needed, size_t files)
{
    char amount[AMOUNT_SIZE];
    int64_t lack = files > 0 ? publish_medium_lack(&folder->medium, needed, files) : 0;
    if (lack == 0)
        return 0;
    if (lack < 0)
        snprintf(folder->target.why, sizeof folder->target.why,
                 _("%s: the disk takes no more files; delete some that are not needed there"),
                 folder->target.name);
    else
        snprintf(folder->target.why, sizeof folder->target.why,
                 folder->medium.is_stick
                     ? _("%s: there is not enough room on the stick: %s are missing; delete what "
                         "is not needed there, or take a larger one")
                     : _("%s: the disk is full: %s are missing; delete what is not needed there"),
                 folder->target.name, amount_bytes(lack, amount));
    return -ENOSPC;
}

static int folder_begin(struct publish_target *target, int64_t needed, size_t files)
{
    struct folder_target *folder = folder_of(target);
    if (folder->directory >= 0) {
        int result = look_at_medium(folder, folder->directory); /* what was removed counts */
        return result < 0 ? result : look_for_room(folder, needed, files);
    }
    int result = look_for_room(folder, needed, files);
    if (result < 0)
        return result;
    if (mkdir(target->name, 0777) < 0 && errno != EEXIST)
        return fail(folder, "", -errno);
    return open_directory(folder);
}

static int folder_get(struct publish_target *target, const char *name, size_t limit,
                      char **ret_data, size_t *ret_size)
{
    struct folder_target *folder = folder_of(target);
    if (folder->directory < 0)
        return -ENOENT;
    int fd = openat(folder->directory, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? -ENOENT : fail(folder, name, -errno);
    int result = file_read_fd(fd, limit, ret_data, ret_size);
    close(fd);
    return result < 0 ? fail(folder, name, result) : 0;
}

/* What cannot be read, or is damaged, is written anew. */
static bool has(const struct folder_target *folder, const struct publish_wanted *wanted)
{
    struct stat status;
    unsigned char digest[SHA256_SIZE];
    int64_t length;
    int fd = openat(folder->directory, wanted->name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (folder->medium.is_stick)
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED); /* memory would give back anything */
    bool same = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                status.st_size == wanted->size &&
                sha256_fd(fd, wanted->size, digest, &length) == 0 && length == wanted->size &&
                memcmp(digest, wanted->sha256, SHA256_SIZE) == 0;
    close(fd);
    return same;
}

static int folder_look(struct publish_target *target, struct publish_wanted *list, size_t count)
{
    const struct folder_target *folder = folder_of(target);
    for (size_t i = 0; i < count; i++) {
        list[i].is_there = folder->directory >= 0 && has(folder, &list[i]);
        if (target->moved)
            target->moved(target->context, list[i].size);
    }
    return 0;
}

static int make_folder(struct folder_target *folder, const char *path)
{
    return mkdirat(folder->directory, path, 0777) < 0 && errno != EEXIST ? -errno : 0;
}

/* Makes the folders that `name` lies in, and remembers what must be made durable. */
static int prepare(struct folder_target *folder, const char *name)
{
    if (strncmp(name, PUBLISH_POOL "/", sizeof PUBLISH_POOL) != 0) {
        folder->dirty_top = true;
        return 0;
    }
    char path[PUBLISH_NAME_SIZE];
    const char *prefix = name + sizeof PUBLISH_POOL;
    snprintf(path, sizeof path, PUBLISH_POOL "/%.2s", prefix);
    folder->dirty[strtoul(path + sizeof PUBLISH_POOL, NULL, 16) % FOLDERS] = true;
    int result = make_folder(folder, path);
    if (result == -ENOENT) {
        folder->dirty_top = true;
        result = make_folder(folder, PUBLISH_POOL);
        if (result == 0)
            result = make_folder(folder, path);
    }
    folder->dirty_pool = true;
    return result < 0 ? fail(folder, path, result) : 0;
}

/* On FAT a power cut in a renaming can leave two names for the same bytes, and whoever removes the
 * one then destroys the other. What is named by its digest needs no renaming: no document names it
 * before it is whole, and `has` sees what is not. */
static bool is_in_place(const struct folder_target *folder, const char *name)
{
    return folder->medium.is_fat && publish_name_is_ours(name);
}

static int folder_put(struct publish_target *target, const char *name, const void *data,
                      size_t size)
{
    struct folder_target *folder = folder_of(target);
    int result = prepare(folder, name);
    if (result < 0)
        return result;
    result = publish_aside_write(folder->directory, name, is_in_place(folder, name), data, size);
    if (result == 0 && target->moved)
        target->moved(target->context, (int64_t)size);
    return result < 0 ? fail(folder, name, result) : 0;
}

static int folder_put_file(struct publish_target *target, const char *name, int from, int64_t size,
                           const unsigned char sha256[SHA256_SIZE])
{
    struct folder_target *folder = folder_of(target);
    int result = prepare(folder, name);
    if (result < 0)
        return result;
    result = publish_aside_copy(folder->directory, name, is_in_place(folder, name), from, size,
                                sha256, target->moved, target->context);
    return result < 0 ? fail(folder, name, result) : 0;
}

static int folder_settle(struct publish_target *target)
{
    struct folder_target *folder = folder_of(target);
    int result = 0;
    /* On FAT what is renamed stands in its new place with the file system as a whole only. */
    if (folder->medium.is_stick || folder->medium.is_fat)
        return syncfs(folder->directory) < 0 ? fail(folder, "", -errno) : 0;
    for (unsigned i = 0; result == 0 && i < FOLDERS; i++) {
        char path[32];
        snprintf(path, sizeof path, PUBLISH_POOL "/%02x", i);
        if (folder->dirty[i])
            result = publish_aside_sync(folder->directory, path);
    }
    if (result == 0 && folder->dirty_pool)
        result = publish_aside_sync(folder->directory, PUBLISH_POOL);
    if (result == 0 && folder->dirty_top)
        result = publish_aside_sync(folder->directory, ".");
    if (result < 0)
        return fail(folder, "", result);
    memset(folder->dirty, 0, sizeof folder->dirty);
    folder->dirty_pool = folder->dirty_top = false;
    return 0;
}

static DIR *open_stream(int directory, const char *path)
{
    int fd = openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream && fd >= 0)
        close(fd);
    return stream;
}

static int folder_list(struct publish_target *target, void (*each)(void *context, const char *name),
                       void *context)
{
    struct folder_target *folder = folder_of(target);
    for (unsigned i = 0; i < FOLDERS; i++) {
        char path[32];
        snprintf(path, sizeof path, PUBLISH_POOL "/%02x", i);
        DIR *stream = open_stream(folder->directory, path);
        struct dirent *entry;
        while (stream && (entry = readdir(stream))) {
            char name[sizeof path + NAME_MAX + 2];
            snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
            each(context, name);
        }
        if (stream)
            closedir(stream);
    }
    return 0;
}

static int folder_remove(struct publish_target *target, const char *name)
{
    struct folder_target *folder = folder_of(target);
    if (unlinkat(folder->directory, name, 0) < 0 && errno != ENOENT)
        return fail(folder, name, -errno);
    char path[PUBLISH_NAME_SIZE];
    snprintf(path, sizeof path, "%s", name);
    *strrchr(path, '/') = '\0';
    unlinkat(folder->directory, path, AT_REMOVEDIR); /* only if it is empty now */
    return 0;
}

/* What can be pulled out, and other file systems than the system's own, are written out whole:
 * people pull sticks as soon as they read "done". */
static int folder_finish(struct publish_target *target)
{
    struct folder_target *folder = folder_of(target);
    struct stat own, system;
    if (fstat(folder->directory, &own) < 0)
        return fail(folder, "", -errno);
    bool is_foreign = stat("/", &system) == 0 && system.st_dev != own.st_dev;
    if ((folder->medium.is_stick || is_foreign) && syncfs(folder->directory) < 0)
        return fail(folder, "", -errno);
    return 0;
}

static void folder_destroy(struct publish_target *target)
{
    if (!target)
        return;
    struct folder_target *folder = folder_of(target);
    if (folder->directory >= 0)
        close(folder->directory);
    free(folder);
}

static const struct publish_target_way folder_way = {
    .begin = folder_begin,
    .get = folder_get,
    .look = folder_look,
    .put = folder_put,
    .put_file = folder_put_file,
    .settle = folder_settle,
    .list = folder_list,
    .remove = folder_remove,
    .finish = folder_finish,
    .destroy = folder_destroy,
};

/* A folder may be made, but not those above it: a stick that is not plugged in has no folder, and
 * one made in its place would fill the wrong disk. */
static int look_at_parent(struct folder_target *folder, const char *path)
{
    char parent[PATH_MAX];
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    while (size > 0 && path[size - 1] != '/')
        size--;
    if (size >= sizeof parent)
        return fail(folder, "", -ENAMETOOLONG);
    snprintf(parent, sizeof parent, "%.*s", (int)size, path);
    int fd = open(size ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -ENOENT;
    int result = look_at_medium(folder, fd);
    close(fd);
    return result;
}

struct publish_target *publish_target_folder(const char *path)
{
    struct folder_target *folder = calloc(1, sizeof *folder);
    if (!folder) {
        say("%s", say_errno(ENOMEM));
        return NULL;
    }
    folder->target = (struct publish_target){.way = &folder_way, .name = path, .block = 1};
    int result = open_directory(folder);
    if (result == 0)
        result = look_at_medium(folder, folder->directory);
    else if (result == -ENOENT)
        result = look_at_parent(folder, path);
    if (result == 0) {
        if (folder->medium.is_strange)
            say(_("warning: %s: players read sticks in the formats FAT32 and exFAT only; have this "
                  "one formatted anew"),
                path);
        if (folder->medium.is_stick)
            publish_stick_warn(path);
        return &folder->target;
    }
    if (result == -ENOENT)
        say(_("%s: there is no such folder, nor one to make it in; is the stick plugged in?"),
            path);
    else
        say("%s", folder->target.why);
    folder_destroy(&folder->target);
    return NULL;
}

bool publish_target_is_directory(const char *path, int directory)
{
    struct stat target, draft;
    return stat(path, &target) == 0 && fstat(directory, &draft) == 0 &&
           target.st_dev == draft.st_dev && target.st_ino == draft.st_ino;
}
