/* Pictures and clips on the disk: there, of the size that is written, called as they are called;
 * and files beside them that nothing shows. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/asset_file.h"
#include "cli/check.h"
#include "cli/say.h"
#include "cli/unicode.h"
#include "playlist/asset.h"

enum { SEARCHES_MAX = 100, UNUSED_MAX = 20, ENTRIES_MAX = 20000, POINTER_BYTES = 160 };

static void asset_pointer(const struct asset *asset, const char *field, char path[POINTER_BYTES])
{
    snprintf(path, POINTER_BYTES, "/assets/%s%s%s", asset->name, *field ? "/" : "", field);
}

/* Whether both names look the same: they differ in the normal form of their marks alone. */
static bool looks_the_same(const char *a, const char *b)
{
    char *normal_a = unicode_nfc(a), *normal_b = unicode_nfc(b);
    bool result = normal_a && normal_b && strcmp(normal_a, normal_b) == 0;
    free(normal_a);
    free(normal_b);
    return result;
}

static bool is_ascii(const char *text)
{
    while (*text && !(*text & 0x80))
        text++;
    return *text == '\0';
}

/* "media/ap-phich.png" of "media/Áp phích.png": a name that no machine writes in two ways. */
static void plain_name(const char *href, char *out, size_t size)
{
    size_t used = 0;
    for (bool is_last = false; !is_last && used < size; href += strcspn(href, "/") + 1) {
        char part[NAME_MAX + 1], id[NAME_MAX + 1];
        is_last = href[strcspn(href, "/")] == '\0';
        snprintf(part, sizeof part, "%.*s", (int)strcspn(href, "/"), href);
        char *dot = is_last ? strrchr(part, '.') : NULL;
        const char *ending = dot ? href + (dot - part) : "";
        if (dot)
            *dot = '\0';
        if (is_ascii(part))
            snprintf(id, sizeof id, "%s", part);
        else
            unicode_make_id(part, id, sizeof id);
        used += (size_t)snprintf(out + used, size - used, "%s%s%s", id, ending, is_last ? "" : "/");
    }
}

static void say_other_form(struct check *check, const char *path, const char *href)
{
    char plain[PATH_MAX], hint[PATH_MAX + 128];
    plain_name(href, plain, sizeof plain);
    snprintf(hint, sizeof hint,
             _("rename the file to \"%s\", and write that here: letters without marks are the "
               "same everywhere"),
             plain);
    findings_add(&check->findings, SEVERITY_ERROR, "asset-name", path, hint,
                 _("the file is there, but in the name of one, the file or this, the marks are "
                   "characters of their own (as on a Mac), in the other they are not: \"%s\""),
                 href);
}

/* A file of that name in the other folder, or with another ending: a picture lies in media/, and
 * was saved once more as another kind. */
static bool find_elsewhere(const struct check *check, const char *href, char *out, size_t size)
{
    static const char *const folders[] = {"media/", ""};
    static const char *const endings[] = {"", ".jpg", ".png", ".jpeg", ".webp", ".svg"};
    const char *slash = strrchr(href, '/'), *name = slash ? slash + 1 : href;
    const char *dot = strrchr(name, '.');
    size_t stem = dot ? (size_t)(dot - name) : strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        for (size_t j = 0; j < sizeof folders / sizeof *folders; j++) {
            char candidate[PATH_MAX];
            snprintf(candidate, sizeof candidate, "%s%.*s%s", folders[j],
                     (int)(i == 0 ? strlen(name) : stem), name, endings[i]);
            if (asset_file_meant(check->folder.directory, candidate, out, size) == 0)
                return true;
        }
    }
    return false;
}

static void say_missing(struct check *check, const struct asset *asset, int error)
{
    char path[POINTER_BYTES], meant[PATH_MAX], hint[PATH_MAX + 128];
    asset_pointer(asset, "href", path);
    if (error == -ENOENT &&
        asset_file_meant(check->folder.directory, asset->href, meant, sizeof meant) == 0) {
        if (looks_the_same(meant, asset->href)) {
            say_other_form(check, path, asset->href);
            return;
        }
        snprintf(hint, sizeof hint, _("write \"%s\", or rename the file to \"%s\""), meant,
                 asset->href);
        findings_add(&check->findings, SEVERITY_ERROR, "asset-name", path, hint,
                     _("the file is called \"%s\": capital and small letters and the way in which "
                       "marks are written count"),
                     meant);
        return;
    }
    /* A hostile document names many files, and each search reads the folders. */
    bool is_elsewhere = error == -ENOENT && asset - check->document->assets < SEARCHES_MAX &&
                        find_elsewhere(check, asset->href, meant, sizeof meant);
    if (is_elsewhere)
        snprintf(hint, sizeof hint, _("did you mean \"%s\"?"), meant);
    const char *hint_text = is_elsewhere       ? hint
                            : error == -ENOENT ? _("copy the file there, or correct the name")
                            : error == -EXDEV  ? _("copy the file into the playlist folder")
                                               : NULL;
    findings_add(&check->findings, SEVERITY_ERROR,
                 error == -ENOENT ? "asset-missing" : "asset-unreadable", path, hint_text,
                 "\"%s\": %s", asset->href, say_errno(error));
}

