#include "playlist/resolve.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/form.h"
#include "playlist/item.h"
#include "playlist/text.h"
#include "playlist/url.h"

/* A text with all its variables filled in; longer ones no slide could hold. */
enum { RESOLVED_BYTES = 4 * LIMIT_STRING_BYTES };

struct resolver {
    const struct document *document;
    const struct site *site;
    const char *language; /* NULL: each text's own first */
    const struct json *json;
    char *missing; /* set with -ENODATA */
    int error;     /* the first one, negative; 0: none */
    char text[RESOLVED_BYTES + 1];
};

static void *fail(struct resolver *resolver, int error)
{
    if (resolver->error == 0)
        resolver->error = error;
    return NULL;
}

static void *fail_missing(struct resolver *resolver, const char *name, size_t size)
{
    if (resolver->error == 0) {
        resolver->missing = strndup(name, size);
        resolver->error = resolver->missing ? -ENODATA : -ENOMEM;
    }
    return NULL;
}

/* The string for a language: that of the map's, else the first of the document's that it has, else
 * its first. */
static uint32_t choose_string(const struct json *json, uint32_t text,
                              const struct document *document, const char *language)
{
    if (json->tokens[text].kind != JSON_OBJECT)
        return text;
    uint32_t string = language ? json_member(json, text, language) : 0;
    for (size_t i = 0; !string && document && i < document->language_count; i++)
        string = json_member(json, text, document->languages[i]);
    return string ? string : json_first(json, text) + 1;
}

/* Appends to resolver->text; false where it is full. */
static bool append(struct resolver *resolver, size_t *used, const char *bytes, size_t size)
{
    if (size > RESOLVED_BYTES - *used)
        return false;
    memcpy(resolver->text + *used, bytes, size);
    *used += size;
    return true;
}

/* Appends the variable's value for the language. */
static bool append_variable(struct resolver *resolver, size_t *used,
                            const struct variable *variable)
{
    struct json map;
    struct json_error error;
    if (!variable->map)
        return append(resolver, used, variable->value, strlen(variable->value));
    if (json_read(variable->map, strlen(variable->map), &map, &error) < 0) {
        fail(resolver, -ENOMEM); /* it was read before, so nothing else can be wrong */
        return false;
    }
    uint32_t string = choose_string(&map, 0, resolver->document, resolver->language);
    bool fits = map.tokens[string].size <= RESOLVED_BYTES - *used;
    if (fits)
        *used += json_decode(&map, string, resolver->text + *used);
    json_finish(&map);
    return fits;
}

/* Fills in the variables: the result is in resolver->text, its size returned; SIZE_MAX where a
 * variable has no value, or one that makes the text too long. */
static size_t fill_in(struct resolver *resolver, const char *text, size_t size)
{
    size_t used = 0;
    for (size_t at = 0; at < size;) {
        const char *name;
        size_t name_size, length = text_variable(text + at, size - at, &name, &name_size);
        if (length == 0) {
            if (!append(resolver, &used, text + at++, 1)) {
                fail(resolver, -EMSGSIZE);
                return SIZE_MAX;
            }
            continue;
        }
        const struct variable *variable = site_find_variable(resolver->site, name, name_size);
        if (!variable || !append_variable(resolver, &used, variable)) {
            fail_missing(resolver, name, name_size);
            return SIZE_MAX;
        }
        at += length;
    }
    resolver->text[used] = '\0';
    return used;
}

/* A value from outside must still be what the field's kind allows. */
static bool suits_kind(enum field_kind kind, const char *text, size_t size)
{
    if (kind == FIELD_URL)
        return url_check(text, size) == URL_FINE;
    return kind != FIELD_PHONE || form_is_phone(text, size);
}

static cJSON *resolve_string(struct resolver *resolver, enum field_kind kind, uint32_t token)
{
    char text[LIMIT_STRING_BYTES];
    if (resolver->json->tokens[token].kind != JSON_STRING ||
        resolver->json->tokens[token].fault != JSON_SOUND)
        return fail(resolver, -EINVAL);
    size_t size = json_decode(resolver->json, token, text);
    size_t filled = fill_in(resolver, text, size);
    if (filled == SIZE_MAX)
        return NULL;
    if (!suits_kind(kind, resolver->text, filled)) {
        const char *brace = memchr(text, '{', size), *name = text;
        size_t name_size = 0;
        if (brace)
            text_variable(brace, size - (size_t)(brace - text), &name, &name_size);
        return brace ? fail_missing(resolver, name, name_size) : fail(resolver, -EINVAL);
    }
    cJSON *string = cJSON_CreateString(resolver->text);
    return string ? string : fail(resolver, -ENOMEM);
}

static cJSON *resolve_object(struct resolver *resolver, const struct field_table *table,
                             uint32_t token);

static cJSON *resolve_value(struct resolver *resolver, const struct field *field, uint32_t token);

