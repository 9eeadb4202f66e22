/* A tree of files in memory: what the system shows, or what a disk holds. Node 0 is its top. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { NODES_MAX = 2048, ENTRIES_MAX = 2048 };
enum { NAME_BYTES = 96 };

struct content {
    bool is_directory;
    unsigned char *bytes;
    size_t size;
};

struct entry {
    int directory, node;
    char name[NAME_BYTES];
};

struct image {
    struct content nodes[NODES_MAX];
    int node_count;
    struct entry entries[ENTRIES_MAX];
    int entry_count;
};

/* A file or directory that no entry names yet; its number. */
int image_add_node(struct image *image, bool is_directory);

/* The entry of that name, or NULL. Linking replaces one; unlinking leaves one that names another
 * node alone. */
struct entry *image_find(struct image *image, int directory, const char *name);
void image_link(struct image *image, int directory, const char *name, int node);
void image_unlink(struct image *image, int directory, const char *name, int node);

void image_resize(struct content *content, size_t size); /* what is new is zeros */
void image_write(struct content *content, size_t offset, const void *data, size_t size);

void image_copy(struct image *to, const struct image *from);
void image_finish(struct image *image);

/* From a directory, and into one that is empty. */
void image_scan(struct image *image, const char *path, int directory);
void image_materialise(const struct image *image, int directory, const char *path);
