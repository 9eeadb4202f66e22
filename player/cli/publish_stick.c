#include "cli/publish_stick.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/publish_name.h"
#include "cli/say.h"

enum { LEVELS_MAX = 64, ENTRIES_MAX = 1000 /* as many as players look at */ };

struct place {
    int top;        /* the stick's root */
    unsigned level; /* 0: the folder is the root */
    ino_t own;      /* of the first level; 0: the folder is yet to be made */
};

/* The folder, or the one that it is to be made in (*ret_level 1). */
static int open_folder(const char *path, unsigned *ret_level)
{
    char parent[PATH_MAX];
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        *ret_level = 0;
        return fd;
    }
    if ((size_t)snprintf(parent, sizeof parent, "%s", path) >= sizeof parent)
        return -1;
    for (size_t end = strlen(parent); end > 1 && parent[end - 1] == '/'; end--)
        parent[end - 1] = '\0';
    char *slash = strrchr(parent, '/');
    if (slash)
        slash[slash == parent] = '\0';
    *ret_level = 1;
    return open(slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Goes up as far as the file system reaches. *ret->top is the caller's to close. */
static bool find_place(const char *path, struct place *ret)
{
    struct place place = {0};
    struct stat here, above;
    place.top = open_folder(path, &place.level);
    if (place.top < 0 || fstat(place.top, &here) < 0)
        return false;
    for (unsigned i = 0; i < LEVELS_MAX; i++) {
        int up = openat(place.top, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (up < 0 || fstat(up, &above) < 0 || above.st_dev != here.st_dev ||
            above.st_ino == here.st_ino) {
            if (up >= 0)
                close(up);
            *ret = place;
            return true;
        }
        close(place.top);
        place = (struct place){up, place.level + 1, here.st_ino};
        here = above;
    }
    close(place.top);
    return false;
}

static bool holds_document(int directory, const char *folder)
{
    char name[NAME_MAX + sizeof PUBLISH_DOCUMENT + 2];
    struct stat status;
    snprintf(name, sizeof name, "%s/" PUBLISH_DOCUMENT, folder);
    return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
}

/* Another folder of the first level with a document in it. */
static bool find_other(const struct place *place, char name[NAME_MAX + 1])
{
    bool found = false;
    int fd = openat(place->top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    if (!list && fd >= 0)
        close(fd);
    for (unsigned i = 0; list && !found && i < ENTRIES_MAX; i++) {
        const struct dirent *entry = readdir(list);
        struct stat status;
        if (!entry)
            break;
        found = entry->d_name[0] != '.' &&
                fstatat(place->top, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                S_ISDIR(status.st_mode) && status.st_ino != place->own &&
                holds_document(place->top, entry->d_name);
        if (found)
            snprintf(name, NAME_MAX + 1, "%s", entry->d_name);
    }
    if (list)
        closedir(list);
    return found;
}

void publish_stick_warn(const char *path)
{
    struct place place;
    char other[NAME_MAX + 1];
    if (!find_place(path, &place))
        return;
    if (place.level > 1)
        say(_("warning: %s: players look at the root of a stick and at the folders right below "
              "it; they will not find this one"),
            path);
    else if (place.level == 1 && holds_document(place.top, "."))
        say(_("warning: %s: a playlist.json stands at the root of the stick, too, and players take "
              "that one; delete it, or publish to the root"),
            path);
    else if (place.level == 1 && find_other(&place, other))
        say(_("warning: %s: the folder \"%s\" of the stick holds a playlist.json, too, and of two "
              "players take none; leave one of them"),
            path, other);
    close(place.top);
}
