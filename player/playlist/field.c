#include "playlist/field.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "playlist/document.h"
#include "playlist/field_kind.h"
#include "playlist/field_text.h"
#include "playlist/form.h"
#include "playlist/text.h"

static const char *kind_found(const struct json *json, uint32_t token)
{
    static const char *const names[] = {
        [JSON_NULL] = N_("null"),        [JSON_FALSE] = N_("false"),   [JSON_TRUE] = N_("true"),
        [JSON_NUMBER] = N_("a number"),  [JSON_STRING] = N_("a text"), [JSON_ARRAY] = N_("a list"),
        [JSON_OBJECT] = N_("an object"),
    };
    return names[json->tokens[token].kind];
}

bool field_wrong_type(struct reader *reader, enum field_kind kind, uint32_t token,
                      const struct spot *spot)
{
    reader_error(reader, spot, "wrong-type", _(field_kind_example(kind)),
                 _("found %s where %s belongs"), _(kind_found(reader->json, token)),
                 _(field_kind_expected(kind)));
    return false;
}

/* The field called as the key says, and its number along the chain of tables. */
static const struct field *find_field(const struct field_table *table, const struct json *json,
                                      uint32_t key, size_t *ret_number)
{
    size_t before = 0;
    for (; table; before += table->count, table = table->base) {
        for (size_t i = 0; i < table->count; i++) {
            if (json_equals(json, key, table->fields[i].name)) {
                *ret_number = before + i;
                return &table->fields[i];
            }
        }
    }
    return NULL;
}

static void warn_unknown(struct reader *reader, const struct field_table *table,
                         const struct spot *spot)
{
    const char *names[FIELD_TABLE_MAX];
    char quote[QUOTE_BYTES], hint[SPOT_BYTES];
    size_t count = 0;
    for (; table; table = table->base) {
        for (size_t i = 0; i < table->count && count < FIELD_TABLE_MAX; i++)
            names[count++] = table->fields[i].name;
    }
    reader_warning(reader, spot, "unknown-field",
                   reader_near(reader, spot->key, spot->key_size, names, count, hint,
                               _("take it out, or look up its name")),
                   _("there is no field \"%s\" here: it is ignored"),
                   reader_quote(spot->key, spot->key_size, quote));
}

/* What to write for a field that is missing: its only value where it has but one. */
static const char *missing_hint(const struct field *field, char hint[static SPOT_BYTES])
{
    if (field->kind != FIELD_INTEGER || field->low < field->high)
        return _(field_kind_example(field->kind));
    snprintf(hint, SPOT_BYTES, _("write \"%s\": %.0f"), field->name, field->low);
    return hint;
}

static bool check_required(struct reader *reader, const struct field_table *table, uint64_t seen,
                           const struct spot *spot)
{
    bool ok = true;
    size_t number = 0;
    for (; table; table = table->base) {
        for (size_t i = 0; i < table->count; i++, number++) {
            const struct field *field = &table->fields[i];
            char hint[SPOT_BYTES];
            if (!field->required || (seen & UINT64_C(1) << number))
                continue;
            reader_error(reader, spot, "missing", missing_hint(field, hint),
                         _("the field \"%s\" is missing"), field->name);
            ok = false;
        }
    }
    return ok;
}

bool field_read_object(struct reader *reader, const struct field_table *table, uint32_t token,
                       const struct spot *spot, void *base)
{
    const struct json *json = reader->json;
    uint64_t seen = 0;
    bool ok = true;
    if (json->tokens[token].kind != JSON_OBJECT)
        return field_wrong_type(reader, FIELD_OBJECT, token, spot);
    for (uint32_t key = json_first(json, token); key; key = json_next(json, token, key)) {
        size_t number;
        struct spot inner = reader_member_spot(reader, spot, key);
        const struct field *field = find_field(table, json, key, &number);
        if (!field) {
            warn_unknown(reader, table, &inner);
        } else if (json->tokens[key].fault == JSON_SOUND) {
            assert(number < FIELD_TABLE_MAX);
            seen |= UINT64_C(1) << number;
            ok &= field_read(reader, field, key + 1, &inner, base);
        }
    }
    return check_required(reader, table, seen, spot) && ok;
}

static bool check_length(struct reader *reader, const struct field *field, uint32_t token,
                         const struct spot *spot)
{
    size_t length = json_length(reader->json, token);
    if ((double)length < field->low) {
        reader_error(reader, spot, "too-few", _("add what is missing, or leave the field out"),
                     _("the list holds %zu entries, at least %.0f are needed"), length, field->low);
        return false;
    }
    if ((double)length > field->high) {
        reader_error(reader, spot, "too-many", _("take some out"),
                     _("the list holds %zu entries, at most %.0f are possible"), length,
                     field->high);
        return false;
    }
    return true;
}

