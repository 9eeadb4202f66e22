#include "cli/publish_change.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "playlist/json.h"

enum { NAMES_MAX = 10 };

struct names {
    const char *list[NAMES_MAX];
    size_t count; /* also of those not kept */
};

static void add(struct names *names, const char *name)
{
    if (names->count < NAMES_MAX)
        names->list[names->count] = name;
    names->count++;
}

/* A value by what it says: how it is set out, line ends and blanks, is no change. */
static uint64_t add_token(uint64_t hash, const struct json *json, const struct json_token *token)
{
    uint64_t size = token->kind < JSON_ARRAY ? token->size : token->next;
    hash = hash_bytes(hash, &token->kind, sizeof token->kind);
    hash = hash_bytes(hash, &size, sizeof size);
    return token->kind < JSON_ARRAY ? hash_bytes(hash, json->bytes + token->start, token->size)
                                    : hash;
}

/* The item with the pictures that it shows: a picture of the same name may be another one. */
static uint64_t fingerprint(const struct document *document, const struct item *item)
{
    struct json json;
    struct json_error error;
    uint64_t hash = HASH_START;
    if (json_read(item->json, item->json_size, &json, &error) < 0)
        return item->digest;
    for (uint32_t at = 0; at < json.count; at++) {
        const struct json_token *token = &json.tokens[at];
        hash = add_token(hash, &json, token);
        if (token->kind != JSON_STRING || token->escaped)
            continue;
        const struct asset *asset =
            document_find_asset(document, json.bytes + token->start, token->size);
        if (asset)
            hash = hash_bytes(hash, asset->sha256, sizeof asset->sha256);
    }
    json_finish(&json);
    return hash;
}

static void print_names(FILE *out, const struct names *names)
{
    for (size_t i = 0; i < names->count && i < NAMES_MAX; i++)
        fprintf(out, "%s%s", i ? ", " : "", names->list[i]);
    if (names->count > NAMES_MAX) {
        size_t more = names->count - NAMES_MAX;
        fprintf(out, ngettext(", and %zu more", ", and %zu more", more), more);
    }
    if (names->count > 0)
        fputc('\n', out);
}

static bool is_same_order(const struct document *old, const struct document *next)
{
    if (old->item_count != next->item_count)
        return false;
    for (size_t i = 0; i < next->item_count; i++) {
        if (strcmp(old->items[i].id, next->items[i].id) != 0)
            return false;
    }
    return true;
}

void publish_change_print(FILE *out, const struct document *old, const struct document *next)
{
    struct names added = {0}, removed = {0}, changed = {0};
    for (size_t i = 0; i < next->item_count; i++) {
        const struct item *item = &next->items[i];
        const struct item *before = old ? document_item(old, item->id) : NULL;
        if (!before)
            add(&added, item->id);
        else if (fingerprint(old, before) != fingerprint(next, item))
            add(&changed, item->id);
    }
    for (size_t i = 0; old && i < old->item_count; i++) {
        if (!document_item(next, old->items[i].id))
            add(&removed, old->items[i].id);
    }
    if (added.count > 0)
        fprintf(out, ngettext("  %zu item added: ", "  %zu items added: ", added.count),
                added.count);
    print_names(out, &added);
    if (removed.count > 0)
        fprintf(out, ngettext("  %zu item removed: ", "  %zu items removed: ", removed.count),
                removed.count);
    print_names(out, &removed);
    if (changed.count > 0)
        fprintf(out, ngettext("  %zu item changed: ", "  %zu items changed: ", changed.count),
                changed.count);
    print_names(out, &changed);
    if (!old || added.count > 0 || removed.count > 0 || changed.count > 0)
        return;
    if (is_same_order(old, next))
        fprintf(out, "  %s\n", _("the items are the same; something else in the document changed"));
    else
        fprintf(out, "  %s\n", _("the items are the same, in another order"));
}