static cJSON *resolve_list(struct resolver *resolver, const struct field *element, uint32_t token)
{
    const struct json *json = resolver->json;
    cJSON *list = cJSON_CreateArray();
    if (!list)
        return fail(resolver, -ENOMEM);
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        cJSON *value = resolve_value(resolver, element, at);
        if (!value || !cJSON_AddItemToArray(list, value)) {
            cJSON_Delete(value);
            cJSON_Delete(list);
            return fail(resolver, -ENOMEM);
        }
    }
    return list;
}

static cJSON *resolve_value(struct resolver *resolver, const struct field *field, uint32_t token)
{
    const struct json *json = resolver->json;
    enum field_kind kind = field->kind;
    if (kind == FIELD_OBJECT)
        return resolve_object(resolver, field->table, token);
    if (kind == FIELD_LIST)
        return resolve_list(resolver, field->element, token);
    if (kind == FIELD_NUMBER) {
        cJSON *number = cJSON_CreateNumber(json_number(json, token));
        return number ? number : fail(resolver, -ENOMEM);
    }
    if (kind == FIELD_TEXT)
        token = choose_string(json, token, resolver->document, resolver->language);
    return resolve_string(resolver, kind, token);
}

/* Of the fields that all items share only what a slide shows is kept. */
static bool is_drawn(const struct field_table *table, const char *name)
{
    return table != &item_common_table || strcmp(name, "id") == 0 || strcmp(name, "type") == 0 ||
           strcmp(name, "icon") == 0 || strcmp(name, "basis") == 0;
}

/* Adds what the tables of the chain name, the common fields in front. */
static bool add_fields(struct resolver *resolver, const struct field_table *table, uint32_t token,
                       cJSON *object)
{
    if (table->base && !add_fields(resolver, table->base, token, object))
        return false;
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        uint32_t value = json_member(resolver->json, token, field->name);
        if (!value || !is_drawn(table, field->name) ||
            cJSON_GetObjectItemCaseSensitive(object, field->name))
            continue;
        cJSON *resolved = resolve_value(resolver, field, value);
        if (!resolved || !cJSON_AddItemToObject(object, field->name, resolved)) {
            cJSON_Delete(resolved);
            fail(resolver, -ENOMEM);
            return false;
        }
    }
    return true;
}

static cJSON *resolve_object(struct resolver *resolver, const struct field_table *table,
                             uint32_t token)
{
    cJSON *object = cJSON_CreateObject();
    if (object && add_fields(resolver, table, token, object))
        return object;
    cJSON_Delete(object);
    return fail(resolver, -ENOMEM);
}

static const struct field text_field = {NULL, FIELD_TEXT};

static const char *first_language(const struct document *document, const struct item *item,
                                  const struct site *site)
{
    size_t language;
    return item_next_language(document, item, site, SIZE_MAX, &language)
               ? document->languages[language]
               : NULL;
}

static int resolve_item(struct resolver *resolver, const struct item *item, char **ret_json)
{
    struct json json;
    struct json_error error;
    if (item->faulty)
        return -EINVAL;
    if (json_read(item->json, item->json_size, &json, &error) < 0)
        return -ENOMEM; /* it was read before, so nothing else can be wrong */
    resolver->json = &json;
    cJSON *object = resolve_object(resolver, item_type_table(item->type), 0);
    char *text = object ? cJSON_PrintUnformatted(object) : NULL;
    cJSON_Delete(object);
    json_finish(&json);
    if (!text)
        return resolver->error ? resolver->error : -ENOMEM;
    *ret_json = text;
    return 0;
}

int item_resolve(const struct document *document, const struct item *item, const char *language,
                 const struct site *site, struct resolution *ret)
{
    struct resolver *resolver = calloc(1, sizeof *resolver);
    char *json = NULL;
    if (!resolver)
        return -ENOMEM;
    resolver->document = document;
    resolver->site = site;
    resolver->language = language ? language : first_language(document, item, site);
    int result = resolve_item(resolver, item, &json);
    if (result == 0 || result == -ENODATA)
        *ret = (struct resolution){json, resolver->missing};
    else
        free(resolver->missing);
    free(resolver);
    return result;
}

void resolution_finish(struct resolution *resolution)
{
    cJSON_free(resolution->json);
    free(resolution->missing);
    *resolution = (struct resolution){0};
}

char *text_resolve(const struct document *document, const char *bytes, size_t size,
                   const char *language, const struct site *site)
{
    struct json json;
    struct json_error error;
    char *text = NULL;
    struct resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver || json_read(bytes, size, &json, &error) < 0) {
        free(resolver);
        return NULL;
    }
    resolver->document = document;
    resolver->site = site;
    resolver->language = language;
    resolver->json = &json;
    bool is_text = json.tokens[0].kind == JSON_STRING ||
                   (json.tokens[0].kind == JSON_OBJECT && json_first(&json, 0));
    cJSON *string = is_text ? resolve_value(resolver, &text_field, 0) : NULL;
    if (string)
        text = strdup(cJSON_GetStringValue(string));
    cJSON_Delete(string);
    json_finish(&json);
    free(resolver->missing);
    free(resolver);
    return text;
}
