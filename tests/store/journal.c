#include "journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "image.h"
#include "lab.h"

enum { OPERATIONS_MAX = 8192, DESCRIPTORS_MAX = 256, OUTSIDE = -1, TOP = 0 };

enum kind { LINK, UNLINK, RENAME, WRITE, CUT, SYNC, ACKNOWLEDGE };

struct operation {
    enum kind kind;
    int node, directory, to_directory;
    char name[NAME_BYTES], to[NAME_BYTES];
    size_t offset, size;
    unsigned char *bytes;
    int64_t value;
};

static struct {
    struct image start, live;
    struct operation operations[OPERATIONS_MAX];
    size_t length;
    int open[DESCRIPTORS_MAX]; /* the node of each descriptor, plus one */
    char root[LAB_PATH_MAX];
} record;

/* Where a path leads: the directory that holds its last name, which is put into `name`; "." leads
 * to the directory itself. */
static int locate(int fd, const char *path, char name[NAME_BYTES])
{
    int directory = fd >= 0 && fd < DESCRIPTORS_MAX ? record.open[fd] - 1 : OUTSIDE;
    *name = '\0';
    while (directory != OUTSIDE && *path) {
        size_t length = strcspn(path, "/");
        if (length == 2 && memcmp(path, "..", 2) == 0)
            return OUTSIDE; /* none of the code goes up and down again */
        if (length != 1 || *path != '.') {
            if (*name) {
                const struct entry *entry = image_find(&record.live, directory, name);
                assert_non_null(entry);
                directory = entry->node;
            }
            assert_true(length < NAME_BYTES);
            snprintf(name, NAME_BYTES, "%.*s", (int)length, path);
        }
        path += length + (path[length] == '/');
    }
    return directory;
}

static struct operation *note(enum kind kind)
{
    assert_true(record.length < OPERATIONS_MAX);
    struct operation *operation = &record.operations[record.length++];
    *operation = (struct operation){.kind = kind};
    return operation;
}

static int node_of(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS_MAX ? record.open[fd] - 1 : OUTSIDE;
}

static void note_link(int directory, const char *name, bool is_directory)
{
    struct operation *operation = note(LINK);
    operation->directory = directory;
    operation->node = image_add_node(&record.live, is_directory);
    snprintf(operation->name, NAME_BYTES, "%s", name);
    image_link(&record.live, directory, name, operation->node);
}

static void on_opened(int directory, const char *path, bool is_new, int fd)
{
    char name[NAME_BYTES];
    assert_true(fd < DESCRIPTORS_MAX);
    if (directory == AT_FDCWD) {
        record.open[fd] = strcmp(path, record.root) == 0 ? TOP + 1 : 0;
        return;
    }
    int at = locate(directory, path, name);
    if (at != OUTSIDE && is_new)
        note_link(at, name, false);
    if (at != OUTSIDE && *name) {
        const struct entry *entry = image_find(&record.live, at, name);
        assert_non_null(entry);
        at = entry->node;
    }
    record.open[fd] = at + 1;
}

static void on_written(int fd, off_t offset, const void *data, size_t size)
{
    int node = node_of(fd);
    if (node == OUTSIDE)
        return;
    struct operation *operation = note(WRITE);
    operation->node = node;
    operation->offset = (size_t)offset;
    operation->size = size;
    operation->bytes = malloc(size);
    assert_non_null(operation->bytes);
    memcpy(operation->bytes, data, size);
}

static void on_cut(int fd, off_t size)
{
    int node = node_of(fd);
    if (node == OUTSIDE)
        return;
    struct operation *operation = note(CUT);
    operation->node = node;
    operation->size = (size_t)size;
}

static void on_synced(int fd)
{
    if (node_of(fd) != OUTSIDE)
        note(SYNC)->node = node_of(fd);
}

static void on_renamed(int from_directory, const char *from, int to_directory, const char *to)
{
    char name[NAME_BYTES], to_name[NAME_BYTES];
    int at = locate(from_directory, from, name), to_at = locate(to_directory, to, to_name);
    if (at == OUTSIDE)
        return;
    assert_int_not_equal(to_at, OUTSIDE);
    struct operation *operation = note(RENAME);
    operation->node = image_find(&record.live, at, name)->node;
    operation->directory = at;
    operation->to_directory = to_at;
    snprintf(operation->name, NAME_BYTES, "%s", name);
    snprintf(operation->to, NAME_BYTES, "%s", to_name);
    image_unlink(&record.live, at, name, operation->node);
    image_link(&record.live, to_at, to_name, operation->node);
}

