#include "sync/mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/clock.h"
#include "sync/body.h"

enum { FIELDS_MAX = 64, READ_BYTES = 16384 };

struct field {
    const char *text;
    size_t size;
};

static bool field_is(struct field field, const char *word)
{
    return field.size == strlen(word) && memcmp(field.text, word, field.size) == 0;
}

static size_t split(const char *line, size_t size, struct field fields[FIELDS_MAX])
{
    size_t count = 0;
    while (count < FIELDS_MAX) {
        const char *space = memchr(line, ' ', size);
        size_t length = space ? (size_t)(space - line) : size;
        fields[count++] = (struct field){line, length};
        if (!space)
            return count;
        line += length + 1;
        size -= length + 1;
    }
    return 0; /* nothing that the kernel writes */
}

/* A decimal number and nothing else. */
static bool read_number(const char *text, size_t size, uint64_t most, uint64_t *ret)
{
    uint64_t number = 0;
    if (size == 0 || size > 19)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    if (number > most)
        return false;
    *ret = number;
    return true;
}

static bool read_device(struct field field, dev_t *ret)
{
    uint64_t high, low;
    const char *colon = memchr(field.text, ':', field.size);
    size_t before = colon ? (size_t)(colon - field.text) : 0;
    if (!colon || !read_number(field.text, before, UINT32_MAX, &high) ||
        !read_number(colon + 1, field.size - before - 1, UINT32_MAX, &low))
        return false;
    *ret = makedev((unsigned)high, (unsigned)low);
    return true;
}

/* Undoes the kernel's escapes: a backslash and exactly three octal digits, for blanks, line ends,
 * '#' and the backslash. */
static bool read_path(struct field field, char path[MOUNTS_PATH_MAX])
{
    size_t used = 0;
    for (size_t i = 0; i < field.size; i++) {
        unsigned byte = (unsigned char)field.text[i];
        if (byte == '\\') {
            if (field.size - i < 4)
                return false;
            byte = 0;
            for (size_t j = 1; j <= 3; j++) {
                char digit = field.text[i + j];
                if (digit < '0' || digit > '7')
                    return false;
                byte = byte * 8 + (unsigned)(digit - '0');
            }
            i += 3;
        }
        if (byte == 0 || byte > 255 || used + 1 >= MOUNTS_PATH_MAX)
            return false;
        path[used++] = (char)byte;
    }
    path[used] = '\0';
    return path[0] == '/';
}

static bool is_below(const char *path, const char *root)
{
    size_t size = strlen(root);
    while (size > 0 && root[size - 1] == '/')
        size--;
    return strncmp(path, root, size) == 0 && path[size] == '/' && path[size + 1] != '\0';
}

static bool is_below_any(const char *path, const char *const *roots, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (roots[i][0] == '/' && is_below(path, roots[i]))
            return true;
    }
    return false;
}

