#include "render/request.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ipc/pixels.h"
#include "playlist/limits.h"

static bool read_whole(const cJSON *object, const char *name, double limit, double *ret)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0) || value->valuedouble > limit ||
        value->valuedouble != floor(value->valuedouble))
        return false;
    *ret = value->valuedouble;
    return true;
}

static const char *read_string(const cJSON *object, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(value) ? value->valuestring : NULL;
}

static void read_font(const cJSON *entry, const struct message *message, struct hello *hello)
{
    const char *script = read_string(entry, "script"), *weight = read_string(entry, "weight");
    double fd;
    if (!script || strlen(script) != 4 || !weight || hello->font_count == CHANNEL_FDS_MAX ||
        !read_whole(entry, "fd", CHANNEL_FDS_MAX, &fd) || (size_t)fd >= message->fd_count)
        return;
    size_t at = hello->font_count++;
    snprintf(hello->fonts[at].script, sizeof hello->fonts[at].script, "%s", script);
    hello->fonts[at].weight = strcmp(weight, "bold") == 0 ? FONT_BOLD : FONT_REGULAR;
    hello->fonts[at].fd = (size_t)fd;
}

/* The index of one of the message's descriptors, or -1. */
static int read_descriptor(const cJSON *object, const char *name, const struct message *message)
{
    double fd;
    return read_whole(object, name, CHANNEL_FDS_MAX, &fd) && (size_t)fd < message->fd_count
               ? (int)fd
               : -1;
}

static void read_hello(const cJSON *json, const struct message *message, struct hello *ret)
{
    const cJSON *entry;
    const cJSON *theme = cJSON_GetObjectItemCaseSensitive(json, "theme");
    *ret = (struct hello){.svg = read_descriptor(json, "svg", message),
                          .themes = theme_bases_read(theme),
                          .logo = read_descriptor(theme, "logo", message),
                          .backdrop = read_descriptor(theme, "background", message)};
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(json, "fonts"))
        read_font(entry, message, ret);
}

static bool read_shape(const cJSON *json, struct request *request)
{
    double width, height, rotate;
    if (!read_whole(json, "width", PIXELS_SIDE_MAX, &width) || width < 1 ||
        !read_whole(json, "height", PIXELS_SIDE_MAX, &height) || height < 1)
        return false;
    if (!read_whole(json, "rotate", 270, &rotate))
        rotate = 0;
    request->width = (uint32_t)width;
    request->height = (uint32_t)height;
    request->rotate = (unsigned)rotate;
    return request->rotate % 90 == 0;
}

/* False where there is a digest that is none: then nobody knows what the file should be. */
static bool read_proof(const cJSON *entry, int fd, struct request *request)
{
    const char *hex = read_string(entry, "sha256");
    double size;
    if (!cJSON_HasObjectItem(entry, "sha256"))
        return true;
    struct request_proof proof = {.asset = entry->string, .fd = fd};
    if (!hex || sha256_from_hex(hex, proof.sha256) < 0 ||
        !read_whole(entry, "size", (double)LIMIT_ASSET_BYTES, &size))
        return false;
    proof.size = (int64_t)size;
    request->proofs[request->proof_count++] = proof;
    return true;
}

static bool read_assets(const cJSON *json, const struct message *message, struct request *request)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(json, "assets"))
    {
        double fd;
        if (!entry->string || request->asset_count == REQUEST_ASSETS_MAX ||
            !read_whole(entry, "fd", CHANNEL_FDS_MAX, &fd) || (size_t)fd >= message->fd_count)
            continue;
        int file = message->fds[(size_t)fd];
        request->assets[request->asset_count++] =
            (struct sheet_asset){.name = entry->string, .fd = file};
        if (!read_proof(entry, file, request))
            return false;
    }
    return true;
}

/* Anything else than a text is left out. */
static size_t read_texts(const cJSON *json, const char *texts[JOB_TEXTS_MAX])
{
    const cJSON *entry;
    size_t count = 0;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(json, "texts"))
    {
        if (cJSON_IsString(entry) && count < JOB_TEXTS_MAX)
            texts[count++] = entry->valuestring;
    }
    return count;
}

static bool read_strip(const cJSON *json, struct band *ret)
{
    const cJSON *unit = cJSON_GetObjectItemCaseSensitive(json, "unit");
    const char *tone = read_string(json, "tone");
    double progress;
    struct band band = {.progress = -1, .unit = cJSON_IsNumber(unit) ? unit->valuedouble : 0};
    if (!(band.unit >= BAND_UNIT_MIN) || band.unit > PIXELS_SIDE_MAX)
        return false;
    for (int i = 0; tone && i < JOB_TONES; i++) {
        if (strcmp(tone, job_tone_name((enum job_tone)i)) == 0)
            band.tone = (enum job_tone)i;
    }
    if (read_whole(json, "progress", 100, &progress))
        band.progress = (int)progress;
    band.count = read_texts(json, band.texts);
    *ret = band;
    return band.count > 0;
}

