/* The codes in the pictures beside a theme.json: they stand on every slide of the office. They are
 * looked through as a document's are, so a document is made of them. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/lint.h"
#include "cli/say.h"

enum { PICTURES = 2 };

static bool add_picture(cJSON *assets, const char *name, const char *href)
{
    if (!*href)
        return true;
    cJSON *asset = cJSON_AddObjectToObject(assets, name);
    return asset && cJSON_AddStringToObject(asset, "href", href);
}

static struct document *as_document(const struct theme_file *file)
{
    static const char frame[] =
        "{\"formatVersion\":1,\"feedId\":\"theme\",\"sequence\":1,"
        "\"generated\":\"2026-01-01T00:00:00Z\",\"timeZone\":\"UTC\","
        "\"languages\":[\"vi\"],\"playlists\":[{\"id\":\"a\",\"items\":[]}]}";
    struct document *document = NULL;
    cJSON *json = cJSON_Parse(frame), *assets = cJSON_AddObjectToObject(json, "assets");
    char *text = NULL;
    if (assets && add_picture(assets, "logo", file->logo) &&
        add_picture(assets, "background", file->background))
        text = cJSON_PrintUnformatted(json);
    if (text)
        document_parse(text, strlen(text), NULL, &document);
    cJSON_free(text);
    cJSON_Delete(json);
    return document;
}

static int open_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int size = slash ? (int)(slash - path) + 1 : 1;
    snprintf(folder, sizeof folder, "%.*s", size, slash ? path : ".");
    int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/* The screens go without it, and nobody there says so. */
static void look_for_file(const struct asset *asset, int directory, const char *prefix,
                          struct findings *findings)
{
    char path[64];
    int fd = file_open_beneath(directory, asset->href);
    if (fd >= 0) {
        close(fd);
        return;
    }
    snprintf(path, sizeof path, "%s/%s", prefix, asset->name);
    findings_add(findings, SEVERITY_WARNING, fd == -ENOENT ? "asset-missing" : "asset-unreadable",
                 path, fd == -ENOENT ? _("copy the file there, or correct the name") : NULL,
                 "\"%s\": %s", asset->href, say_errno(fd));
}

static void tell(struct remarks *remarks, const char *prefix, const struct lint_sites *sites,
                 const struct asset *asset, const struct barcode *code)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", prefix, asset->name);
    const struct lint_owner owner = {NULL, asset->href, path};
    if (sites->count == 0)
        lint_payload(remarks, &owner, NULL, code);
    for (size_t i = 0; i < sites->count; i++)
        lint_payload(remarks, &owner, sites->list[i], code);
}

int lint_theme_pictures(const char *path, const struct theme_file *file,
                        const struct lint_sites *sites, const char *prefix,
                        struct findings *findings)
{
    static const struct asset_size sizes[PICTURES]; /* as large as they may be drawn */
    struct asset_codes codes = {0};
    struct remarks remarks = {0};
    if (!*file->logo && !*file->background)
        return 0;
    int directory = open_folder(path);
    if (directory < 0)
        return directory;
    struct document *document = as_document(file);
    int result = document ? remarks_init(&remarks, document) : -ENOMEM;
    for (size_t i = 0; result == 0 && i < document->asset_count; i++)
        look_for_file(&document->assets[i], directory, prefix, findings);
    if (result == 0)
        result = asset_codes_find(document, directory, sizes, &codes);
    for (size_t i = 0; i < codes.count; i++) {
        for (size_t j = 0; j < codes.list[i].count; j++)
            tell(&remarks, prefix, sites, &document->assets[i], &codes.list[i].list[j]);
    }
    if (result == 0)
        remarks_tell(&remarks, findings);
    asset_codes_finish(&codes);
    remarks_finish(&remarks);
    document_destroy(document);
    close(directory);
    return result;
}