static void look_at_file(struct check *check, const struct asset *asset, int fd)
{
    struct stat status;
    char path[POINTER_BYTES];
    if (fstat(fd, &status) < 0)
        return;
    asset_pointer(asset, "size", path);
    if (asset->size >= 0 && asset->size != status.st_size)
        findings_add(&check->findings, SEVERITY_ERROR, "asset-size", path,
                     _("take \"size\" out, or write the file's own"),
                     _("\"%s\" has %lld bytes, not %lld"), asset->href, (long long)status.st_size,
                     (long long)asset->size);
    asset_pointer(asset, "href", path);
    if (status.st_size > LIMIT_ASSET_BYTES)
        findings_add(&check->findings, SEVERITY_ERROR, "asset-large", path,
                     _("save it with stronger compression"), _("\"%s\" is larger than 2 GiB"),
                     asset->href);
    const char *is = media_kind_type(asset_file_kind(fd));
    asset_pointer(asset, "mediaType", path);
    if (asset->media_type && is && strcmp(asset->media_type, is) != 0) {
        char hint[64];
        snprintf(hint, sizeof hint, _("write \"%s\""), is);
        findings_add(&check->findings, SEVERITY_WARNING, "asset-type", path, hint,
                     _("\"%s\" is %s, not %s"), asset->href, is, asset->media_type);
    }
}

/* Marks the assets that something in the document names. */
static void mark_used(const struct check *check, bool *used)
{
    const struct document *document = check->document;
    const struct json *json = &check->json;
    for (uint32_t at = 1; at < json->count; at++) {
        char name[LIMIT_ID_BYTES + 1];
        const struct json_token *value = &json->tokens[at];
        if (value->kind != JSON_STRING || json->tokens[at - 1].kind != JSON_STRING ||
            value->size > LIMIT_ID_BYTES || !asset_is_key(json, at - 1))
            continue;
        name[json_decode(json, at, name)] = '\0';
        const struct asset *asset = document_asset(document, name);
        if (asset)
            used[asset - document->assets] = true;
    }
}

static void look_for_unused_assets(struct check *check)
{
    const struct document *document = check->document;
    bool *used = calloc(document->asset_count + 1, sizeof *used);
    if (!used)
        return;
    mark_used(check, used);
    for (size_t i = 0; i < document->asset_count; i++) {
        char path[POINTER_BYTES];
        asset_pointer(&document->assets[i], "", path);
        if (!used[i])
            findings_add(&check->findings, SEVERITY_NOTE, "asset-unused", path, NULL,
                         _("no item uses \"%s\""), document->assets[i].href);
    }
    free(used);
}

static bool is_named(const struct document *document, const char *path, bool generously)
{
    for (size_t i = 0; i < document->asset_count; i++) {
        const char *href = document->assets[i].href;
        if (strcmp(href, path) == 0 || (generously && unicode_same_name(href, path)))
            return true;
    }
    return false;
}

/* Looks through one folder, "" or "media/". Returns how many pictures and clips are not named. */
static size_t look_through(struct check *check, const char *folder, size_t before)
{
    int fd =
        openat(check->folder.directory, *folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream) {
        if (fd >= 0)
            close(fd);
        return 0;
    }
    size_t count = 0;
    struct dirent *entry;
    for (int seen = 0; seen < ENTRIES_MAX && (entry = readdir(stream)); seen++) {
        char path[PATH_MAX];
        if (entry->d_type == DT_DIR || folder_is_litter(entry->d_name) ||
            media_kind_of_name(entry->d_name) == MEDIA_NONE)
            continue;
        snprintf(path, sizeof path, "%s%s", folder, entry->d_name);
        /* A name that differs in case was an error already; but folding is dear. */
        if (is_named(check->document, path, before + count < UNUSED_MAX))
            continue;
        if (before + ++count <= UNUSED_MAX)
            findings_add(&check->findings, SEVERITY_NOTE, "file-unused", path, NULL,
                         _("the playlist does not name this file, so it is not shown"));
    }
    closedir(stream);
    return count;
}

/* The folder of an asset, with its slash. */
static size_t folder_size(const char *href)
{
    const char *slash = strrchr(href, '/');
    return slash ? (size_t)(slash - href) + 1 : 0;
}

static bool is_first_of_folder(const struct document *document, size_t index)
{
    const char *href = document->assets[index].href;
    size_t size = folder_size(href);
    for (size_t i = 0; i < index; i++) {
        if (folder_size(document->assets[i].href) == size &&
            memcmp(document->assets[i].href, href, size) == 0)
            return false;
    }
    return true;
}

/* Only folders that hold assets: what stands elsewhere is the author's own affair. */
static void look_for_unused_files(struct check *check)
{
    const struct document *document = check->document;
    size_t count = look_through(check, "", 0);
    for (size_t i = 0; i < document->asset_count; i++) {
        char folder[LIMIT_HREF_BYTES + 1];
        size_t size = folder_size(document->assets[i].href);
        if (size == 0 || size > LIMIT_HREF_BYTES || !is_first_of_folder(document, i))
            continue;
        memcpy(folder, document->assets[i].href, size);
        folder[size] = '\0';
        count += look_through(check, folder, count);
    }
    if (count > UNUSED_MAX)
        findings_add(&check->findings, SEVERITY_NOTE, "file-unused", "", NULL,
                     _("%zu more files are not named"), count - UNUSED_MAX);
}

void check_files(struct check *check)
{
    for (size_t i = 0; i < check->document->asset_count; i++) {
        const struct asset *asset = &check->document->assets[i];
        int fd = file_open_beneath(check->folder.directory, asset->href);
        if (fd < 0) {
            say_missing(check, asset, fd);
            continue;
        }
        look_at_file(check, asset, fd);
        close(fd);
    }
    look_for_unused_assets(check);
    look_for_unused_files(check);
}
