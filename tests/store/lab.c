#include "lab.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { DOCUMENT_MAX = 1024 };

static const struct store_limits LIMITS = {INT64_C(1) << 40, 0};

void lab_make(char path[LAB_PATH_MAX])
{
    const char *above = getenv("TMPDIR");
    if (!above)
        above = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(path, LAB_PATH_MAX, "%s/bangtin-store-XXXXXX", above);
    assert_non_null(mkdtemp(path));
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(path);
}

void lab_remove(const char *path)
{
    assert_int_equal(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static void join(char path[LAB_PATH_MAX], const char *root, const char *name)
{
    int length = snprintf(path, LAB_PATH_MAX, "%s/%s", root, name);
    assert_in_range(length, 1, LAB_PATH_MAX - 1);
}

void lab_write(const char *root, const char *name, const void *data, size_t size)
{
    char path[LAB_PATH_MAX];
    join(path, root, name);
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(file_write_all(fd, data, size), 0);
    close(fd);
}

char *lab_read(const char *root, const char *name, size_t *ret_size)
{
    char path[LAB_PATH_MAX], *data;
    join(path, root, name);
    assert_int_equal(file_read(path, (size_t)1 << 30, &data, ret_size), 0);
    return data;
}

bool lab_exists(const char *root, const char *name)
{
    char path[LAB_PATH_MAX];
    struct stat status;
    join(path, root, name);
    return lstat(path, &status) == 0;
}

int lab_count(const char *root, const char *name)
{
    char path[LAB_PATH_MAX];
    int count = 0;
    join(path, root, name);
    DIR *stream = opendir(path);
    assert_non_null(stream);
    while (readdir(stream))
        count++;
    closedir(stream);
    return count - 2;
}

void lab_copy(const char *from, const char *to)
{
    DIR *stream = opendir(from);
    assert_non_null(stream);
    for (const struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        char source[LAB_PATH_MAX], target[LAB_PATH_MAX];
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        join(source, from, entry->d_name);
        join(target, to, entry->d_name);
        assert_int_equal(lstat(source, &status), 0);
        if (S_ISDIR(status.st_mode)) {
            assert_int_equal(mkdir(target, 0755), 0);
            lab_copy(source, target);
            continue;
        }
        size_t size;
        char *data = lab_read(from, entry->d_name, &size);
        lab_write(to, entry->d_name, data, size);
        assert_int_equal(chmod(target, status.st_mode & 07777), 0);
        free(data);
    }
    closedir(stream);
}

size_t lab_object(int number, unsigned char bytes[LAB_OBJECT_BYTES])
{
    /* The fifth is larger than what is read at once. */
    size_t size = number % 5 == 0 ? LAB_OBJECT_BYTES : 100 + (size_t)number * 7 % 900;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)((size_t)number * 131 + i * 7 + (i >> 8));
    return size;
}

struct store_need lab_need(int number)
{
    static struct store_need known[LAB_OBJECTS_MAX]; /* the same each time */
    unsigned char bytes[LAB_OBJECT_BYTES];
    assert_in_range(number, 0, LAB_OBJECTS_MAX - 1);
    struct store_need *need = &known[number];
    if (need->size == 0) {
        need->size = (int64_t)lab_object(number, bytes);
        sha256_bytes(bytes, (size_t)need->size, need->sha256);
    }
    return *need;
}

static int write_rest(struct store_part *part, const unsigned char *bytes, size_t size)
{
    while ((size_t)part->written < size) {
        size_t piece = size - (size_t)part->written;
        int result = store_part_write(part, bytes + part->written, piece < 30000 ? piece : 30000);
        if (result < 0)
            return result;
    }
    return 0;
}

/* One download, from where an earlier one has stopped; *ret_was_begun tells whether there was. */
static int download(const struct store *store, int number, bool *ret_was_begun)
{
    struct store_need need = lab_need(number);
    struct store_part part = STORE_PART_NONE;
    char tag[STORE_TAG_MAX + 1];
    unsigned char bytes[LAB_OBJECT_BYTES];
    int result = store_part_open(store, need.sha256, need.size, &part);
    if (result < 0)
        return result;
    size_t size = lab_object(number, bytes);
    result = store_part_tag(store, &part, tag, sizeof tag);
    if (result == 0 && strcmp(tag, "\"v1\"") != 0) {
        result = part.written > 0 ? store_part_restart(store, &part) : 0;
        if (result == 0)
            result = store_part_set_tag(store, &part, "\"v1\"");
    }
    *ret_was_begun = part.written > 0;
    if (result == 0)
        result = write_rest(&part, bytes, size);
    if (result == 0)
        result = store_part_finish(store, &part);
    store_part_close(&part);
    return result;
}

int lab_fetch(const struct store *store, int number)
{
    struct store_need need = lab_need(number);
    bool was_begun = false;
    int result = store_object_check(store, need.sha256, need.size);
    if (result != -ENOENT && result != -EBADMSG)
        return result;
    result = download(store, number, &was_begun);
    /* What a power cut has left of a part may be zeros: then from the start. */
    return result == -EBADMSG && was_begun ? download(store, number, &was_begun) : result;
}

static size_t format_document(const struct lab_edition *edition, char text[DOCUMENT_MAX])
{
    int used = snprintf(text, DOCUMENT_MAX, "%s %" PRId64, edition->feed, edition->sequence);
    for (size_t i = 0; i < edition->count; i++)
        used += snprintf(text + used, (size_t)(DOCUMENT_MAX - used), " %d", edition->objects[i]);
    assert_in_range(used, 1, DOCUMENT_MAX - 1);
    return (size_t)used;
}

static int stage(const struct store *store, const struct lab_edition *edition, const char *document,
                 size_t size, uint64_t *ret)
{
    struct store_need needs[LAB_OBJECTS_MAX];
    const struct store_file files[] = {{"playlist.json", document, size},
                                       {"playlist.json.minisig", "signature", 9}};
    for (size_t i = 0; i < edition->count; i++) {
        int result = lab_fetch(store, edition->objects[i]);
        if (result < 0)
            return result;
        needs[i] = lab_need(edition->objects[i]);
    }
    return store_stage(store, files, 2, needs, edition->count, ret);
}

static void put_on(struct current *current, const struct lab_edition *edition, const char *document,
                   size_t size, uint64_t generation)
{
    struct current_feed *feed = current_add(current, edition->feed);
    assert_non_null(feed);
    feed->previous = feed->generation;
    memcpy(feed->previous_sha256, feed->sha256, SHA256_SIZE);
    feed->generation = generation;
    sha256_bytes(document, size, feed->sha256);
    feed->sequence = edition->sequence;
    feed->root_version = (uint32_t)edition->sequence;
    feed->share = 1;
    current->time_floor = INT64_C(1790000000000000);
}

int lab_commit(const struct store *store, const struct lab_edition *edition)
{
    struct current current = {0};
    char document[DOCUMENT_MAX];
    uint64_t generation;
    struct store_usage usage;
    int result = store_read_current(store, &current);
    if (result < 0 && result != -ENODATA && result != -EBADMSG)
        return result;
    result = store_usage(store, &usage);
    if (result < 0)
        return result;
    if (store_missing(&usage, &LIMITS, 0) > 0)
        return -ENOSPC;
    size_t size = format_document(edition, document);
    result = stage(store, edition, document, size, &generation);
    if (result == 0)
        result =
            store_root_write(store, edition->feed, (uint32_t)edition->sequence, document, size);
    if (result < 0)
        return result;
    put_on(&current, edition, document, size, generation);
    return store_commit(store, &current);
}

int lab_clean(const struct store *store)
{
    struct current current;
    int result = store_read_current(store, &current);
    return result < 0 ? result : store_clean(store, &current, NULL, 0, NULL);
}

int lab_publish(const struct store *store, const struct lab_edition *edition, bool *ret_committed)
{
    int result = lab_commit(store, edition);
    if (ret_committed)
        *ret_committed = result == 0;
    return result < 0 ? result : lab_clean(store);
}

int lab_update(const char *root, const struct lab_edition *edition, bool *ret_committed)
{
    struct store store = STORE_CLOSED;
    if (ret_committed)
        *ret_committed = false;
    int result = store_open_writer(root, &store);
    if (result == 0)
        result = lab_publish(&store, edition, ret_committed);
    store_close(&store);
    return result;
}

static const char *generation_fault(const struct store *store, uint64_t generation,
                                    const unsigned char sha256[SHA256_SIZE])
{
    unsigned char digest[SHA256_SIZE];
    char *document, *end;
    size_t size;
    if (store_generation_read(store, generation, "playlist.json", DOCUMENT_MAX, &document, &size))
        return "a document is missing";
    sha256_bytes(document, size, digest);
    const char *fault = memcmp(digest, sha256, SHA256_SIZE) ? "a document is not its own" : NULL;
    const char *numbers = strchr(document, ' ');
    strtoll(numbers ? numbers : "", &end, 10);
    while (!fault && *end) {
        struct store_need need = lab_need((int)strtol(end, &end, 10));
        if (store_object_check(store, need.sha256, need.size) < 0)
            fault = "an object is missing or damaged";
    }
    free(document);
    if (fault)
        return fault;
    if (store_generation_read(store, generation, "playlist.json.minisig", 100, &document, &size))
        return "a signature is missing";
    if (size != 9)
        fault = "a signature is cut";
    free(document);
    return fault;
}

static const char *root_fault(const struct store *store, const struct current_feed *feed)
{
    char *data;
    size_t size;
    if (store_root_read(store, feed->key, feed->root_version, DOCUMENT_MAX, &data, &size) < 0)
        return "a root is missing";
    bool is_right = size > strlen(feed->key) && memcmp(data, feed->key, strlen(feed->key)) == 0;
    free(data);
    return is_right ? NULL : "a root is damaged";
}

const char *lab_fault(const struct store *store, const struct current *current)
{
    for (size_t i = 0; i < current->feed_count; i++) {
        const struct current_feed *feed = &current->feeds[i];
        const char *fault = generation_fault(store, feed->generation, feed->sha256);
        if (!fault && feed->previous)
            fault = generation_fault(store, feed->previous, feed->previous_sha256);
        if (!fault && feed->root_version)
            fault = root_fault(store, feed);
        if (fault)
            return fault;
    }
    return NULL;
}

int64_t lab_sequence(const char *root, const char *feed, const char *what)
{
    struct store store = STORE_CLOSED;
    struct current current = {0};
    assert_int_equal(store_open(root, &store), 0);
    int result = store_read_current(&store, &current);
    if (result != 0 && result != -ENODATA)
        fail_msg("%s: current: %s", what, strerror(-result));
    const char *fault = lab_fault(&store, &current);
    if (fault)
        fail_msg("%s: %s", what, fault);
    store_close(&store);
    const struct current_feed *found = current_find(&current, feed);
    return found ? found->sequence : 0;
}

uint32_t lab_random(uint64_t *state, uint32_t below)
{
    /* Knuth's MMIX generator; the upper bits are the good ones. */
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}
