#include "cli/gallery.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/asset_file.h"
#include "cli/drawer.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/unicode.h"
#include "ipc/folder.h"
#include "playlist/natural.h"

enum {
    SMALL_WIDTH = 320, /* decoding reduces: to know that a picture is whole this is enough */
    SMALL_HEIGHT = 180,
    ID_BYTES = 56, /* room for "-4000" below LIMIT_ID_BYTES */
    ENTRIES_MAX = 20000
};

struct names {
    char **list;
    size_t count;
};

static void free_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i]);
    free(names->list);
}

/* A stream over the folder `name` in `directory`. NULL with errno. */
static DIR *open_listing(int directory, const char *name)
{
    int fd = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream && fd >= 0)
        close(fd);
    return stream;
}

/* The media type of a picture that the player shows; NULL for other files. */
static const char *picture_type(int directory, const char *name, int *ret_error)
{
    int fd = file_open_beneath(directory, name);
    *ret_error = fd < 0 ? fd : 0;
    if (fd < 0)
        return NULL;
    const char *type = media_kind_type(asset_file_kind(fd));
    close(fd);
    return type;
}

/* A photograph as iPhones take it, whatever it is called: ISO/IEC 23008-12, section 10. */
static bool is_heic(int directory, const char *name)
{
    static const char *const brands[] = {"heic", "heix", "heim", "hevc", "mif1", "msf1"};
    char head[12] = "";
    int fd = file_open_beneath(directory, name);
    ssize_t size = fd < 0 ? -1 : pread(fd, head, sizeof head, 0);
    bool found = false;
    for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
        found |= memcmp(head + 8, brands[i], 4) == 0;
    if (fd >= 0)
        close(fd);
    return size == sizeof head && memcmp(head + 4, "ftyp", 4) == 0 && found;
}

/* Says that the pictures of a folder in the folder are not taken: PowerPoint puts its pictures into
 * such a one. Told by their names, one level down. */
static void say_folder(int directory, const char *path, const char *name)
{
    DIR *stream = open_listing(directory, name);
    struct dirent *entry;
    size_t count = 0;
    for (int seen = 0; stream && seen < ENTRIES_MAX && (entry = readdir(stream)); seen++)
        count +=
            !folder_is_litter(entry->d_name) && media_kind_type(media_kind_of_name(entry->d_name));
    if (stream)
        closedir(stream);
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    if (count > 0)
        say(ngettext("%zu picture in the folder \"%s\" is not taken; name that folder: "
                     "--from \"%.*s/%s\"",
                     "%zu pictures in the folder \"%s\" are not taken; name that folder: "
                     "--from \"%.*s/%s\"",
                     count),
            count, name, (int)size, path, name);
}

/* Whether the file is a picture; says so where it is not. */
static bool is_picture(int directory, const char *path, const char *name)
{
    int error;
    if (picture_type(directory, name, &error))
        return true;
    if (error == -ENOTSUP) /* a folder */
        say_folder(directory, path, name);
    else if (error < 0)
        say(_("%s is left out: %s"), name, say_errno(error));
    else if (is_heic(directory, name))
        say(_("%s is left out: it is a HEIC picture, as iPhones take them; save it as JPEG"), name);
    else if (media_kind_type(media_kind_of_name(name)))
        say(_("%s is left out: in spite of its name it is no picture"), name);
    else
        say(_("%s is left out: only JPEG, PNG, WebP and SVG are taken"), name);
    return false;
}

/* All names in the folder, sorted: what is said of them comes in an order that a person can follow.
 */
static int list_names(int directory, struct names *names)
{
    DIR *stream = open_listing(directory, ".");
    int result = stream ? 0 : -errno;
    struct dirent *entry;
    size_t capacity = 0;
    while (result == 0 && (entry = readdir(stream))) {
        if (folder_is_litter(entry->d_name))
            continue;
        if (names->count == ENTRIES_MAX) {
            result = -E2BIG;
        } else if (names->count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            char **list = reallocarray(names->list, capacity, sizeof *list);
            if (list)
                names->list = list;
            else
                result = -ENOMEM;
        }
        if (result == 0 && !(names->list[names->count] = strdup(entry->d_name)))
            result = -ENOMEM;
        names->count += result == 0;
    }
    if (stream)
        closedir(stream);
    if (result == 0 && names->count > 0)
        natural_sort(names->list, names->count);
    return result;
}

/* The names of the pictures in the folder `path`. */
static int collect(int directory, const char *path, struct names *names)
{
    int result = list_names(directory, names);
    size_t kept = 0;
    for (size_t i = 0; result == 0 && i < names->count; i++) {
        if (is_picture(directory, path, names->list[i])) {
            char *name = names->list[i];
            names->list[i] = names->list[kept]; /* to be freed with the rest */
            names->list[kept++] = name;
        }
    }
    if (result < 0)
        return result;
    while (names->count > kept)
        free(names->list[--names->count]);
    return kept > LIMIT_ASSETS ? -E2BIG : 0;
}

