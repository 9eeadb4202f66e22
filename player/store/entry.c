#include "store/entry.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

void entry_object_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX])
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(sha256, hex);
    snprintf(path, ENTRY_PATH_MAX, "objects/%.2s/%s", hex, hex);
}

void entry_prefix_path(unsigned char prefix, char path[ENTRY_PATH_MAX])
{
    snprintf(path, ENTRY_PATH_MAX, "objects/%02x", prefix);
}

void entry_part_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX])
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(sha256, hex);
    snprintf(path, ENTRY_PATH_MAX, "tmp/%s.part", hex);
}

void entry_whole_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX])
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(sha256, hex);
    snprintf(path, ENTRY_PATH_MAX, "tmp/%s", hex);
}

void entry_tag_path(const unsigned char sha256[SHA256_SIZE], char path[ENTRY_PATH_MAX])
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(sha256, hex);
    snprintf(path, ENTRY_PATH_MAX, "tmp/%s.tag", hex);
}

void entry_generation_path(uint64_t generation, char path[ENTRY_PATH_MAX])
{
    snprintf(path, ENTRY_PATH_MAX, "generations/%" PRIu64, generation);
}

void entry_stage_path(uint64_t generation, char path[ENTRY_PATH_MAX])
{
    snprintf(path, ENTRY_PATH_MAX, "tmp/g%" PRIu64, generation);
}

bool entry_is_digest(const char *name, const char *suffix, unsigned char ret[SHA256_SIZE])
{
    char hex[SHA256_HEX_SIZE];
    if (strlen(name) != SHA256_HEX_SIZE - 1 + strlen(suffix) ||
        strcmp(name + SHA256_HEX_SIZE - 1, suffix) != 0)
        return false;
    snprintf(hex, sizeof hex, "%s", name);
    return strspn(hex, "0123456789abcdef") == sizeof hex - 1 && sha256_from_hex(hex, ret) == 0;
}

bool entry_is_number(const char *name, const char *prefix, const char *suffix, uint64_t *ret)
{
    uint64_t value = 0;
    if (strncmp(name, prefix, strlen(prefix)) != 0)
        return false;
    const char *digit = name + strlen(prefix);
    if (*digit == '0')
        return false;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        value = value * 10 + (uint64_t)(*digit - '0');
        if (value > CURRENT_GENERATION_MAX)
            return false;
    }
    if (value == 0 || strcmp(digit, suffix) != 0)
        return false;
    *ret = value;
    return true;
}

bool entry_is_name(const char *name)
{
    return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

int entry_open(int directory, const char *path, struct stat *ret_status)
{
    struct stat status;
    int fd = openat(directory, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = fstat(fd, &status) < 0 ? -errno : S_ISREG(status.st_mode) ? 0 : -ENOTSUP;
    if (result < 0) {
        close(fd);
        return result;
    }
    *ret_status = status;
    return fd;
}

int entry_read(int directory, const char *path, size_t limit, char **ret_data, size_t *ret_size)
{
    struct stat status;
    int fd = entry_open(directory, path, &status);
    if (fd < 0)
        return fd;
    int result = file_read_fd(fd, limit, ret_data, ret_size);
    close(fd);
    return result;
}

int entry_write(int directory, const char *path, const void *data, size_t size)
{
    int result = entry_remove(directory, path);
    if (result < 0)
        return result;
    int fd = openat(directory, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        return -errno;
    result = file_write_all(fd, data, size);
    if (close(fd) < 0 && result == 0)
        result = -errno;
    if (result < 0)
        entry_remove(directory, path);
    return result;
}

/* An error is told once, so that of either step is final. */
static int sync_fd(int fd, bool is_only_sent)
{
    if (!is_only_sent)
        return fsync(fd) < 0 ? -errno : 0;
    if (sync_file_range(fd, 0, 0,
                        SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
                            SYNC_FILE_RANGE_WAIT_AFTER) < 0 &&
        errno != ENOSYS && errno != EINVAL)
        return -errno;
    return 0;
}

static int sync_file(int directory, const char *path, bool is_only_sent)
{
    struct stat status;
    int fd = entry_open(directory, path, &status);
    if (fd < 0)
        return fd;
    int result = sync_fd(fd, is_only_sent);
    close(fd);
    if (result < 0)
        entry_remove(directory, path);
    return result;
}

int entry_send(int directory, const char *path)
{
    return sync_file(directory, path, true);
}

int entry_sync_file(int directory, const char *path)
{
    return sync_file(directory, path, false);
}

int entry_make_directory(int directory, const char *path)
{
    return mkdirat(directory, path, 0755) < 0 && errno != EEXIST ? -errno : 0;
}

int entry_sync(int directory, const char *path)
{
    int fd = openat(directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = fsync(fd) < 0 ? -errno : 0;
    close(fd);
    return result;
}

static int visit_all(DIR *stream, entry_visit visit, void *context)
{
    for (size_t count = 0; count <= ENTRY_COUNT_MAX; count++) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry)
            return -errno;
        if (!entry_is_name(entry->d_name))
            continue;
        int result = visit(context, dirfd(stream), entry->d_name);
        if (result != 0)
            return result;
    }
    return -EOVERFLOW;
}

int entry_walk(int directory, const char *path, entry_visit visit, void *context)
{
    int fd = openat(directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : -errno;
    DIR *stream = fdopendir(fd);
    if (!stream) {
        int error = errno;
        close(fd);
        return -error;
    }
    int result = visit_all(stream, visit, context);
    closedir(stream);
    return result;
}

struct objects {
    entry_visit visit;
    void *context;
};

static int visit_prefix(void *context, int directory, const char *name)
{
    const struct objects *objects = context;
    if (strlen(name) != 2 || strspn(name, "0123456789abcdef") != 2)
        return 0;
    return entry_walk(directory, name, objects->visit, objects->context);
}

int entry_walk_objects(int directory, entry_visit visit, void *context)
{
    struct objects objects = {visit, context};
    return entry_walk(directory, "objects", visit_prefix, &objects);
}

int entry_remove(int directory, const char *path)
{
    return unlinkat(directory, path, 0) < 0 && errno != ENOENT ? -errno : 0;
}

static int remove_file(void *context, int directory, const char *name)
{
    (void)context;
    return entry_remove(directory, name);
}

int entry_remove_directory(int directory, const char *path)
{
    int result = entry_walk(directory, path, remove_file, NULL);
    if (result == 0 && unlinkat(directory, path, AT_REMOVEDIR) < 0 && errno != ENOENT)
        result = -errno;
    return result;
}
