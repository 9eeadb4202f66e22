#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "playlist/limits.h"
#include "store/commit.h"
#include "store/entry.h"
#include "store/generation.h"

static const char *const DIRECTORIES[] = {"objects", "generations", "roots", "tmp"};

/* More ancestors than any path has that this program could have made. */
enum { DEPTH_MAX = 64 };

static int open_directory(const char *path, int *ret)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    *ret = fd;
    return 0;
}

int store_open(const char *path, struct store *ret)
{
    struct store store = STORE_CLOSED;
    int result = open_directory(path, &store.directory);
    if (result == 0)
        *ret = store;
    return result;
}

void store_close(struct store *store)
{
    if (store->lock >= 0)
        close(store->lock);
    if (store->directory >= 0)
        close(store->directory);
    *store = STORE_CLOSED;
}

static int take_lock(struct store *store)
{
    store->lock = openat(store->directory, "lock",
                         O_RDWR | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC, 0600);
    if (store->lock < 0)
        return -errno;
    while (flock(store->lock, LOCK_EX | LOCK_NB) < 0) {
        if (errno == EINTR)
            continue;
        return errno == EWOULDBLOCK ? -EBUSY : -errno;
    }
    return 0;
}

/* A store that nothing was ever activated in may be a fresh one, and the way to it too: until the
 * directories above are synced, a power cut takes it all away. Above the store only a disk that
 * fails counts: what may not be read or synced was made by somebody else. */
static int sync_above(int directory)
{
    char path[3 * DEPTH_MAX + 2] = ".";
    int result = entry_sync(directory, path);
    for (size_t depth = 0; result == 0 && depth < DEPTH_MAX; depth++) {
        struct stat here, above;
        if (fstatat(directory, path, &here, 0) < 0)
            return 0;
        snprintf(path + 1 + 3 * depth, 4, "/..");
        if (fstatat(directory, path, &above, 0) < 0 ||
            (here.st_ino == above.st_ino && here.st_dev == above.st_dev))
            return 0;
        if (entry_sync(directory, path) == -EIO)
            result = -EIO;
    }
    return result;
}

static int make_directories(const struct store *store)
{
    for (size_t i = 0; i < sizeof DIRECTORIES / sizeof *DIRECTORIES; i++) {
        int result = entry_make_directory(store->directory, DIRECTORIES[i]);
        if (result < 0)
            return result;
    }
    if (faccessat(store->directory, "current", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    return sync_above(store->directory);
}

/* A killed writer leaves the space that it had reserved; or a part that is read-only already, and
 * is of no use as one. */
static int release_part(int directory, const char *name)
{
    struct stat status;
    int fd = openat(directory, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES ? entry_remove(directory, name) : -errno;
    int result = fstat(fd, &status) < 0 ? -errno : 0;
    if (result == 0 && S_ISREG(status.st_mode) && ftruncate(fd, status.st_size) < 0)
        result = -errno;
    close(fd);
    return result;
}

/* It was never synced: a power cut may have taken its bytes and left its name. */
static int check_whole(int directory, const char *name, const unsigned char sha256[SHA256_SIZE])
{
    unsigned char digest[SHA256_SIZE];
    struct stat status;
    int64_t size;
    int fd = entry_open(directory, name, &status);
    if (fd < 0)
        return fd;
    int result = sha256_fd(fd, LIMIT_ASSET_BYTES, digest, &size);
    close(fd);
    if (result == 0 && memcmp(digest, sha256, SHA256_SIZE) == 0)
        return 0;
    return entry_remove(directory, name);
}

/* A power cut may bring a part back beside the object that it became. */
static bool is_object(const struct store *store, const unsigned char sha256[SHA256_SIZE])
{
    char path[ENTRY_PATH_MAX];
    entry_object_path(sha256, path);
    return faccessat(store->directory, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* What cannot be swept costs room, no more: the store opens all the same. */
static int sweep_entry(void *context, int directory, const char *name)
{
    const struct store *store = context;
    unsigned char digest[SHA256_SIZE];
    uint64_t generation;
    int result = 0;
    if (entry_is_number(name, "g", "", &generation))
        result = entry_remove_directory(directory, name);
    else if (strcmp(name, COMMIT_ASIDE) == 0 || strcmp(name, COMMIT_COPY_ASIDE) == 0 ||
             strcmp(name, GENERATION_ROOT_ASIDE) == 0)
        result = entry_remove(directory, name);
    else if (entry_is_digest(name, ".part", digest))
        result = is_object(store, digest) ? entry_remove(directory, name)
                                          : release_part(directory, name);
    else if (entry_is_digest(name, "", digest))
        result = is_object(store, digest) ? entry_remove(directory, name)
                                          : check_whole(directory, name, digest);
    if (result < 0)
        log_warning("store: tmp/%s cannot be swept: %s", name, strerror(-result));
    return 0;
}

static int open_writer(const char *path, struct store *store)
{
    int result = file_make_directories(path);
    if (result == 0)
        result = open_directory(path, &store->directory);
    if (result == 0)
        result = take_lock(store);
    if (result == 0)
        result = make_directories(store);
    if (result == 0)
        result = entry_walk(store->directory, "tmp", sweep_entry, store);
    if (result == 0)
        result = commit_repair(store);
    return result;
}

int store_open_writer(const char *path, struct store *ret)
{
    struct store store = STORE_CLOSED;
    int result = open_writer(path, &store);
    if (result < 0)
        store_close(&store);
    else
        *ret = store;
    return result;
}
