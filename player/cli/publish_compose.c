#include "cli/publish_compose.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/json.h"
#include "playlist/json_edit.h"

static void set_stamp(struct json_edits *edits, const char *feed_id,
                      const struct publish_stamp *stamp)
{
    char number[32];
    uint32_t after = json_member(edits->json, 0, "feedId");
    snprintf(number, sizeof number, "%" PRId64, stamp->sequence);
    json_edits_set_text(edits, 0, after, "feedId", feed_id);
    json_edits_set(edits, 0, after, "sequence", number);
    json_edits_set_text(edits, 0, after, "generated", stamp->generated);
    if (stamp->expires[0] != '\0')
        json_edits_set_text(edits, 0, after, "expires", stamp->expires);
}

static void set_asset(struct json_edits *edits, uint32_t object, const struct publish_media *media)
{
    char number[32], hex[SHA256_HEX_SIZE];
    uint32_t after = json_member(edits->json, object, "href");
    snprintf(number, sizeof number, "%" PRId64, media->size);
    sha256_to_hex(media->sha256, hex);
    json_edits_set_text(edits, object, after, "href", media->name);
    json_edits_set(edits, object, after, "size", number);
    json_edits_set_text(edits, object, after, "sha256", hex);
    if (media->type)
        json_edits_set_text(edits, object, after, "mediaType", media->type);
}

/* The asset's entry, by its key. Keys need no escapes: they are ids. */
static const struct publish_media *find_media(const struct document *draft,
                                              const struct publish_media_list *media,
                                              const struct json *json, uint32_t key)
{
    char name[LIMIT_STRING_BYTES];
    if (json->tokens[key].size >= sizeof name)
        return NULL;
    name[json_decode(json, key, name)] = '\0';
    const struct asset *asset = document_asset(draft, name);
    return asset ? &media->list[asset - draft->assets] : NULL;
}

static int edit(const struct document *draft, const struct publish_media_list *media,
                const char *feed_id, const struct publish_stamp *stamp, const struct json *json,
                char **ret_bytes, size_t *ret_size)
{
    struct json_edits edits = {.json = json};
    uint32_t assets = json_member(json, 0, "assets");
    set_stamp(&edits, feed_id, stamp);
    for (uint32_t at = assets ? json_first(json, assets) : 0; at;
         at = json_next(json, assets, at)) {
        const struct publish_media *one = find_media(draft, media, json, at);
        if (one)
            set_asset(&edits, at + 1, one);
        else
            edits.error = -EBADMSG;
    }
    int result = json_edits_apply(&edits, draft->size, ret_bytes, ret_size);
    json_edits_finish(&edits);
    return result;
}

static bool has_asset(const struct document *document, const struct publish_media *media)
{
    const struct asset *asset = document_asset(document, media->asset->name);
    return asset && strcmp(asset->href, media->name) == 0 && asset->size == media->size &&
           asset->has_sha256 && memcmp(asset->sha256, media->sha256, SHA256_SIZE) == 0 &&
           (!media->type || (asset->media_type && strcmp(asset->media_type, media->type) == 0));
}

/* Whether the document says what was meant, and still all that the draft said. */
static bool is_right(const struct document *document, const struct document *draft,
                     const struct publish_media_list *media, const char *feed_id,
                     const struct publish_stamp *stamp)
{
    int64_t generated;
    bool right = strcmp(document->feed_id, feed_id) == 0 && document->sequence == stamp->sequence &&
                 moment_parse_instant(stamp->generated, strlen(stamp->generated), &generated) &&
                 document->generated == generated && document->asset_count == draft->asset_count &&
                 document->item_count == draft->item_count &&
                 document->playlist_count == draft->playlist_count &&
                 document->schedule_count == draft->schedule_count &&
                 document->alert_count == draft->alert_count;
    for (size_t i = 0; right && i < media->count; i++)
        right = has_asset(document, &media->list[i]);
    for (size_t i = 0; right && i < draft->item_count; i++)
        right = document->items[i].digest == draft->items[i].digest &&
                document->items[i].faulty == draft->items[i].faulty;
    return right;
}

/* What an older bangtin has published may hold errors to this one; more they must not become. */
static size_t count_errors(const struct document *draft)
{
    struct findings findings = {0};
    struct document *document = NULL;
    document_parse(draft->bytes, draft->size, &findings, &document);
    size_t errors = findings.errors;
    document_destroy(document);
    findings_finish(&findings);
    return errors;
}

int publish_compose(const struct document *draft, const struct publish_media_list *media,
                    const char *feed_id, const struct publish_stamp *stamp,
                    struct document **ret_document)
{
    struct json json;
    struct json_error error;
    struct findings findings = {0};
    struct document *document = NULL;
    char *bytes = NULL;
    size_t size = 0;
    if (json_read(draft->bytes, draft->size, &json, &error) < 0)
        return -ENOMEM; /* it could be read a moment ago */
    int result = edit(draft, media, feed_id, stamp, &json, &bytes, &size);
    json_finish(&json);
    if (result == 0 && size > LIMIT_DOCUMENT_BYTES)
        result = -EFBIG;
    if (result == 0 && (document_parse(bytes, size, &findings, &document) < 0 ||
                        (findings.errors > 0 && findings.errors > count_errors(draft)) ||
                        !is_right(document, draft, media, feed_id, stamp)))
        result = -EBADMSG;
    findings_finish(&findings);
    free(bytes);
    if (result == 0)
        *ret_document = document;
    else
        document_destroy(document);
    return result;
}