/* Reads the elements into an array of theirs; of those with an error nothing is kept. */
static bool read_list(struct reader *reader, const struct field *field, uint32_t token,
                      const struct spot *spot, char *array, size_t *count)
{
    const struct json *json = reader->json;
    size_t index = 0, kept = 0, width = field->element->width;
    bool ok = true;
    if (!check_length(reader, field, token, spot))
        return false;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct spot inner = {spot, NULL, 0, index++};
        char *element = array ? array + kept * width : NULL;
        if (element)
            memset(element, 0, width);
        bool read = field_read(reader, field->element, at, &inner, element);
        kept += read;
        ok &= read;
    }
    if (array)
        *count = kept;
    return ok;
}

static bool read_names(struct reader *reader, const struct field *field, uint32_t token,
                       const struct spot *spot, struct name_list *names)
{
    struct name_list list = {0};
    if (names) {
        list.names = reader_take(reader, json_length(reader->json, token), sizeof *list.names);
        if (!list.names)
            return false;
    }
    if (!read_list(reader, field, token, spot, (char *)list.names, &list.count))
        return false;
    if (names)
        *names = list;
    return true;
}

struct json_span field_span(const struct json *json, uint32_t token)
{
    const struct json_token *value = &json->tokens[token];
    size_t quotes = value->kind == JSON_STRING;
    return (struct json_span){json->bytes + value->start - quotes, value->size + 2 * quotes};
}

bool field_check_key(struct reader *reader, const struct spot *spot)
{
    char quote[QUOTE_BYTES];
    if (form_is_id(spot->key, spot->key_size))
        return true;
    reader_error(reader, spot, "bad-id", _(field_kind_example(FIELD_ID)),
                 _("\"%s\" is not a name that can be used here"),
                 reader_quote(spot->key, spot->key_size, quote));
    return false;
}

static bool read_array(struct reader *reader, const struct field *field, uint32_t token,
                       const struct spot *spot, void *base, void *place)
{
    if (reader->json->tokens[token].kind != JSON_ARRAY)
        return field_wrong_type(reader, FIELD_LIST, token, spot);
    if (field->kind == FIELD_NAMES)
        return read_names(reader, field, token, spot, place);
    size_t count = 0;
    bool ok = read_list(reader, field, token, spot, place, &count);
    if (place)
        memcpy((char *)base + field->count_offset, &count, sizeof count);
    return ok;
}

bool field_read(struct reader *reader, const struct field *field, uint32_t token,
                const struct spot *spot, void *base)
{
    enum field_kind kind = field->kind;
    void *place = base && field->width > 0 ? (char *)base + field->offset : NULL;
    if (field->nullable && reader->json->tokens[token].kind == JSON_NULL)
        return true;
    if (kind == FIELD_LATER) {
        if (place)
            memcpy(place, &token, sizeof token);
        return true;
    }
    if (kind == FIELD_OBJECT)
        return field_read_object(reader, field->table, token, spot,
                                 base ? (char *)base + field->offset : NULL);
    if (kind == FIELD_LIST || kind == FIELD_NAMES)
        return read_array(reader, field, token, spot, base, place);
    if (kind != FIELD_ANY && kind != FIELD_TEXT && kind != FIELD_TEXT_NOTE)
        return field_kind_read(reader, field, token, spot, place);
    if (kind != FIELD_ANY && !field_text_check(reader, token, kind == FIELD_TEXT, spot))
        return false;
    if (place)
        *(struct json_span *)place = field_span(reader->json, token);
    return true;
}

bool field_take_room(struct reader *reader, uint32_t token, const struct spot *spot,
                     enum json_kind kind, size_t limit, size_t size, void *ret)
{
    if (reader->json->tokens[token].kind != kind) {
        field_wrong_type(reader, kind == JSON_ARRAY ? FIELD_LIST : FIELD_OBJECT, token, spot);
        return false;
    }
    size_t count = json_length(reader->json, token);
    if (count > limit) {
        reader_error(reader, spot, "too-many", _("take some out"),
                     _("here are %zu entries, at most %zu are possible"), count, limit);
        return false;
    }
    void *room = reader_take(reader, count, size);
    if (room)
        memcpy(ret, &room, sizeof room);
    return room != NULL;
}
