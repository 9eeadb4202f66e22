#include "ipc/job_parts.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "ipc/pixels.h"
#include "playlist/resolve.h"

/* The fields of an item, and those of a theme, that name an asset. */
static const char *const asset_fields[] = {"asset", "poster"};
static const char *const theme_fields[] = {"logo", "background"};

static const double mm_an_inch = 25.4, mm_a_metre = 1000;
static const double card_part = 10; /* of the way from which it is scanned: docs/design.md */

static bool add_raw(cJSON *object, const char *name, const char *json, size_t size)
{
    if (!json)
        return true;
    char *copy = strndup(json, size);
    bool ok = copy && cJSON_AddRawToObject(object, name, copy);
    free(copy);
    return ok;
}

static int fail_with(char **ret_fault, const char *name, int result)
{
    if (ret_fault)
        *ret_fault = strdup(name);
    return result;
}

/* Which file this is, so that a picture drawn from it can be known again: a published one by its
 * hash, a draft by what the file system says. */
static uint64_t file_identity(uint64_t hash, const struct asset *asset, int fd)
{
    struct stat status;
    if (asset->has_sha256)
        return hash_bytes(hash, asset->sha256, sizeof asset->sha256);
    if (fstat(fd, &status) < 0)
        return hash;
    const int64_t marks[] = {status.st_size, (int64_t)status.st_ino, status.st_mtim.tv_sec,
                             status.st_mtim.tv_nsec};
    return hash_bytes(hash, marks, sizeof marks);
}

/* Opens the asset; what is opened by its digest and was not compared yet is noted in the job. */
static int open_asset(const struct job_source *source, const struct asset *asset, struct job *job)
{
    uint64_t mark = 0;
    bool is_proved = false;
    if (!source->open)
        return file_open_beneath(source->directory, asset->href);
    if (!asset->has_sha256 || asset->size < 0)
        return -ENOKEY;
    int fd = source->open(source->context, asset, &mark, &is_proved);
    if (fd >= 0 && !is_proved) {
        struct job_proof *proof = &job->proofs.list[job->proofs.count++];
        *proof = (struct job_proof){.size = asset->size, .mark = mark};
        snprintf(proof->asset, sizeof proof->asset, "%s", asset->name);
        memcpy(proof->sha256, asset->sha256, sizeof proof->sha256);
    }
    return fd;
}

static int add_asset(const struct document *document, const struct job_source *source,
                     const char *name, cJSON *assets, struct job *job, char **ret_fault)
{
    const struct asset *asset = document_asset(document, name);
    if (!asset)
        return fail_with(ret_fault, name, -ENOENT);
    int fd = open_asset(source, asset, job);
    if (fd < 0)
        return fail_with(ret_fault, asset->href, fd);
    job->fds[job->fd_count] = fd;
    cJSON *entry = cJSON_AddObjectToObject(assets, name);
    if (!entry || !cJSON_AddNumberToObject(entry, "fd", (double)job->fd_count++))
        return -ENOMEM;
    if (asset->media_type && !cJSON_AddStringToObject(entry, "mediaType", asset->media_type))
        return -ENOMEM;
    job->digest = file_identity(job->digest, asset, fd);
    return 0;
}

static int add_assets(const struct document *document, const struct job_source *source,
                      const cJSON *item, cJSON *message, struct job *job, char **ret_fault)
{
    cJSON *assets = cJSON_AddObjectToObject(message, "assets");
    static_assert((sizeof asset_fields + sizeof theme_fields) / sizeof *asset_fields <=
                      sizeof job->proofs.list / sizeof *job->proofs.list,
                  "one proof each");
    if (!assets)
        return -ENOMEM;
    for (size_t i = 0; i < sizeof asset_fields / sizeof *asset_fields; i++) {
        const cJSON *field = cJSON_GetObjectItemCaseSensitive(item, asset_fields[i]);
        if (!cJSON_IsString(field) || cJSON_HasObjectItem(assets, field->valuestring))
            continue;
        int result = add_asset(document, source, field->valuestring, assets, job, ret_fault);
        if (result < 0)
            return result;
    }
    return 0;
}

