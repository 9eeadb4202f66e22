#include "playlist/playlist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/item.h"

struct playlist_draft {
    struct playlist playlist;
    uint32_t items; /* token */
};

static const struct field playlist_fields[] = {
    {"id", FIELD_ID, .required = true, FIELD_INTO(struct playlist_draft, playlist.id)},
    {"items", FIELD_LATER, .required = true, FIELD_INTO(struct playlist_draft, items)},
    {"title", FIELD_TEXT_NOTE},
};
static const struct field_table playlist_table = FIELD_TABLE(playlist_fields);

/* Elements of all "items" lists together, so that the items can stand in one run. */
static size_t count_items(const struct json *json, uint32_t playlists)
{
    size_t count = 0;
    for (uint32_t at = json_first(json, playlists); at; at = json_next(json, playlists, at)) {
        uint32_t items = json->tokens[at].kind == JSON_OBJECT ? json_member(json, at, "items") : 0;
        if (items && json->tokens[items].kind == JSON_ARRAY)
            count += json_length(json, items);
    }
    return count;
}

static void read_items(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct document *document, struct playlist *playlist)
{
    const struct json *json = reader->json;
    struct spot list = {spot, "items", strlen("items"), 0}, inner = {&list, NULL, 0, 0};
    if (json->tokens[token].kind != JSON_ARRAY) {
        field_wrong_type(reader, FIELD_LIST, token, &list);
        return;
    }
    unsigned weight = 0;
    for (uint32_t at = json_first(json, token); at;
         at = json_next(json, token, at), inner.index++) {
        size_t errors = reader->errors;
        struct item *item = &document->items[document->item_count++];
        item->playlist = (uint32_t)document->playlist_count;
        item->index = (uint32_t)inner.index;
        item_read(reader, at, &inner, item);
        reader_forgive(reader, at, errors);
        if (!item->faulty) {
            playlist->is_weighted |= weight != 0 && weight != item->weight;
            weight = item->weight;
        }
    }
    playlist->item_count = inner.index;
}

static void check_id(struct reader *reader, const struct spot *spot,
                     const struct document *document, const char *id)
{
    struct spot inner = {spot, "id", strlen("id"), 0};
    for (size_t i = 0; i < document->playlist_count; i++) {
        if (strcmp(document->playlists[i].id, id) == 0)
            reader_error(reader, &inner, "duplicate-id", _("give each playlist a name of its own"),
                         _("a playlist called \"%s\" stands further up"), id);
    }
}

static int item_order(const void *a, const void *b, void *context)
{
    const struct item *items = context;
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    int order = strcmp(items[left].id, items[right].id);
    return order ? order : (left > right) - (left < right);
}

/* Of two items with the same id the first one stands. */
static void check_item_ids(struct reader *reader, const struct spot *spot,
                           struct document *document)
{
    for (size_t i = 1; i < document->item_count; i++) {
        struct item *item = &document->items[document->items_by_id[i]];
        if (strcmp(document->items[document->items_by_id[i - 1]].id, item->id) != 0)
            continue;
        struct spot playlist = {spot, NULL, 0, item->playlist};
        struct spot items = {&playlist, "items", strlen("items"), 0};
        struct spot place = {&items, NULL, 0, item->index}, id = {&place, "id", strlen("id"), 0};
        reader_error(reader, &id, "duplicate-id", _("give each item a name of its own"),
                     _("an item called \"%s\" stands further up"), item->id);
        reader->forgiven_errors++;
        item->faulty = true;
    }
}

static void index_items(struct reader *reader, const struct spot *spot, struct document *document)
{
    document->items_by_id =
        reader_take(reader, document->item_count, sizeof *document->items_by_id);
    if (!document->items_by_id || reader->no_memory)
        return;
    for (size_t i = 0; i < document->item_count; i++)
        document->items_by_id[i] = (uint32_t)i;
    qsort_r(document->items_by_id, document->item_count, sizeof *document->items_by_id, item_order,
            document->items);
    check_item_ids(reader, spot, document);
}

void playlist_read_all(struct reader *reader, uint32_t token, const struct spot *spot,
                       struct document *document)
{
    const struct json *json = reader->json;
    struct spot inner = {spot, NULL, 0, 0};
    if (!field_take_room(reader, token, spot, JSON_ARRAY, LIMIT_PLAYLISTS,
                         sizeof *document->playlists, &document->playlists))
        return;
    size_t count = count_items(json, token);
    if (count > LIMIT_ITEMS) {
        reader_error(reader, spot, "too-many", _("take some out"),
                     _("the document holds %zu items, at most %d are possible"), count,
                     LIMIT_ITEMS);
        return;
    }
    document->items = reader_take(reader, count, sizeof *document->items);
    if (!document->items)
        return;
    if (!json_first(json, token))
        reader_error(reader, spot, "too-few", _("add a playlist with its items"),
                     _("the document holds no playlist"));
    for (uint32_t at = json_first(json, token); at;
         at = json_next(json, token, at), inner.index++) {
        struct playlist_draft draft = {.playlist.first_item = document->item_count};
        if (!field_read_object(reader, &playlist_table, at, &inner, &draft))
            continue;
        check_id(reader, &inner, document, draft.playlist.id);
        read_items(reader, draft.items, &inner, document, &draft.playlist);
        document->playlists[document->playlist_count++] = draft.playlist;
    }
    index_items(reader, spot, document);
}

const struct item *document_item(const struct document *document, const char *id)
{
    size_t low = 0, high = document->item_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct item *item = &document->items[document->items_by_id[middle]];
        int order = strcmp(item->id, id);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == document->item_count)
        return NULL;
    const struct item *item = &document->items[document->items_by_id[low]];
    return strcmp(item->id, id) == 0 ? item : NULL;
}

void item_path(const struct item *item, char *path, size_t size)
{
    snprintf(path, size, "/playlists/%u/items/%u", item->playlist, item->index);
}

static int parse_name(const char *name, const char *const *names)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], name) == 0)
            return i;
    }
    return -1;
}

const char *item_type_name(enum item_type type)
{
    return item_type_names[type];
}

int item_type_parse(const char *name, enum item_type *type)
{
    int found = parse_name(name, item_type_names);
    if (found < 0)
        return -1;
    *type = (enum item_type)found;
    return 0;
}

const char *transition_name(enum transition_type type)
{
    return transition_names[type];
}

int transition_parse(const char *name, enum transition_type *type)
{
    int found = parse_name(name, transition_names);
    if (found < 0)
        return -1;
    *type = (enum transition_type)found;
    return 0;
}
