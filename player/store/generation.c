#include "store/generation.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/entry.h"

static int take_greatest(void *context, int directory, const char *name)
{
    uint64_t *greatest = context, number;
    (void)directory;
    if (entry_is_number(name, "", "", &number) && number > *greatest)
        *greatest = number;
    return 0;
}

/* A number that neither a directory nor `current` has: one that was cleaned away must not come
 * again for another document as long as anything names it. */
static int next_number(const struct store *store, uint64_t *ret)
{
    struct current current;
    uint64_t greatest = 0;
    int result = entry_walk(store->directory, "generations", take_greatest, &greatest);
    if (result < 0)
        return result;
    result = store_read_current(store, &current);
    if (result < 0 && result != -ENODATA && result != -EBADMSG)
        return result;
    for (size_t i = 0; result == 0 && i < current.feed_count; i++) {
        if (current.feeds[i].generation > greatest)
            greatest = current.feeds[i].generation;
        if (current.feeds[i].previous > greatest)
            greatest = current.feeds[i].previous;
    }
    if (greatest >= CURRENT_GENERATION_MAX)
        return -EOVERFLOW;
    *ret = greatest + 1;
    return 0;
}

/* All objects are there, and their names are durable. A directory that nothing was added to costs
 * no write here. */
static int sync_objects(const struct store *store, const struct store_need *needs, size_t count)
{
    char path[ENTRY_PATH_MAX];
    struct stat status;
    bool is_needed[256] = {false};
    for (size_t i = 0; i < count; i++) {
        entry_object_path(needs[i].sha256, path);
        if (fstatat(store->directory, path, &status, AT_SYMLINK_NOFOLLOW) < 0)
            return -errno;
        if (!S_ISREG(status.st_mode) || status.st_size != needs[i].size)
            return -ENOENT;
        is_needed[needs[i].sha256[0]] = true;
    }
    for (unsigned prefix = 0; prefix < 256; prefix++) {
        entry_prefix_path((unsigned char)prefix, path);
        int result = is_needed[prefix] ? entry_sync(store->directory, path) : 0;
        if (result < 0)
            return result;
    }
    return entry_sync(store->directory, "objects");
}

static int write_member(const struct store *store, const char *stage, const struct store_file *file)
{
    char path[ENTRY_PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", stage, file->name);
    if (length < 0 || (size_t)length >= sizeof path)
        return -ENAMETOOLONG;
    return entry_write(store->directory, path, file->data, file->size);
}

static int write_stage(const struct store *store, const char *stage, const struct store_file *files,
                       size_t file_count, const struct store_file *list)
{
    if (mkdirat(store->directory, stage, 0755) < 0)
        return -errno;
    for (size_t i = 0; i < file_count; i++) {
        int result = write_member(store, stage, &files[i]);
        if (result < 0)
            return result;
    }
    int result = write_member(store, stage, list);
    return result < 0 ? result : entry_sync(store->directory, stage);
}

/* Written aside, synced, renamed; removed again where any of it fails. */
static int make_generation(const struct store *store, uint64_t number,
                           const struct store_file *files, size_t file_count,
                           const struct store_file *list)
{
    char stage[ENTRY_PATH_MAX], path[ENTRY_PATH_MAX];
    entry_stage_path(number, stage);
    entry_generation_path(number, path);
    int result = entry_remove_directory(store->directory, stage);
    if (result == 0)
        result = write_stage(store, stage, files, file_count, list);
    if (result == 0 && renameat(store->directory, stage, store->directory, path) < 0)
        result = -errno;
    if (result < 0) {
        entry_remove_directory(store->directory, stage);
        return result;
    }
    result = entry_sync(store->directory, "generations");
    if (result < 0)
        entry_remove_directory(store->directory, path);
    return result;
}

/* Names that can stand beside one another. */
static bool names_are_sound(const struct store_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!entry_is_name(files[i].name) || strcmp(files[i].name, GENERATION_LIST) == 0)
            return false;
        for (size_t j = 0; j < i; j++)
            if (strcmp(files[i].name, files[j].name) == 0)
                return false;
    }
    return true;
}

int store_stage(const struct store *store, const struct store_file *files, size_t file_count,
                const struct store_need *needs, size_t need_count, uint64_t *ret)
{
    uint64_t number;
    char *text;
    struct store_file list = {.name = GENERATION_LIST};
    if (!names_are_sound(files, file_count))
        return -EINVAL;
    int result = need_format(needs, need_count, &text, &list.size);
    if (result < 0)
        return result;
    list.data = text;
    result = sync_objects(store, needs, need_count);
    if (result == 0)
        result = next_number(store, &number);
    if (result == 0)
        result = make_generation(store, number, files, file_count, &list);
    free(text);
    if (result == 0)
        *ret = number;
    return result;
}

int store_generation_open(const struct store *store, uint64_t generation)
{
    char path[ENTRY_PATH_MAX];
    entry_generation_path(generation, path);
    int fd = openat(store->directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int store_generation_read(const struct store *store, uint64_t generation, const char *name,
                          size_t limit, char **ret_data, size_t *ret_size)
{
    if (!entry_is_name(name))
        return -EINVAL;
    int directory = store_generation_open(store, generation);
    if (directory < 0)
        return directory;
    int result = entry_read(directory, name, limit, ret_data, ret_size);
    close(directory);
    return result;
}

int generation_needs(const struct store *store, uint64_t generation, struct need_set *set)
{
    char *list;
    size_t size;
    int result =
        store_generation_read(store, generation, GENERATION_LIST, need_list_max(), &list, &size);
    if (result < 0)
        return result;
    result = need_set_add_list(set, list, size);
    free(list);
    return result;
}
