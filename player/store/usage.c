#include <errno.h>
#include <fcntl.h>
#include <sys/statvfs.h>

#include "store/entry.h"
#include "store/store.h"

/* A share of a large disk would be more than anybody needs free. */
#define FREE_BYTES_MAX (INT64_C(200) * 1000 * 1000)

static int add_size(struct store_usage *usage, int directory, const char *name)
{
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : -errno; /* the writer has just removed or renamed it */
    if (S_ISREG(status.st_mode) &&
        __builtin_add_overflow(usage->bytes, status.st_size, &usage->bytes))
        return -EOVERFLOW;
    usage->objects += S_ISREG(status.st_mode);
    return 0;
}

static int add_object(void *context, int directory, const char *name)
{
    unsigned char digest[SHA256_SIZE];
    return entry_is_digest(name, "", digest) ? add_size(context, directory, name) : 0;
}

static int add_part(void *context, int directory, const char *name)
{
    unsigned char digest[SHA256_SIZE];
    return entry_is_digest(name, ".part", digest) || entry_is_digest(name, "", digest)
               ? add_size(context, directory, name)
               : 0;
}

int store_usage(const struct store *store, struct store_usage *ret)
{
    struct store_usage usage = {0};
    struct statvfs status;
    int result = entry_walk_objects(store->directory, add_object, &usage);
    if (result == 0)
        result = entry_walk(store->directory, "tmp", add_part, &usage);
    if (result < 0)
        return result;
    if (fstatvfs(store->directory, &status) < 0)
        return -errno;
    if (__builtin_mul_overflow(status.f_bavail, status.f_frsize, &usage.free_bytes) ||
        __builtin_mul_overflow(status.f_blocks, status.f_frsize, &usage.total_bytes))
        return -EOVERFLOW;
    *ret = usage;
    return 0;
}

/* a + b - c of amounts that are not negative, within the range of the type. */
static int64_t amount(int64_t a, int64_t b, int64_t c)
{
    int64_t sum;
    return __builtin_add_overflow(a - c, b, &sum) ? INT64_MAX : sum;
}

int64_t store_missing(const struct store_usage *usage, const struct store_limits *limits,
                      int64_t bytes)
{
    int64_t percent = limits->min_free_percent > 100 ? 100 : limits->min_free_percent;
    int64_t floor = usage->total_bytes / 100 * percent;
    if (floor > FREE_BYTES_MAX)
        floor = FREE_BYTES_MAX;
    int64_t of_quota = amount(usage->bytes, bytes, limits->max_bytes);
    int64_t of_disk = amount(floor, bytes, usage->free_bytes);
    int64_t missing = of_quota > of_disk ? of_quota : of_disk;
    return missing > 0 ? missing : 0;
}
