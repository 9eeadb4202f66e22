/* What the codes in the document's own pictures say, wherever the document names a picture: also
 * where no screen that it knows shows it, and where words stand in for it there. */
#include <stdio.h>
#include <string.h>

#include "cli/lint.h"
#include "cli/roles.h"
#include "playlist/asset.h"
#include "playlist/json.h"

/* The member by which `bytes` name the asset, or 0. */
static uint32_t find_name(const struct json *json, const char *asset)
{
    for (uint32_t at = 1; at < json->count; at++) {
        if (json->tokens[at].kind == JSON_STRING && json->tokens[at - 1].kind == JSON_STRING &&
            asset_is_key(json, at - 1) && json_equals(json, at, asset))
            return at - 1;
    }
    return 0;
}

/* Whether the JSON names the asset; *ret_key is by which member. */
static bool names_asset(const char *bytes, size_t size, const char *asset, char *ret_key,
                        size_t key_size)
{
    struct json json;
    struct json_error error;
    /* Most items name no picture: it costs little to see that. */
    if (!bytes || !memmem(bytes, size, asset, strlen(asset)) ||
        json_read(bytes, size, &json, &error) < 0)
        return false;
    uint32_t key = find_name(&json, asset);
    if (key)
        snprintf(ret_key, key_size, "%.*s", (int)json.tokens[key].size,
                 bytes + json.tokens[key].start);
    json_finish(&json);
    return key != 0;
}

/* The offices that show the item; where none of those that are known does, any may, so all. */
static void look_for_sites(struct remarks *remarks, const struct lint_owner *owner,
                           const struct lint_sites *sites, const struct barcode *code)
{
    size_t shown = 0;
    for (size_t i = 0; owner->item && i < sites->count; i++)
        shown += site_matches(sites->list[i], &owner->item->sites);
    for (size_t i = 0; i < sites->count; i++) {
        if (shown == 0 || site_matches(sites->list[i], &owner->item->sites))
            lint_payload(remarks, owner, sites->list[i], code);
    }
}

static void look_at_codes(struct remarks *remarks, const struct lint_owner *owner,
                          const struct lint_sites *sites, const struct barcodes *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (sites)
            look_for_sites(remarks, owner, sites, &codes->list[i]);
        else
            lint_payload(remarks, owner, NULL, &codes->list[i]);
    }
}

/* Returns whether something that is shown names the picture. */
static bool look_at_items(struct remarks *remarks, const struct asset *asset,
                          const struct lint_sites *sites, const struct barcodes *codes)
{
    const struct document *document = remarks->document;
    bool is_shown = false;
    for (size_t i = 0; i < document->item_count; i++) {
        const struct item *item = &document->items[i];
        char path[256], key[16];
        if (item->hidden || item->faulty ||
            !names_asset(item->json, item->json_size, asset->name, key, sizeof key))
            continue;
        is_shown = true;
        roles_path(item, "picture", path, sizeof path);
        const struct lint_owner owner = {item, item->id, path};
        look_at_codes(remarks, &owner, sites, codes);
    }
    return is_shown;
}

static bool look_at_theme(struct remarks *remarks, const struct asset *asset,
                          const struct lint_sites *sites, const struct barcodes *codes)
{
    const struct document *document = remarks->document;
    char path[64], key[16];
    if (!names_asset(document->theme_json, document->theme_json_size, asset->name, key, sizeof key))
        return false;
    snprintf(path, sizeof path, "/theme/%s", key);
    const struct lint_owner owner = {NULL, asset->href, path};
    look_at_codes(remarks, &owner, sites, codes);
    return true;
}

void lint_assets(struct remarks *remarks, const struct lint_sites *sites,
                 const struct asset_codes *codes)
{
    const struct document *document = remarks->document;
    for (size_t i = 0; i < codes->count; i++) {
        const struct asset *asset = &document->assets[i];
        char path[64 + LIMIT_ID_BYTES];
        if (codes->list[i].count == 0)
            continue;
        bool is_shown = look_at_items(remarks, asset, sites, &codes->list[i]);
        is_shown |= look_at_theme(remarks, asset, sites, &codes->list[i]);
        if (is_shown)
            continue;
        /* Hidden today: what pays must not even wait there. */
        snprintf(path, sizeof path, "/assets/%s/href", asset->name);
        const struct lint_owner owner = {NULL, asset->href, path};
        look_at_codes(remarks, &owner, NULL, &codes->list[i]);
    }
}
