/* Puts a generation of a feed into a store and activates it, as `bangtin-sync` does when it has
 * fetched one:
 *   stock STORE KEY SHARE SEQUENCE DOCUMENT [ASSET…] */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store.h"

enum { ASSETS_MAX = 64, ASSET_BYTES_MAX = 64 << 20, DOCUMENT_BYTES_MAX = 8 << 20 };

static int put_object(const struct store *store, const char *path, struct store_need *ret)
{
    struct store_part part = STORE_PART_NONE;
    char *data;
    size_t size;
    int result = file_read(path, ASSET_BYTES_MAX, &data, &size);
    if (result < 0)
        return result;
    struct store_need need = {.size = (int64_t)size};
    sha256_bytes(data, size, need.sha256);
    int there = store_object_open(store, need.sha256, need.size);
    if (there >= 0) {
        close(there);
    } else {
        result = store_part_open(store, need.sha256, need.size, &part);
        if (result == 0)
            result = store_part_write(&part, data, size);
        if (result == 0)
            result = store_part_finish(store, &part);
    }
    free(data);
    *ret = need;
    return result;
}

static int activate(const struct store *store, const char *key, unsigned share, int64_t sequence,
                    uint64_t generation, const unsigned char sha256[SHA256_SIZE])
{
    static struct current current;
    int result = store_read_current(store, &current);
    if (result < 0 && result != -ENODATA)
        return result;
    struct current_feed *feed = current_add(&current, key);
    if (!feed)
        return -ENOSPC;
    feed->previous = feed->generation;
    memcpy(feed->previous_sha256, feed->sha256, SHA256_SIZE);
    feed->generation = generation;
    memcpy(feed->sha256, sha256, SHA256_SIZE);
    feed->sequence = sequence;
    feed->share = share;
    result = store_commit(store, &current);
    return result < 0 ? result : store_clean(store, &current, NULL, 0, NULL);
}

static int stock(const struct store *store, char **words, int count)
{
    struct store_need needs[ASSETS_MAX];
    unsigned char sha256[SHA256_SIZE];
    struct store_file document = {.name = "playlist.json"};
    uint64_t generation;
    char *bytes;
    int result = file_read(words[3], DOCUMENT_BYTES_MAX, &bytes, &document.size);
    if (result < 0)
        return result;
    document.data = bytes;
    sha256_bytes(bytes, document.size, sha256);
    size_t asset_count = (size_t)count - 4;
    for (size_t i = 0; result == 0 && i < asset_count; i++)
        result = put_object(store, words[4 + i], &needs[i]);
    if (result == 0)
        result = store_stage(store, &document, 1, needs, asset_count, &generation);
    if (result == 0)
        result = activate(store, words[0], (unsigned)strtoul(words[1], NULL, 10),
                          strtoll(words[2], NULL, 10), generation, sha256);
    free(bytes);
    return result;
}

int main(int argc, char **argv)
{
    struct store store = STORE_CLOSED;
    if (argc < 6 || argc > 6 + ASSETS_MAX) {
        fputs("stock STORE KEY SHARE SEQUENCE DOCUMENT [ASSET…]\n", stderr);
        return 2;
    }
    int result = store_open_writer(argv[1], &store);
    if (result == 0)
        result = stock(&store, argv + 2, argc - 2);
    store_close(&store);
    if (result < 0)
        fprintf(stderr, "stock: %s\n", strerror(-result));
    return result < 0;
}
