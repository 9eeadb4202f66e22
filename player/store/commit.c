#include "store/commit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/entry.h"

static const char CURRENT[] = "current", COPY[] = "current.copy", ASIDE[] = "tmp/" COMMIT_ASIDE,
                  COPY_ASIDE[] = "tmp/" COMMIT_COPY_ASIDE;

/* One of the two files: its bytes where they are sound. */
struct version {
    char *bytes;
    size_t size;
    struct current current;
    int result; /* 0; -ENOENT; -EBADMSG: damaged, which unreadable is too; or -errno */
};

static void version_read(const struct store *store, const char *name, struct version *ret)
{
    *ret = (struct version){0};
    ret->result = entry_read(store->directory, name, CURRENT_BYTES_MAX, &ret->bytes, &ret->size);
    if (ret->result == 0)
        ret->result = current_parse(ret->bytes, ret->size, &ret->current);
    /* A file of another kind or size, a bad sector: no later try reads more out of it. */
    else if (ret->result == -EIO || ret->result == -EFBIG || ret->result == -ENOTSUP ||
             ret->result == -ELOOP || ret->result == -EISDIR)
        ret->result = -EBADMSG;
}

static bool version_is_lost(const struct version *version)
{
    return version->result == -ENOENT || version->result == -EBADMSG;
}

static bool version_equals(const struct version *a, const struct version *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

int store_read_current(const struct store *store, struct current *ret)
{
    struct version current, copy = {.result = -ENOENT};
    version_read(store, CURRENT, &current);
    if (version_is_lost(&current))
        version_read(store, COPY, &copy);
    int result = current.result;
    if (result == 0) {
        *ret = current.current;
    } else if (version_is_lost(&current) && copy.result == 0) {
        *ret = copy.current;
        result = 0;
    } else if (result == -ENOENT) {
        result = copy.result == -ENOENT ? -ENODATA : copy.result;
    } else if (result == -EBADMSG && !version_is_lost(&copy)) {
        result = copy.result;
    }
    free(current.bytes);
    free(copy.bytes);
    return result;
}

static int replace(const struct store *store, const char *name, const char *bytes, size_t size)
{
    int result = entry_write(store->directory, ASIDE, bytes, size);
    if (result == 0)
        result = entry_sync_file(store->directory, ASIDE);
    if (result == 0 && renameat(store->directory, ASIDE, store->directory, name) < 0) {
        result = -errno;
        entry_remove(store->directory, ASIDE);
    }
    return result;
}

static int repair_from(const struct store *store, const struct version *current,
                       const struct version *copy)
{
    if (current->result == 0) {
        if (copy->result == 0 && version_equals(current, copy))
            return 0;
        return replace(store, COPY, current->bytes, current->size);
    }
    if (copy->result == 0) {
        log_error("store: \"current\" was damaged; it is written again from its copy");
        int result = replace(store, CURRENT, copy->bytes, copy->size);
        return result < 0 ? result : entry_sync(store->directory, ".");
    }
    if (current->result == -EBADMSG)
        log_error("store: \"current\" and its copy are damaged; the feeds are fetched again");
    return 0;
}

int commit_repair(const struct store *store)
{
    struct version current, copy;
    version_read(store, CURRENT, &current);
    version_read(store, COPY, &copy);
    int result = current.result < 0 && !version_is_lost(&current) ? current.result
                 : copy.result < 0 && !version_is_lost(&copy)     ? copy.result
                                                                  : 0;
    if (result == 0)
        result = repair_from(store, &current, &copy);
    free(current.bytes);
    free(copy.bytes);
    return result;
}

/* After a sync that failed nobody knows which of the two the disk has; readers must see the old
 * one, which is what the copy holds until the new one is durable. */
static void take_back(const struct store *store, bool was_there)
{
    if (renameat(store->directory, COPY, store->directory, CURRENT) < 0 && errno == ENOENT &&
        !was_there)
        entry_remove(store->directory, CURRENT);
}

/* Both files, durable, under names of their own. Sent together, so that the file system writes its
 * books once. */
static int write_both(const struct store *store, const char *bytes, size_t size)
{
    static const char *const paths[] = {ASIDE, COPY_ASIDE};
    int result = 0;
    for (size_t i = 0; result == 0 && i < 2; i++)
        result = entry_write(store->directory, paths[i], bytes, size);
    for (size_t i = 0; result == 0 && i < 2; i++)
        result = entry_send(store->directory, paths[i]);
    for (size_t i = 0; result == 0 && i < 2; i++)
        result = entry_sync_file(store->directory, paths[i]);
    return result;
}

static int commit_bytes(const struct store *store, const char *bytes, size_t size)
{
    int directory = store->directory;
    int result = write_both(store, bytes, size);
    bool was_there = faccessat(directory, CURRENT, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    if (result == 0 && renameat(directory, ASIDE, directory, CURRENT) < 0)
        result = -errno;
    if (result < 0) {
        entry_remove(directory, ASIDE);
    } else {
        result = entry_sync(directory, ".");
        if (result < 0)
            take_back(store, was_there);
    }
    if (result < 0) {
        entry_remove(directory, COPY_ASIDE);
        return result;
    }
    /* It is on. Where the copy fails, the next commit or the next start makes it. */
    if (renameat(directory, COPY_ASIDE, directory, COPY) < 0)
        log_warning("store: the copy of \"current\" cannot be replaced; it follows later");
    return 0;
}

int store_commit(const struct store *store, const struct current *current)
{
    struct current again;
    char *bytes;
    int result = current_format(current, &bytes);
    if (result < 0)
        return result;
    result = current_parse(bytes, strlen(bytes), &again);
    if (result == -EBADMSG)
        result = -EINVAL;
    if (result == 0)
        result = commit_repair(store);
    if (result == 0)
        result = commit_bytes(store, bytes, strlen(bytes));
    free(bytes);
    return result;
}
