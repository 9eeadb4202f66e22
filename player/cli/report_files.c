#include "cli/report_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/report_names.h"

static int add_file(struct report_files *files, char *path)
{
    if (!path)
        return -ENOMEM;
    char **list = names_reserve(files->list, &files->capacity, files->count + 1, sizeof *list);
    if (list)
        files->list = list;
    if (!list || files->count == REPORT_FILES_MAX) {
        free(path);
        return list ? -E2BIG : -ENOMEM;
    }
    list[files->count++] = path;
    return 0;
}

static bool is_log(const char *name)
{
    static const char ending[] = ".plays.jsonl";
    size_t size = strlen(name);
    return strcmp(name, "plays.db") == 0 ||
           (size > sizeof ending - 1 && strcmp(name + size - (sizeof ending - 1), ending) == 0);
}

/* Hidden ones are left alone: a Mac leaves "._NAME" on each stick. */
static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int add_folder(struct report_files *files, const char *folder, int depth);

static int add_entry(struct report_files *files, const char *folder, const char *name, int depth)
{
    char *path;
    struct stat status;
    int result = 0;
    if (asprintf(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name) < 0)
        return -ENOMEM;
    if (lstat(path, &status) < 0)
        result = errno == ENOENT ? 0 : -errno;
    else if (S_ISREG(status.st_mode) && is_log(name))
        return add_file(files, path);
    else if (S_ISDIR(status.st_mode) && depth < REPORT_FILES_DEPTH)
        result = add_folder(files, path, depth + 1);
    free(path);
    return result;
}

static int add_folder(struct report_files *files, const char *folder, int depth)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_visible, alphasort), result = 0;
    if (count < 0)
        return -errno;
    for (int i = 0; i < count; i++) {
        if (result == 0)
            result = add_entry(files, folder, entries[i]->d_name, depth);
        free(entries[i]);
    }
    free(entries);
    return result;
}

int report_files_add(struct report_files *files, const char *path)
{
    struct stat status;
    size_t before = files->count;
    if (stat(path, &status) < 0 || !S_ISDIR(status.st_mode))
        return add_file(files, strdup(path)); /* what is wrong with it is said when it is read */
    int result = add_folder(files, path, 0);
    return result == 0 && files->count == before ? -ENODATA : result;
}

void report_files_finish(struct report_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->list[i]);
    free(files->list);
    *files = (struct report_files){0};
}