static bool has_id(const struct gallery *gallery, const char *id)
{
    for (size_t i = 0; i < gallery->count; i++) {
        if (strcmp(gallery->assets[i].name, id) == 0)
            return true;
    }
    return false;
}

/* An id of the file's name without its ending; a number makes it unique. */
static char *make_id(const struct gallery *gallery, const char *name)
{
    char stem[NAME_MAX + 1], id[ID_BYTES], unique[LIMIT_ID_BYTES + 1];
    snprintf(stem, sizeof stem, "%s", name);
    char *dot = strrchr(stem, '.');
    if (dot && dot != stem)
        *dot = '\0';
    unicode_make_id(stem, id, sizeof id);
    snprintf(unique, sizeof unique, "%s", id);
    for (unsigned n = 2; has_id(gallery, unique); n++)
        snprintf(unique, sizeof unique, "%s-%u", id, n);
    return strdup(unique);
}

static int add_assets(struct gallery *gallery, const struct names *names)
{
    gallery->assets = calloc(names->count + 1, sizeof *gallery->assets);
    if (!gallery->assets)
        return -ENOMEM;
    for (size_t i = 0; i < names->count; i++) {
        char *href = strdup(names->list[i]), *id = make_id(gallery, names->list[i]);
        int error;
        const char *type = picture_type(gallery->directory, names->list[i], &error);
        if (!href || !id || !type) {
            free(href);
            free(id);
            return error < 0 ? error : -ENOMEM;
        }
        gallery->assets[gallery->count++] =
            (struct asset){.name = id, .href = href, .size = -1, .media_type = type};
    }
    return 0;
}

struct decoding {
    struct gallery *gallery;
    bool *broken;
    struct progress progress;
    size_t done;
};

static void picture_done(void *context, size_t index, const struct drawing *drawing)
{
    struct decoding *decoding = context;
    const char *name = decoding->gallery->assets[index].href;
    if (drawing->state != DRAWING_DONE) {
        decoding->broken[index] = true;
        progress_clear(&decoding->progress);
        say(_("%s is left out: %s"), name,
            drawing->state == DRAWING_REFUSED ? drawing->message
                                              : _("the picture cannot be decoded"));
    }
    progress_show(&decoding->progress, ++decoding->done, name);
}

static void free_asset(struct asset *asset)
{
    free((char *)(uintptr_t)asset->name);
    free((char *)(uintptr_t)asset->href);
}

static void drop_broken(struct gallery *gallery, const bool *broken)
{
    size_t kept = 0;
    for (size_t i = 0; i < gallery->count; i++) {
        if (broken[i])
            free_asset(&gallery->assets[i]);
        else
            gallery->assets[kept++] = gallery->assets[i];
    }
    gallery->count = kept;
}

static int decode_all(struct gallery *gallery)
{
    struct decoding decoding = {.gallery = gallery};
    struct drawer_task *tasks = calloc(gallery->count + 1, sizeof *tasks);
    decoding.broken = calloc(gallery->count + 1, sizeof *decoding.broken);
    int result = tasks && decoding.broken ? 0 : -ENOMEM;
    for (size_t i = 0; result == 0 && i < gallery->count; i++)
        tasks[i] = (struct drawer_task){.asset = &gallery->assets[i],
                                        .screen = {.width = SMALL_WIDTH, .height = SMALL_HEIGHT}};
    if (result == 0 && gallery->count > 0) {
        const struct drawer_run run = {.directory = gallery->directory,
                                       .tasks = tasks,
                                       .count = gallery->count,
                                       .done = picture_done,
                                       .context = &decoding};
        progress_init(&decoding.progress, gallery->count);
        result = drawer_run(&run);
        progress_clear(&decoding.progress);
    }
    if (result == 0)
        drop_broken(gallery, decoding.broken);
    free(tasks);
    free(decoding.broken);
    return result;
}

int gallery_open(const char *path, struct gallery *ret)
{
    struct gallery gallery = GALLERY_NONE;
    struct names names = {0};
    gallery.directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = gallery.directory < 0 ? -errno : collect(gallery.directory, path, &names);
    if (result == 0)
        result = add_assets(&gallery, &names);
    if (result == 0)
        result = decode_all(&gallery);
    free_names(&names);
    if (result < 0) {
        gallery_finish(&gallery);
        return result;
    }
    *ret = gallery;
    return 0;
}

void gallery_finish(struct gallery *gallery)
{
    if (gallery->directory >= 0)
        close(gallery->directory);
    for (size_t i = 0; i < gallery->count; i++)
        free_asset(&gallery->assets[i]);
    free(gallery->assets);
    *gallery = GALLERY_NONE;
}