static bool read_word(struct field source, enum mount_kind *ret)
{
    static const struct {
        const char *word;
        enum mount_kind kind;
    } words[] = {{"bangtin-ntfs", MOUNT_NTFS},
                 {"bangtin-other", MOUNT_OTHER},
                 {"bangtin-unreadable", MOUNT_UNREADABLE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *ret = words[i].kind;
        if (field_is(source, words[i].word))
            return true;
    }
    return false;
}

/* False: no stick at all. */
static bool read_kind(struct field type, struct field source, enum mount_kind *ret)
{
    static const char *const ntfs[] = {"ntfs", "ntfs3", "fuseblk"};
    *ret = MOUNT_FAT;
    if (field_is(type, "vfat") || field_is(type, "exfat"))
        return true;
    *ret = MOUNT_NTFS;
    for (size_t i = 0; i < sizeof ntfs / sizeof *ntfs; i++) {
        if (field_is(type, ntfs[i]))
            return true;
    }
    if (field_is(type, "tmpfs")) /* what kiosk/bangtin-usb says of a stick that it cannot mount */
        return read_word(source, ret);
    *ret = MOUNT_OTHER;
    return source.size > 5 && memcmp(source.text, "/dev/", 5) == 0;
}

/* id parent major:minor root point options [tag…] - type source options */
static bool read_line(const char *line, size_t size, struct mount *ret)
{
    struct field fields[FIELDS_MAX];
    size_t count = split(line, size, fields), dash = 6;
    if (count < 10)
        return false;
    while (dash < count && !field_is(fields[dash], "-"))
        dash++;
    return dash + 2 < count && read_number(fields[0].text, fields[0].size, INT64_MAX, &ret->id) &&
           read_device(fields[2], &ret->device) && read_path(fields[4], ret->path) &&
           read_kind(fields[dash + 1], fields[dash + 2], &ret->kind);
}

/* A later mount covers the earlier one at its place. */
static void add(struct mount_list *mounts, const struct mount *mount)
{
    for (size_t i = 0; i < mounts->count; i++) {
        if (strcmp(mounts->list[i].path, mount->path) == 0) {
            mounts->list[i] = *mount;
            return;
        }
    }
    if (mounts->count < MOUNTS_MAX)
        mounts->list[mounts->count++] = *mount;
}

void mounts_parse(const char *text, size_t size, const char *const *roots, size_t root_count,
                  struct mount_list *ret)
{
    ret->count = 0;
    while (size > 0) {
        struct mount mount = {0};
        const char *end = memchr(text, '\n', size);
        size_t length = end ? (size_t)(end - text) : size;
        if (read_line(text, length, &mount) && is_below_any(mount.path, roots, root_count))
            add(ret, &mount);
        size -= end ? length + 1 : length;
        text += end ? length + 1 : length;
    }
}

bool mount_is(const struct mount *one, const struct mount *other)
{
    return one->id == other->id && one->device == other->device && one->kind == other->kind &&
           strcmp(one->path, other->path) == 0;
}

int mounts_open(struct mounts *ret)
{
    static const char mountinfo[] = "/proc/self/mountinfo";
    struct mounts mounts = MOUNTS_CLOSED;
    mounts.path = getenv("BANGTIN_MOUNTINFO");
    if (!mounts.path) {
        mounts.waker = open(mountinfo, O_RDONLY | O_CLOEXEC);
        mounts.asker = open(mountinfo, O_RDONLY | O_CLOEXEC);
        if (mounts.waker < 0 || mounts.asker < 0) {
            int error = errno;
            mounts_close(&mounts);
            return -error;
        }
    }
    *ret = mounts;
    return 0;
}

void mounts_close(struct mounts *mounts)
{
    if (mounts->waker >= 0)
        close(mounts->waker);
    if (mounts->asker >= 0)
        close(mounts->asker);
    *mounts = MOUNTS_CLOSED;
}

/* The kernel's file has no size: it is read until it ends. */
static int read_all(int fd, struct body *body)
{
    char buffer[READ_BYTES];
    if (lseek(fd, 0, SEEK_SET) < 0)
        return -errno;
    for (;;) {
        ssize_t count = read(fd, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -errno;
        if (count == 0)
            return 0;
        int result = body_add(body, buffer, (size_t)count);
        if (result < 0)
            return result;
    }
}

static int read_list(int fd, const char *const *roots, size_t root_count, struct mount_list *ret)
{
    struct body body = {.limit = MOUNTS_BYTES_MAX};
    int result = read_all(fd, &body);
    if (result == 0)
        mounts_parse(body.bytes ? body.bytes : "", body.size, roots, root_count, ret);
    body_reset(&body, 0);
    return result < 0 ? result : 1;
}

/* The file of the tests: whether it is another one than before. */
static bool file_has_changed(struct mounts *mounts)
{
    struct stat status;
    if (stat(mounts->path, &status) < 0)
        return false;
    const int64_t stamp[3] = {status.st_mtim.tv_sec * CLOCK_SECOND + status.st_mtim.tv_nsec / 1000,
                              status.st_size, (int64_t)status.st_ino};
    bool changed = !mounts->was_read || memcmp(stamp, mounts->stamp, sizeof stamp) != 0;
    memcpy(mounts->stamp, stamp, sizeof stamp);
    return changed;
}

int mounts_look(struct mounts *mounts, const char *const *roots, size_t root_count,
                struct mount_list *ret)
{
    if (mounts->path) {
        if (!file_has_changed(mounts))
            return 0;
        int fd = open(mounts->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        int result = fd < 0 ? -errno : read_list(fd, roots, root_count, ret);
        if (fd >= 0)
            close(fd);
        mounts->was_read = true;
        return result;
    }
    /* A poll(2) of the file forgets what it tells, and the loop may poll twice: so this one is
     * asked by nobody else. */
    struct pollfd ask = {.fd = mounts->asker, .events = POLLPRI};
    bool changed = poll(&ask, 1, 0) > 0 && (ask.revents & (POLLPRI | POLLERR));
    if (mounts->asker < 0 || (!changed && mounts->was_read))
        return 0;
    mounts->was_read = true;
    return read_list(mounts->asker, roots, root_count, ret);
}

int64_t mounts_patience(const struct mounts *mounts)
{
    return mounts->path ? CLOCK_SECOND / 50 : INT64_MAX;
}

bool mount_has_device(const struct mount *mount, const char *devices)
{
    char path[MOUNTS_PATH_MAX];
    if (major(mount->device) == 0 || access(devices, F_OK) < 0)
        return true;
    snprintf(path, sizeof path, "%s/%u:%u", devices, major(mount->device), minor(mount->device));
    return access(path, F_OK) == 0 || errno != ENOENT;
}