/* The theme's pictures. A slide without them says all that it has to say, so that what cannot be
 * opened is left out; `check` has told its author. */
static int add_theme_assets(const struct document *document, const struct job_source *source,
                            const struct item *item, cJSON *message, struct job *job)
{
    cJSON *assets = cJSON_GetObjectItemCaseSensitive(message, "assets");
    if (!document->theme_json || item->type == ITEM_IMAGE || item->type == ITEM_VIDEO)
        return 0;
    int result = 0;
    cJSON *theme = cJSON_ParseWithLength(document->theme_json, document->theme_json_size);
    for (size_t i = 0; i < sizeof theme_fields / sizeof *theme_fields && result != -ENOMEM; i++) {
        const cJSON *field = cJSON_GetObjectItemCaseSensitive(theme, theme_fields[i]);
        if (cJSON_IsString(field) && !cJSON_HasObjectItem(assets, field->valuestring))
            result = add_asset(document, source, field->valuestring, assets, job, NULL);
    }
    cJSON_Delete(theme);
    return result == -ENOMEM ? result : 0;
}

/* What the item's picture says, for boards on which it would be a stamp. */
static bool add_alt(cJSON *content, const struct document *document, const struct item *item,
                    const char *language, const struct site *site)
{
    const struct asset *asset =
        item->type == ITEM_IMAGE && item->asset ? document_asset(document, item->asset) : NULL;
    char *alt = asset && asset->alt_json
                    ? text_resolve(document, asset->alt_json, asset->alt_json_size, language, site)
                    : NULL;
    bool ok = !alt || cJSON_AddStringToObject(content, "alt", alt);
    free(alt);
    return ok;
}

/* The first address of the item that would become a code and whose host the site does not allow: a
 * code on a public screen is a door. NULL where there is none. */
static const char *forbidden_address(const cJSON *item, const struct site *site)
{
    static const char *const fields[] = {"url", "qr"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const cJSON *address = cJSON_GetObjectItemCaseSensitive(item, fields[i]);
        if (cJSON_IsString(address) && !site_allows_url(site, address->valuestring))
            return address->valuestring;
    }
    const cJSON *entry;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(item, "entries"))
    {
        const cJSON *address = cJSON_GetObjectItemCaseSensitive(entry, "url");
        if (cJSON_IsString(address) && !site_allows_url(site, address->valuestring))
            return address->valuestring;
    }
    return NULL;
}

bool job_add_shape(cJSON *message, uint32_t width, uint32_t height, unsigned rotate)
{
    return cJSON_AddNumberToObject(message, "width", width) &&
           cJSON_AddNumberToObject(message, "height", height) &&
           cJSON_AddNumberToObject(message, "rotate", rotate);
}

bool job_add_screen(cJSON *message, const struct document *document, uint32_t width,
                    uint32_t height, unsigned rotate)
{
    return job_add_shape(message, width, height, rotate) &&
           add_raw(message, "theme", document->theme_json, document->theme_json_size) &&
           add_raw(message, "defaults", document->defaults_json, document->defaults_json_size);
}

/* How many pixels a code's card should measure, to be read by a phone as far away as the site's
 * people stand: a tenth of the way. The pitch, where there is one, wins over the diagonal, which is
 * that of the whole screen. Nothing where the size of a pixel is not known. */
static bool add_scan(cJSON *message, const struct site *site, const struct job_screen *screen)
{
    const struct site_screen *its = &site->screen;
    double across = its->width ? its->width : screen->width;
    double down = its->height ? its->height : screen->height;
    double pixel = its->pixel_pitch > 0 ? its->pixel_pitch
                                        : its->diagonal_inches * mm_an_inch / hypot(across, down);
    double need = its->scan_distance * mm_a_metre / card_part; /* mm */
    if (!(pixel > 0) || !(need > 0))
        return true;
    double most = fmin(screen->width, screen->height);
    return cJSON_AddNumberToObject(message, "scanPixels", ceil(fmin(need / pixel, most)));
}

