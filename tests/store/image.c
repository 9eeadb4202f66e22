#include "image.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lab.h"

int image_add_node(struct image *image, bool is_directory)
{
    assert_true(image->node_count < NODES_MAX);
    image->nodes[image->node_count] = (struct content){.is_directory = is_directory};
    return image->node_count++;
}

struct entry *image_find(struct image *image, int directory, const char *name)
{
    for (int i = 0; i < image->entry_count; i++)
        if (image->entries[i].directory == directory && strcmp(image->entries[i].name, name) == 0)
            return &image->entries[i];
    return NULL;
}

void image_link(struct image *image, int directory, const char *name, int node)
{
    struct entry *entry = image_find(image, directory, name);
    if (!entry) {
        assert_true(image->entry_count < ENTRIES_MAX);
        entry = &image->entries[image->entry_count++];
        entry->directory = directory;
        snprintf(entry->name, sizeof entry->name, "%s", name);
    }
    entry->node = node;
}

void image_unlink(struct image *image, int directory, const char *name, int node)
{
    struct entry *entry = image_find(image, directory, name);
    if (entry && entry->node == node)
        *entry = image->entries[--image->entry_count];
}

void image_resize(struct content *content, size_t size)
{
    if (size > content->size) {
        content->bytes = realloc(content->bytes, size);
        assert_non_null(content->bytes);
        memset(content->bytes + content->size, 0, size - content->size);
    }
    content->size = size;
}

void image_write(struct content *content, size_t offset, const void *data, size_t size)
{
    if (offset + size > content->size)
        image_resize(content, offset + size);
    if (size > 0)
        memcpy(content->bytes + offset, data, size);
}

void image_finish(struct image *image)
{
    for (int i = 0; i < image->node_count; i++)
        free(image->nodes[i].bytes);
    *image = (struct image){0};
}

void image_copy(struct image *to, const struct image *from)
{
    *to = *from;
    for (int i = 0; i < to->node_count; i++) {
        to->nodes[i] = (struct content){.is_directory = from->nodes[i].is_directory};
        image_write(&to->nodes[i], 0, from->nodes[i].bytes, from->nodes[i].size);
    }
}

void image_scan(struct image *image, const char *path, int directory)
{
    DIR *stream = opendir(path);
    assert_non_null(stream);
    for (const struct dirent *found; (found = readdir(stream)) != NULL;) {
        char below[LAB_PATH_MAX];
        struct stat status;
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
            continue;
        assert_in_range(snprintf(below, sizeof below, "%s/%s", path, found->d_name), 1,
                        sizeof below - 1);
        assert_int_equal(lstat(below, &status), 0);
        int node = image_add_node(image, S_ISDIR(status.st_mode));
        image_link(image, directory, found->d_name, node);
        if (S_ISDIR(status.st_mode)) {
            image_scan(image, below, node);
        } else {
            size_t size;
            char *data = lab_read(path, found->d_name, &size);
            image_write(&image->nodes[node], 0, data, size);
            free(data);
        }
    }
    closedir(stream);
}

void image_materialise(const struct image *image, int directory, const char *path)
{
    for (int i = 0; i < image->entry_count; i++) {
        const struct entry *entry = &image->entries[i];
        const struct content *content = &image->nodes[entry->node];
        char below[LAB_PATH_MAX];
        if (entry->directory != directory)
            continue;
        assert_in_range(snprintf(below, sizeof below, "%s/%s", path, entry->name), 1,
                        sizeof below - 1);
        if (content->is_directory) {
            assert_int_equal(mkdir(below, 0755), 0);
            image_materialise(image, entry->node, below);
        } else {
            lab_write(path, entry->name, content->bytes, content->size);
        }
    }
}