static bool read_unit(const cJSON *json, double *ret)
{
    const cJSON *unit = cJSON_GetObjectItemCaseSensitive(json, "unit");
    *ret = cJSON_IsNumber(unit) ? unit->valuedouble : 0;
    return *ret >= BAND_UNIT_MIN && *ret <= PIXELS_SIDE_MAX;
}

static bool read_warning(const cJSON *json, struct warning *ret)
{
    struct warning warning = {.headline = read_string(json, "headline"),
                              .description = read_string(json, "description"),
                              .instruction = read_string(json, "instruction"),
                              .until = read_string(json, "until")};
    const char *severity = read_string(json, "severity");
    for (int i = ALERT_UNKNOWN; severity && i <= ALERT_EXTREME; i++) {
        if (strcmp(severity, job_severity_name((enum alert_severity)i)) == 0)
            warning.severity = (enum alert_severity)i;
    }
    read_unit(json, &warning.unit);
    *ret = warning;
    return warning.headline != NULL;
}

static bool read_ticker(const cJSON *json, struct strip *ret)
{
    double least = 0;
    struct strip strip = {.most = ret->most};
    const cJSON *entry;
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(json, "texts"))
    {
        if (cJSON_IsString(entry) && strip.count < JOB_TICKER_TEXTS_MAX)
            strip.texts[strip.count++] = entry->valuestring;
    }
    if (!read_unit(json, &strip.unit) || strip.count == 0)
        return false;
    if (read_whole(json, "least", PIXELS_SIDE_MAX, &least))
        strip.least = (int)least;
    strip.is_black = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "black"));
    *ret = strip;
    return true;
}

/* What an item leaves free must leave it something. */
static bool read_reserve(const cJSON *json, struct request *request)
{
    double top = 0, foot = 0;
    read_whole(json, "top", PIXELS_SIDE_MAX, &top);
    read_whole(json, "foot", PIXELS_SIDE_MAX, &foot);
    if (top + foot >= request->height)
        return false;
    request->top = (uint32_t)top;
    request->foot = (uint32_t)foot;
    return true;
}

/* What a job of the kind holds beside its shape. */
static bool read_kind(const cJSON *json, const char *kind, struct request *request)
{
    if (strcmp(kind, "clock") == 0) {
        request->kind = JOB_CLOCK;
        return request->text != NULL;
    }
    if (strcmp(kind, "band") == 0) {
        request->kind = JOB_BAND;
        return read_strip(json, &request->strip);
    }
    if (strcmp(kind, "testcard") == 0) {
        request->kind = JOB_TESTCARD;
        request->strip.count = read_texts(json, request->strip.texts);
        return true;
    }
    if (strcmp(kind, "alert") == 0 || strcmp(kind, "banner") == 0) {
        request->kind = kind[0] == 'a' ? JOB_ALERT : JOB_BANNER;
        return read_warning(json, &request->warning) &&
               (request->kind == JOB_ALERT || request->warning.unit >= BAND_UNIT_MIN);
    }
    if (strcmp(kind, "ticker") == 0) {
        request->kind = JOB_TICKER;
        request->ticker.most = (int)request->width;
        return read_ticker(json, &request->ticker);
    }
    return read_reserve(json, request) &&
           slide_read(cJSON_GetObjectItemCaseSensitive(json, "item"),
                      cJSON_GetObjectItemCaseSensitive(json, "defaults"), request->language,
                      &request->slide) == 0;
}

static bool read_job(const cJSON *json, const struct message *message, struct request *request)
{
    const char *kind = read_string(json, "kind");
    double side, page;
    if (!kind || !read_shape(json, request))
        return false;
    request->theme = cJSON_GetObjectItemCaseSensitive(json, "theme");
    request->language = read_string(json, "language");
    request->text = read_string(json, "text");
    request->date = read_string(json, "date");
    request->band = read_string(json, "band");
    request->clock = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "clock"));
    request->is_whole = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "whole"));
    if (read_whole(json, "page", JOB_PAGES_MAX - 1, &page))
        request->page = (unsigned)page;
    if (read_whole(json, "scanPixels", PIXELS_SIDE_MAX, &side))
        request->code_side = (int)side;
    return read_assets(json, message, request) && read_kind(json, kind, request);
}

enum request_kind request_read(const struct message *message, struct hello *ret_hello,
                               struct request *ret_request)
{
    double number = 0;
    enum request_kind kind = REQUEST_BAD;
    struct request request = {0};
    cJSON *json = cJSON_ParseWithLength(message->text, message->size);
    if (cJSON_HasObjectItem(json, "hello")) {
        read_hello(json, message, ret_hello);
        kind = REQUEST_HELLO;
    } else if (read_whole(json, "job", 9007199254740991.0, &number)) {
        request.number = (uint64_t)number;
        if (read_job(json, message, &request))
            kind = REQUEST_JOB;
    }
    if (kind == REQUEST_JOB)
        request.json = json;
    else
        cJSON_Delete(json);
    *ret_request = request;
    return kind;
}

void request_finish(struct request *request)
{
    slide_finish(&request->slide);
    cJSON_Delete(request->json);
    *request = (struct request){0};
}