static void on_removed(int directory, const char *path)
{
    char name[NAME_BYTES];
    int at = locate(directory, path, name);
    if (at == OUTSIDE)
        return;
    struct operation *operation = note(UNLINK);
    operation->node = image_find(&record.live, at, name)->node;
    operation->directory = at;
    snprintf(operation->name, NAME_BYTES, "%s", name);
    image_unlink(&record.live, at, name, operation->node);
}

static void on_made(int directory, const char *path)
{
    char name[NAME_BYTES];
    int at = locate(directory, path, name);
    if (at != OUTSIDE)
        note_link(at, name, true);
}

void journal_start(const char *root)
{
    static const struct calls_listener listener = {on_opened,  on_written, on_cut, on_synced,
                                                   on_renamed, on_removed, on_made};
    journal_finish();
    snprintf(record.root, sizeof record.root, "%s", root);
    image_add_node(&record.start, true);
    image_scan(&record.start, root, TOP);
    image_copy(&record.live, &record.start);
    calls_listen(&listener);
}

void journal_stop(void)
{
    calls_listen(NULL);
}

void journal_finish(void)
{
    calls_listen(NULL);
    for (size_t i = 0; i < record.length; i++)
        free(record.operations[i].bytes);
    record.length = 0;
    memset(record.open, 0, sizeof record.open);
    image_finish(&record.start);
    image_finish(&record.live);
}

void journal_acknowledge(int64_t value)
{
    note(ACKNOWLEDGE)->value = value;
}

size_t journal_length(void)
{
    return record.length;
}

int64_t journal_acknowledged(size_t point)
{
    int64_t value = 0;
    for (size_t i = 0; i < point; i++)
        if (record.operations[i].kind == ACKNOWLEDGE)
            value = record.operations[i].value;
    return value;
}

/* --- replaying --- */

/* What becomes of one thing that was not synced. */
enum fate { LOST, KEPT, ZEROED, HALVED, FATES };

static enum fate fate_of(enum journal_loss loss, bool is_name, uint64_t *seed)
{
    switch (loss) {
    case JOURNAL_ALL_KEPT:
        return KEPT;
    case JOURNAL_ALL_LOST:
        return LOST;
    case JOURNAL_NAMES:
        return is_name ? KEPT : LOST;
    case JOURNAL_ZEROS:
        return is_name ? KEPT : ZEROED;
    case JOURNAL_RANDOM:
    case JOURNAL_LOSSES:
    default:
        return (enum fate)lab_random(seed, is_name ? 2 : FATES);
    }
}

static void apply(struct image *image, const struct operation *operation, enum fate fate)
{
    struct content *content = &image->nodes[operation->node];
    switch (operation->kind) {
    case LINK:
        image_link(image, operation->directory, operation->name, operation->node);
        break;
    case UNLINK:
        image_unlink(image, operation->directory, operation->name, operation->node);
        break;
    case RENAME:
        image_unlink(image, operation->directory, operation->name, operation->node);
        image_link(image, operation->to_directory, operation->to, operation->node);
        break;
    case WRITE:
        image_write(content, operation->offset, operation->bytes,
                    fate == HALVED ? operation->size / 2 : operation->size);
        if (fate == ZEROED)
            memset(content->bytes + operation->offset, 0, operation->size);
        break;
    case CUT:
        image_resize(content, operation->size);
        break;
    case SYNC:
    case ACKNOWLEDGE:
        break;
    }
}

static bool is_data(const struct operation *operation)
{
    return operation->kind == WRITE || operation->kind == CUT;
}

void journal_replay(size_t point, enum journal_loss loss, uint64_t seed, bool without_sync,
                    const char *root)
{
    static struct image image;
    size_t synced[NODES_MAX] = {0}; /* everything of the node before this operation is durable */
    enum fate fates[NODES_MAX];
    for (size_t i = 0; i < point && !without_sync; i++)
        if (record.operations[i].kind == SYNC)
            synced[record.operations[i].node] = i;
    for (int i = 0; i < NODES_MAX; i++)
        fates[i] = fate_of(loss, false, &seed);
    image_copy(&image, &record.start);
    for (int i = image.node_count; i < record.live.node_count; i++)
        image_add_node(&image, record.live.nodes[i].is_directory);
    for (size_t i = 0; i < point; i++) {
        const struct operation *operation = &record.operations[i];
        enum fate fate;
        if (is_data(operation))
            fate = i < synced[operation->node] ? KEPT : fates[operation->node];
        else if (i < synced[operation->directory] ||
                 (operation->kind == RENAME && i < synced[operation->to_directory]))
            fate = KEPT;
        else
            fate = fate_of(loss, true, &seed);
        if (fate != LOST)
            apply(&image, operation, fate);
    }
    image_materialise(&image, TOP, root);
    image_finish(&image);
}
