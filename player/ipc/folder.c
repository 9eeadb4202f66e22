#include "ipc/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "playlist/limits.h"

#define DOCUMENT_NAME "playlist.json"
#define DOCUMENT_TEXT_NAME "playlist.json.txt"

enum {
    /* A folder of pictures may be large, a mistaken "/" larger: enough for both. */
    ENTRIES_MAX = 20000
};

/* Better names rank lower. */
enum rank { RANK_EXACT, RANK_LETTERS, RANK_TEXT, RANK_NONE };

static enum rank name_rank(const char *name)
{
    if (strcmp(name, DOCUMENT_NAME) == 0)
        return RANK_EXACT;
    if (strcasecmp(name, DOCUMENT_NAME) == 0)
        return RANK_LETTERS;
    if (strcasecmp(name, DOCUMENT_TEXT_NAME) == 0)
        return RANK_TEXT;
    return RANK_NONE;
}

bool folder_is_litter(const char *name)
{
    return name[0] == '.' || strncmp(name, "~$", 2) == 0 || strcasecmp(name, "Thumbs.db") == 0 ||
           strcasecmp(name, "desktop.ini") == 0 || strcasecmp(name, "__MACOSX") == 0 ||
           strcasecmp(name, "$RECYCLE.BIN") == 0;
}

static int open_directory(int parent, const char *path)
{
    int fd = openat(parent, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/* A stream over the directory that leaves `directory` itself open. NULL with errno. */
static DIR *list_directory(int directory)
{
    int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    DIR *stream = fdopendir(fd);
    if (!stream)
        close(fd);
    return stream;
}

/* Finds the best document name in the directory. Returns its rank, or -errno. */
static int find_document(int directory, char name[NAME_MAX + 1])
{
    if (faccessat(directory, DOCUMENT_NAME, F_OK, 0) == 0) {
        strcpy(name, DOCUMENT_NAME);
        return RANK_EXACT;
    }
    DIR *stream = list_directory(directory);
    if (!stream)
        return -errno;
    int best = RANK_NONE;
    struct dirent *entry;
    for (int seen = 0; seen < ENTRIES_MAX && (entry = readdir(stream)); seen++) {
        int rank = (int)name_rank(entry->d_name);
        /* Of two equals the first in the alphabet: the order of readdir is chance. */
        if (rank < best || (rank == best && rank != RANK_NONE && strcmp(entry->d_name, name) < 0)) {
            best = rank;
            snprintf(name, NAME_MAX + 1, "%s", entry->d_name);
        }
    }
    closedir(stream);
    return best;
}

/* Looks one level down. Returns the only directory there with a document (the caller closes it),
 * its name and the document's, or -ENODATA, -ENOTUNIQ, -errno. */
static int find_nested(int directory, char child[NAME_MAX + 1], char name[NAME_MAX + 1],
                       int *ret_rank)
{
    DIR *stream = list_directory(directory);
    if (!stream)
        return -errno;
    int found = -ENODATA;
    struct dirent *entry;
    for (int seen = 0; seen < ENTRIES_MAX && (entry = readdir(stream)); seen++) {
        if (folder_is_litter(entry->d_name) ||
            (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
            continue;
        int fd = openat(directory, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
            continue;
        char candidate[NAME_MAX + 1] = "";
        int rank = find_document(fd, candidate);
        if (rank < 0 || rank == RANK_NONE) {
            close(fd);
            continue;
        }
        if (found >= 0) {
            close(fd);
            close(found);
            found = -ENOTUNIQ;
            break;
        }
        found = fd;
        *ret_rank = rank;
        strcpy(name, candidate);
        snprintf(child, NAME_MAX + 1, "%s", entry->d_name);
    }
    closedir(stream);
    return found;
}

static int compose_path(struct folder *folder, const char *path, const char *child,
                        const char *name)
{
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    const char *slash = size == 1 && path[0] == '/' ? "" : "/";
    int length = snprintf(folder->path, sizeof folder->path, "%.*s%s%s%s%s", (int)size, path, slash,
                          child, *child ? "/" : "", name);
    return length >= 0 && (size_t)length < sizeof folder->path ? 0 : -ENAMETOOLONG;
}

/* Fills directory, path and the marks from the folder `path`; the document's name to `name`. */
static int find_in_folder(const char *path, struct folder *folder, char name[NAME_MAX + 1])
{
    char child[NAME_MAX + 1] = "";
    int rank = find_document(folder->directory, name);
    if (rank == RANK_NONE) {
        int nested = find_nested(folder->directory, child, name, &rank);
        if (nested < 0)
            return nested;
        close(folder->directory);
        folder->directory = nested;
        folder->is_nested = true;
    }
    if (rank < 0)
        return rank;
    folder->is_text_name = rank == RANK_TEXT;
    return compose_path(folder, path, child, name);
}

/* The same where `path` is the document itself. */
static int find_around(const char *path, struct folder *folder, char name[NAME_MAX + 1])
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    if (strlen(base) > NAME_MAX || strlen(path) >= sizeof folder->path)
        return -ENAMETOOLONG;
    strcpy(name, base);
    strcpy(folder->path, path);
    if (slash)
        folder->path[slash == path ? 1 : slash - path] = '\0';
    folder->directory = open_directory(AT_FDCWD, slash ? folder->path : ".");
    if (folder->directory < 0)
        return folder->directory;
    strcpy(folder->path, path);
    folder->is_text_name = name_rank(name) == RANK_TEXT;
    return 0;
}

static int read_document(struct folder *folder, const char *name)
{
    int fd = file_open_beneath(folder->directory, name);
    if (fd < 0)
        return fd;
    int result = file_read_fd(fd, LIMIT_DOCUMENT_BYTES, &folder->bytes, &folder->size);
    close(fd);
    return result;
}

int folder_open(const char *path, struct folder *ret)
{
    struct folder folder = FOLDER_NONE;
    char name[NAME_MAX + 1] = "";
    int result;
    folder.directory = open_directory(AT_FDCWD, path);
    if (folder.directory >= 0)
        result = find_in_folder(path, &folder, name);
    else if (folder.directory == -ENOTDIR)
        result = find_around(path, &folder, name);
    else
        return folder.directory;
    if (result == 0)
        result = read_document(&folder, name);
    if (result < 0) {
        folder_finish(&folder);
        return result;
    }
    *ret = folder;
    return 0;
}

void folder_finish(struct folder *folder)
{
    if (folder->directory >= 0)
        close(folder->directory);
    free(folder->bytes);
    *folder = FOLDER_NONE;
}
