#include "store/generation.h"

#include <assert.h>
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

enum { STAGE_PATH_BYTES = sizeof "tmp/g" - 1 + 20 };

static_assert(STAGE_PATH_BYTES + 1 + STORE_NAME_MAX < ENTRY_PATH_MAX, "all paths fit");

/* What is being staged. */
struct stage {
    const struct store *store;
    const struct store_file *files;
    size_t file_count;
    struct store_file list;
    const struct store_need *needs;
    size_t need_count;
    char path[ENTRY_PATH_MAX]; /* of the generation, aside */
};

static bool is_there(const struct store *store, const char *path, int64_t size)
{
    struct stat status;
    return fstatat(store->directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode) && status.st_size == size;
}

/* Whether the object has come and is not under objects yet: 1, 0; or -ENOENT: it is nowhere.
 * `path`: where it waits. */
static int is_waiting(const struct store *store, const struct store_need *need,
                      char path[ENTRY_PATH_MAX])
{
    entry_object_path(need->sha256, path);
    if (is_there(store, path, need->size))
        return 0;
    entry_whole_path(need->sha256, path);
    return is_there(store, path, need->size) ? 1 : -ENOENT;
}

/* Calls `act` for the path of each object that waits. */
static int each_waiting(const struct stage *stage, int (*act)(int directory, const char *path))
{
    char path[ENTRY_PATH_MAX];
    for (size_t i = 0; i < stage->need_count; i++) {
        int result = is_waiting(stage->store, &stage->needs[i], path);
        if (result > 0)
            result = act(stage->store->directory, path);
        if (result < 0)
            return result;
    }
    return 0;
}

static void file_path(const struct stage *stage, const struct store_file *file,
                      char path[ENTRY_PATH_MAX])
{
    snprintf(path, ENTRY_PATH_MAX, "%.*s/%.*s", (int)STAGE_PATH_BYTES, stage->path,
             (int)STORE_NAME_MAX, file->name);
}

/* The same for the path of each file of the generation, its list the last. */
static int each_file(const struct stage *stage, int (*act)(int directory, const char *path))
{
    char path[ENTRY_PATH_MAX];
    for (size_t i = 0; i <= stage->file_count; i++) {
        const struct store_file *file = i < stage->file_count ? &stage->files[i] : &stage->list;
        file_path(stage, file, path);
        int result = act(stage->store->directory, path);
        if (result < 0)
            return result;
    }
    return 0;
}

static int write_file(const struct stage *stage, const struct store_file *file)
{
    char path[ENTRY_PATH_MAX];
    file_path(stage, file, path);
    return entry_write(stage->store->directory, path, file->data, file->size);
}

static int write_files(const struct stage *stage)
{
    if (mkdirat(stage->store->directory, stage->path, 0755) < 0)
        return -errno;
    for (size_t i = 0; i < stage->file_count; i++) {
        int result = write_file(stage, &stage->files[i]);
        if (result < 0)
            return result;
    }
    return write_file(stage, &stage->list);
}

/* All that is new is sent first and synced then: the first sync makes the file system write its
 * books, and the others find them written. */
static int sync_files(const struct stage *stage)
{
    int result = each_waiting(stage, entry_send);
    if (result == 0)
        result = each_file(stage, entry_send);
    if (result == 0)
        result = each_waiting(stage, entry_sync_file);
    if (result == 0)
        result = each_file(stage, entry_sync_file);
    return result < 0 ? result : entry_sync(stage->store->directory, stage->path);
}

/* Durable bytes get their names, which the syncs of sync_names make durable. */
static int move_objects(const struct stage *stage)
{
    int directory = stage->store->directory;
    char from[ENTRY_PATH_MAX], to[ENTRY_PATH_MAX];
    for (size_t i = 0; i < stage->need_count; i++) {
        const unsigned char *sha256 = stage->needs[i].sha256;
        int result = is_waiting(stage->store, &stage->needs[i], from);
        if (result == 0)
            continue;
        entry_prefix_path(sha256[0], to);
        if (result > 0)
            result = entry_make_directory(directory, to);
        entry_object_path(sha256, to);
        if (result == 0 && renameat(directory, from, directory, to) < 0)
            result = -errno;
        if (result < 0)
            return result;
    }
    return 0;
}

/* Also of objects that came in an earlier run: whose names they are is not known. A directory that
 * nothing was added to costs no write here. */
static int sync_names(const struct stage *stage)
{
    char path[ENTRY_PATH_MAX];
    bool is_needed[256] = {false};
    for (size_t i = 0; i < stage->need_count; i++)
        is_needed[stage->needs[i].sha256[0]] = true;
    for (unsigned prefix = 0; prefix < 256; prefix++) {
        entry_prefix_path((unsigned char)prefix, path);
        int result = is_needed[prefix] ? entry_sync(stage->store->directory, path) : 0;
        if (result < 0)
            return result;
    }
    int result = entry_sync(stage->store->directory, "objects");
    return result < 0 ? result : entry_sync(stage->store->directory, "generations");
}

/* Written aside, synced, renamed; removed again where any of it fails. Objects that came stay: the
 * next try finds them. */
static int make_generation(struct stage *stage, uint64_t number)
{
    char path[ENTRY_PATH_MAX];
    int directory = stage->store->directory;
    entry_stage_path(number, stage->path);
    entry_generation_path(number, path);
    int result = entry_remove_directory(directory, stage->path);
    if (result == 0)
        result = write_files(stage);
    if (result == 0)
        result = sync_files(stage);
    if (result == 0)
        result = move_objects(stage);
    if (result == 0 && renameat(directory, stage->path, directory, path) < 0)
        result = -errno;
    if (result < 0) {
        entry_remove_directory(directory, stage->path);
        return result;
    }
    result = sync_names(stage);
    if (result < 0)
        entry_remove_directory(directory, path);
    return result;
}

static int do_nothing(int directory, const char *path)
{
    (void)directory;
    (void)path;
    return 0;
}

/* Names that can stand beside one another. */
static bool names_are_sound(const struct store_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!entry_is_name(files[i].name) || strlen(files[i].name) > STORE_NAME_MAX ||
            strcmp(files[i].name, GENERATION_LIST) == 0)
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
    struct stage stage = {store, files,      file_count, {GENERATION_LIST, NULL, 0},
                          needs, need_count, ""};
    if (!names_are_sound(files, file_count))
        return -EINVAL;
    int result = need_format(needs, need_count, &text, &stage.list.size);
    if (result < 0)
        return result;
    stage.list.data = text;
    result = each_waiting(&stage, do_nothing); /* whether all are there */
    if (result == 0)
        result = next_number(store, &number);
    if (result == 0)
        result = make_generation(&stage, number);
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
