#include "playlist/item.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "playlist/schedule.h"

static const struct field transition_fields[] = {
    {"type", FIELD_WORD, .words = transition_names, FIELD_INTO(struct transition, type)},
    {"duration", FIELD_SECONDS, .low = 0, .high = LIMIT_TRANSITION_SECONDS,
     FIELD_INTO(struct transition, duration)},
};
const struct field_table transition_table = FIELD_TABLE(transition_fields);

static const struct field basis_fields[] = {
    {"title", FIELD_TEXT, .required = true},
    {"number", FIELD_STRING},
    {"issued", FIELD_DATE},
    {"validUntil", FIELD_DATE, FIELD_INTO(struct item, basis_until)},
};
const struct field_table basis_table = FIELD_TABLE(basis_fields);

const struct field field_site_name = {NULL, FIELD_SITE_NAME, .width = sizeof(char *)};
const struct field field_daypart_name = {NULL, FIELD_ID, .width = sizeof(char *)};

static const struct field common_fields[] = {
    {"id", FIELD_ID, .required = true, FIELD_INTO(struct item, id)},
    {"type", FIELD_LATER, .required = true}, /* chooses the table, so it was read before */
    {"duration", FIELD_SECONDS, .low = LIMIT_DURATION_MIN, .high = LIMIT_DURATION_MAX,
     FIELD_INTO(struct item, duration)},
    {"transition", FIELD_OBJECT, .table = &transition_table, FIELD_INTO(struct item, transition)},
    {"validFrom", FIELD_INSTANT, FIELD_INTO(struct item, valid_from)},
    {"validUntil", FIELD_INSTANT, FIELD_INTO(struct item, valid_until)},
    {"dayparts", FIELD_NAMES, .low = 1, .high = LIMIT_NAMES, .element = &field_daypart_name,
     FIELD_INTO(struct item, dayparts)},
    {"sites", FIELD_NAMES, .low = 1, .high = LIMIT_NAMES, .element = &field_site_name,
     FIELD_INTO(struct item, sites)},
    {"icon", FIELD_ICON},
    {"weight", FIELD_INTEGER, .low = 1, .high = LIMIT_WEIGHT, FIELD_INTO(struct item, weight)},
    {"maxPlaysPerHour", FIELD_INTEGER, .low = 1, .high = LIMIT_PLAYS_PER_HOUR,
     FIELD_INTO(struct item, max_plays_per_hour)},
    {"basis", FIELD_OBJECT, .table = &basis_table},
    {"hidden", FIELD_BOOL, FIELD_INTO(struct item, hidden)},
    {"checkedOn", FIELD_DATE},
    {"topic", FIELD_TEXT_NOTE},
    {"audience", FIELD_TEXT_NOTE},
    {"approvedBy", FIELD_TEXT_NOTE},
    {"approvedOn", FIELD_DATE},
};
const struct field_table item_common_table = FIELD_TABLE(common_fields);

/* Chooses the item's type. The other fields mean nothing without it. */
static bool read_type(struct reader *reader, uint32_t token, const struct spot *spot,
                      struct item *item)
{
    static const struct field type_field = {"type", FIELD_WORD, .words = item_type_names,
                                            FIELD_INTO(struct item, type)};
    uint32_t type = json_member(reader->json, token, "type");
    struct spot inner = {spot, "type", strlen("type"), 0};
    if (type)
        return field_read(reader, &type_field, type, &inner, item);
    reader_error(reader, spot, "missing", _("write what sort of item it is, as in \"notice\""),
                 _("the field \"%s\" is missing"), "type");
    return false;
}

static void check_order(struct reader *reader, const struct spot *spot, const struct item *item)
{
    struct spot inner = {spot, "validUntil", strlen("validUntil"), 0};
    if (item->valid_from >= item->valid_until)
        reader_error(reader, &inner, "order", _("the end must come after validFrom"),
                     _("this item ends before it begins"));
}

static void check_row_lengths(struct reader *reader, uint32_t token, const struct spot *spot)
{
    const struct json *json = reader->json;
    size_t columns = json_length(json, json_member(json, token, "columns"));
    uint32_t rows = json_member(json, token, "rows");
    struct spot list = {spot, "rows", strlen("rows"), 0}, inner = {&list, NULL, 0, 0};
    for (uint32_t at = json_first(json, rows); at; at = json_next(json, rows, at), inner.index++) {
        size_t cells = json_length(json, at);
        if (cells != columns)
            reader_error(reader, &inner, "row-length", _("give every row as many cells as columns"),
                         _("this row has %zu cells, the table has %zu columns"), cells, columns);
    }
}

static void warn_untranslated(struct reader *reader, const struct spot *spot)
{
    if (reader->languages & ~reader->common_languages)
        reader_warning(reader, spot, "untranslated", _("translate all texts of the item"),
                       _("some texts of this item are there in more languages than others"));
}

static void read_fields(struct reader *reader, uint32_t token, const struct spot *spot,
                        struct item *item)
{
    if (!read_type(reader, token, spot, item)) {
        uint32_t id = json_member(reader->json, token, "id");
        struct spot inner = {spot, "id", strlen("id"), 0};
        if (id)
            field_read(reader, &common_fields[0], id, &inner, item);
        return;
    }
    if (item->type == ITEM_VIDEO)
        item->duration = 0; /* to its end, unless the item says otherwise */
    reader->languages = 0;
    reader->common_languages = UINT32_MAX;
    if (!field_read_object(reader, item_type_table(item->type), token, spot, item))
        return;
    if (item->transition.type == TRANSITION_CUT)
        item->transition.duration = 0;
    item->languages = reader->languages;
    warn_untranslated(reader, spot);
    check_order(reader, spot, item);
    schedule_check_dayparts(reader, &item->dayparts, spot);
    if (item->type == ITEM_TABLE)
        check_row_lengths(reader, token, spot);
}

void item_read(struct reader *reader, uint32_t token, const struct spot *spot, struct item *item)
{
    size_t errors = reader->errors;
    struct json_span span = field_span(reader->json, token);
    item->json = span.text;
    item->json_size = span.size;
    item->digest = hash_bytes(HASH_START, span.text, span.size);
    item->valid_from = TIME_ALWAYS_BEFORE;
    item->valid_until = item->basis_until = TIME_ALWAYS_AFTER;
    item->weight = 1;
    item->duration = reader->document->duration;
    item->transition = reader->document->transition;
    if (reader->json->tokens[token].kind == JSON_OBJECT)
        read_fields(reader, token, spot, item);
    else
        field_wrong_type(reader, FIELD_OBJECT, token, spot);
    item->faulty = reader->errors > errors || json_is_faulty(reader->json, token);
    if (!item->id) {
        char name[48];
        snprintf(name, sizeof name, "#%u.%u", item->playlist, item->index);
        item->id = reader_copy(reader, name, strlen(name));
    }
}
