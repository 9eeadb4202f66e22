#include "cli/outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ipc/folder.h"

#define LIST_NAME ".bangtin-preview"

enum { LIST_BYTES_MAX = 8 * 1024 * 1024, FILES_MAX = 200000 };

static bool is_empty(int directory)
{
    int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct dirent *entry;
    bool empty = true;
    while (empty && (entry = readdir(stream)))
        empty = folder_is_litter(entry->d_name);
    closedir(stream);
    return empty;
}

/* Only what a preview writes may be removed: WIDTHxHEIGHT/NNN-….png, alert-NNN….png and
 * ticker-NNN….png in such a folder. The list is a file that anybody can write. */
static bool is_our_name(const char *name)
{
    static const char *const kinds[] = {"alert-", "ticker-"};
    size_t width = strspn(name, "0123456789");
    if (width == 0 || name[width] != 'x')
        return false;
    const char *rest = name + width + 1;
    size_t height = strspn(rest, "0123456789");
    if (height == 0 || rest[height] != '/')
        return false;
    rest += height + 1;
    bool is_item = true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && is_item; i++) {
        is_item = strncmp(rest, kinds[i], strlen(kinds[i])) != 0;
        rest += is_item ? 0 : strlen(kinds[i]);
    }
    size_t number = strspn(rest, "0123456789"), size = strlen(rest);
    return number >= 3 && (rest[number] == '-' || !is_item) && !strchr(rest, '/') && size > 4 &&
           strcmp(rest + size - 4, ".png") == 0;
}

static int add_name(char ***list, size_t *count, const char *name)
{
    if (*count == FILES_MAX)
        return -ENOSPC;
    /* Doubled at each power of two. */
    if ((*count & (*count - 1)) == 0) {
        char **larger = reallocarray(*list, *count ? 2 * *count : 1, sizeof *larger);
        if (!larger)
            return -ENOMEM;
        *list = larger;
    }
    (*list)[*count] = strdup(name);
    if (!(*list)[*count])
        return -ENOMEM;
    ++*count;
    return 0;
}

static int read_list(struct outdir *outdir)
{
    char *text, *place = NULL;
    size_t size;
    int fd = file_open_beneath(outdir->directory, LIST_NAME);
    if (fd < 0)
        return fd;
    int result = file_read_fd(fd, LIST_BYTES_MAX, &text, &size);
    close(fd);
    if (result < 0)
        return result;
    for (char *line = strtok_r(text, "\n", &place); line && result == 0;
         line = strtok_r(NULL, "\n", &place)) {
        if (is_our_name(line))
            result = add_name(&outdir->old, &outdir->old_count, line);
    }
    free(text);
    return result;
}

int outdir_open(const char *path, struct outdir *ret)
{
    struct outdir outdir = {.directory = -1, .path = path};
    int result = file_make_directories(path);
    if (result < 0)
        return result;
    outdir.directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (outdir.directory < 0)
        return -errno;
    result = read_list(&outdir);
    if (result == -ENOENT)
        result = is_empty(outdir.directory) ? 0 : -ENOTEMPTY;
    if (result < 0) {
        outdir_finish(&outdir);
        return result;
    }
    *ret = outdir;
    return 0;
}

int outdir_open_folder(const struct outdir *outdir, const char *name)
{
    if (mkdirat(outdir->directory, name, 0777) < 0 && errno != EEXIST)
        return -errno;
    int fd = openat(outdir->directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int outdir_add(struct outdir *outdir, const char *file)
{
    return add_name(&outdir->files, &outdir->count, file);
}

static void print_names(FILE *out, char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s\n", names[i]);
}

static int write_list(const struct outdir *outdir, bool with_old)
{
    char *text = NULL, path[PATH_MAX];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return -ENOMEM;
    fputs("# Files that bangtin preview has written here and may remove.\n", out);
    print_names(out, outdir->files, outdir->count);
    if (with_old)
        print_names(out, outdir->old, outdir->old_count);
    if (fclose(out) != 0) {
        free(text);
        return -ENOMEM;
    }
    int length = snprintf(path, sizeof path, "%s/" LIST_NAME, outdir->path);
    int result = (size_t)length < sizeof path ? file_replace(path, text, size) : -ENAMETOOLONG;
    free(text);
    return result;
}

int outdir_begin(struct outdir *outdir)
{
    return write_list(outdir, true);
}

int outdir_rename(struct outdir *outdir, const char *from, const char *to)
{
    if (renameat(outdir->directory, from, outdir->directory, to) < 0)
        return -errno;
    for (size_t i = 0; i < outdir->count; i++) {
        if (strcmp(outdir->files[i], from) == 0) {
            free(outdir->files[i]);
            outdir->files[i] = outdir->files[--outdir->count];
            return 0;
        }
    }
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

int outdir_end(struct outdir *outdir)
{
    if (outdir->count > 1)
        qsort(outdir->files, outdir->count, sizeof *outdir->files, compare_names);
    for (size_t i = 0; i < outdir->old_count; i++) {
        const char *name = outdir->old[i];
        if (outdir->count > 0 &&
            bsearch(&name, outdir->files, outdir->count, sizeof *outdir->files, compare_names))
            continue;
        unlinkat(outdir->directory, name, 0);
        char folder[32];
        snprintf(folder, sizeof folder, "%.*s", (int)strcspn(name, "/"), name);
        unlinkat(outdir->directory, folder, AT_REMOVEDIR); /* only if it is empty now */
    }
    return write_list(outdir, false);
}

static void free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

void outdir_finish(struct outdir *outdir)
{
    if (outdir->directory >= 0)
        close(outdir->directory);
    free_names(outdir->old, outdir->old_count);
    free_names(outdir->files, outdir->count);
    *outdir = OUTDIR_NONE;
}
