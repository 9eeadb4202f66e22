#include "playlist/asset.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

struct asset_draft {
    struct asset asset;
    struct json_span alt;
    uint32_t sha256; /* token */
};

static const struct field sha256_field = {NULL, FIELD_SHA256, .width = 32};
static const struct field asset_fields[] = {
    {"href", FIELD_HREF, .required = true, FIELD_INTO(struct asset_draft, asset.href)},
    {"size", FIELD_INTEGER, .low = 0, .high = (double)LIMIT_ASSET_BYTES,
     FIELD_INTO(struct asset_draft, asset.size)},
    {"sha256", FIELD_LATER, FIELD_INTO(struct asset_draft, sha256)},
    {"mediaType", FIELD_MEDIA_TYPE, FIELD_INTO(struct asset_draft, asset.media_type)},
    {"alt", FIELD_TEXT_NOTE, FIELD_INTO(struct asset_draft, alt)},
    {"duration", FIELD_SECONDS, .low = LIMIT_DURATION_MIN, .high = LIMIT_DURATION_MAX,
     FIELD_INTO(struct asset_draft, asset.duration)},
};
static const struct field_table asset_table = FIELD_TABLE(asset_fields);

static bool read_asset(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct asset *asset)
{
    struct asset_draft draft = {.asset.size = -1};
    if (!field_check_key(reader, spot) ||
        !field_read_object(reader, &asset_table, token, spot, &draft))
        return false;
    if (draft.sha256) {
        struct spot inner = {spot, "sha256", strlen("sha256"), 0};
        draft.asset.has_sha256 =
            field_read(reader, &sha256_field, draft.sha256, &inner, draft.asset.sha256);
        if (!draft.asset.has_sha256)
            return false;
    }
    draft.asset.name = reader_copy(reader, spot->key, spot->key_size);
    draft.asset.alt_json = draft.alt.text;
    draft.asset.alt_json_size = draft.alt.size;
    *asset = draft.asset;
    return draft.asset.name != NULL;
}

static int asset_order(const void *a, const void *b)
{
    const struct asset *left = a, *right = b;
    return strcmp(left->name, right->name);
}

void asset_read_all(struct reader *reader, uint32_t token, const struct spot *spot,
                    struct document *document)
{
    const struct json *json = reader->json;
    if (!field_take_room(reader, token, spot, JSON_OBJECT, LIMIT_ASSETS, sizeof *document->assets,
                         &document->assets))
        return;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct spot inner = reader_member_spot(reader, spot, at);
        size_t errors = reader->errors;
        bool sound = read_asset(reader, at + 1, &inner, &document->assets[document->asset_count]) &&
                     json->tokens[at].fault == JSON_SOUND && !json_is_faulty(json, at + 1);
        /* The key's own fault is not forgiven: which of two assets is meant, nobody knows. */
        reader_forgive(reader, at + 1, errors);
        document->asset_count += sound;
    }
    qsort(document->assets, document->asset_count, sizeof *document->assets, asset_order);
}

const struct asset *document_find_asset(const struct document *document, const char *name,
                                        size_t size)
{
    size_t low = 0, high = document->asset_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct asset *asset = &document->assets[middle];
        int order = strncmp(asset->name, name, size);
        if (order == 0 && asset->name[size] == '\0')
            return asset;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct asset *document_asset(const struct document *document, const char *name)
{
    return document_find_asset(document, name, strlen(name));
}

bool asset_is_key(const struct json *json, uint32_t key)
{
    static const char *const keys[] = {"asset", "poster", "logo", "background", "icon"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (json_equals(json, key, keys[i]))
            return true;
    }
    return false;
}