bool job_add_band(cJSON *message, const struct document *document, const char *language,
                  const struct site *site)
{
    const char *name = site_variable(site, "name");
    char *publisher = NULL;
    if (!name && document->publisher_json)
        name = publisher = text_resolve(document, document->publisher_json,
                                        document->publisher_json_size, language, site);
    bool ok = name ? cJSON_AddStringToObject(message, "band", name) != NULL
                   : cJSON_AddNullToObject(message, "band") != NULL;
    free(publisher);
    return ok;
}

/* Adds to each asset that is to be compared what it is compared with. */
static bool add_proofs(cJSON *message, const struct job *job)
{
    const cJSON *assets = cJSON_GetObjectItemCaseSensitive(message, "assets");
    for (size_t i = 0; i < job->proofs.count; i++) {
        const struct job_proof *proof = &job->proofs.list[i];
        cJSON *entry = cJSON_GetObjectItemCaseSensitive(assets, proof->asset);
        char hex[SHA256_HEX_SIZE];
        sha256_to_hex(proof->sha256, hex);
        if (!cJSON_AddStringToObject(entry, "sha256", hex) ||
            !cJSON_AddNumberToObject(entry, "size", (double)proof->size))
            return false;
    }
    return true;
}

int job_finish_text(cJSON *message, uint64_t number, struct job *job)
{
    char *body = cJSON_PrintUnformatted(message);
    if (!body)
        return -ENOMEM;
    job->digest = hash_bytes(job->digest, body, strlen(body));
    if (job->proofs.count > 0) {
        cJSON_free(body);
        body = add_proofs(message, job) ? cJSON_PrintUnformatted(message) : NULL;
        if (!body)
            return -ENOMEM;
    }
    int length = asprintf(&job->text, "{\"job\":%" PRIu64 ",%s", number, body + 1);
    cJSON_free(body);
    if (length < 0) {
        job->text = NULL;
        return -ENOMEM;
    }
    job->size = (size_t)length;
    return 0;
}

/* Nothing where there is none, so that pictures that are kept are found again. */
static bool add_reserve(cJSON *message, const struct job_screen *screen)
{
    return (screen->top == 0 || cJSON_AddNumberToObject(message, "top", screen->top)) &&
           (screen->foot == 0 || cJSON_AddNumberToObject(message, "foot", screen->foot));
}

int job_compose(uint64_t number, const struct document *document, const struct job_source *source,
                const struct item *item, const char *language, const struct site *site,
                const struct job_screen *screen, struct job *ret, char **ret_fault)
{
    struct job job = {.digest = HASH_START};
    struct resolution resolution = {0};
    cJSON *message = NULL;
    int result = item_resolve(document, item, language, site, &resolution);
    if (result < 0) {
        fail_with(ret_fault, resolution.missing ? resolution.missing : item->id, result);
        goto end;
    }
    result = -ENOMEM;
    message = cJSON_CreateObject();
    cJSON *content = cJSON_Parse(resolution.json);
    if (!message || !content || !cJSON_AddStringToObject(message, "kind", "item") ||
        !cJSON_AddItemToObject(message, "item", content)) {
        cJSON_Delete(content);
        goto end;
    }
    const char *forbidden = forbidden_address(content, site);
    if (forbidden) {
        result = fail_with(ret_fault, forbidden, -EACCES);
        goto end;
    }
    if (!add_alt(content, document, item, language, site) ||
        !job_add_screen(message, document, screen->width, screen->height, screen->rotate) ||
        !job_add_band(message, document, language, site) ||
        !cJSON_AddBoolToObject(message, "clock", screen->clock) ||
        !cJSON_AddNumberToObject(message, "page", screen->page) || !add_reserve(message, screen) ||
        !add_scan(message, site, screen) ||
        (language && !cJSON_AddStringToObject(message, "language", language)))
        goto end;
    result = add_assets(document, source, content, message, &job, ret_fault);
    if (result == 0)
        result = add_theme_assets(document, source, item, message, &job);
    if (result == 0)
        result = job_finish_text(message, number, &job);
    if (result == 0)
        *ret = job;
end:
    if (result < 0)
        job_finish(&job);
    cJSON_Delete(message);
    resolution_finish(&resolution);
    return result;
}

void job_finish(struct job *job)
{
    free(job->text);
    for (size_t i = 0; i < job->fd_count; i++)
        close(job->fds[i]);
    *job = (struct job){0};
}
