#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "store/entry.h"
#include "store/generation.h"

static int root_path(const char *feed, uint32_t version, char path[ENTRY_PATH_MAX])
{
    if (!current_is_key(feed))
        return -EINVAL;
    snprintf(path, ENTRY_PATH_MAX, "roots/%s/%" PRIu32 ".root.json", feed, version);
    return 0;
}

int store_root_write(const struct store *store, const char *feed, uint32_t version,
                     const void *data, size_t size)
{
    static const char aside[] = "tmp/" GENERATION_ROOT_ASIDE;
    char path[ENTRY_PATH_MAX], directory[ENTRY_PATH_MAX];
    int result = root_path(feed, version, path);
    if (result < 0)
        return result;
    snprintf(directory, sizeof directory, "roots/%s", feed);
    result = entry_make_directory(store->directory, directory);
    if (result == 0)
        result = entry_write(store->directory, aside, data, size);
    if (result == 0)
        result = entry_sync_file(store->directory, aside);
    if (result == 0 && renameat(store->directory, aside, store->directory, path) < 0) {
        result = -errno;
        entry_remove(store->directory, aside);
    }
    if (result == 0)
        result = entry_sync(store->directory, directory);
    return result < 0 ? result : entry_sync(store->directory, "roots");
}

int store_root_read(const struct store *store, const char *feed, uint32_t version, size_t limit,
                    char **ret_data, size_t *ret_size)
{
    char path[ENTRY_PATH_MAX];
    int result = root_path(feed, version, path);
    return result < 0 ? result : entry_read(store->directory, path, limit, ret_data, ret_size);
}
