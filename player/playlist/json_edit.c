#include "playlist/json_edit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json_edit {
    size_t start, end; /* the span that goes */
    size_t order;      /* of those at one place */
    char *text;
};

/* The span of a value as it stands, a string with its quotes. */
static size_t value_start(const struct json_token *token)
{
    return token->start - (token->kind == JSON_STRING ? 1U : 0U);
}

static size_t value_end(const struct json_token *token)
{
    return token->start + (size_t)token->size + (token->kind == JSON_STRING ? 1U : 0U);
}

/* Takes `text` over. */
static void add(struct json_edits *edits, size_t start, size_t end, char *text)
{
    if (text && edits->count == edits->capacity) {
        size_t capacity = edits->capacity ? 2 * edits->capacity : 64;
        struct json_edit *larger = reallocarray(edits->list, capacity, sizeof *larger);
        if (larger) {
            edits->list = larger;
            edits->capacity = capacity;
        }
    }
    if (!text || edits->count == edits->capacity) {
        edits->error = -ENOMEM;
        free(text);
        return;
    }
    edits->list[edits->count] =
        (struct json_edit){.start = start, .end = end, .order = edits->count, .text = text};
    edits->count++;
}

/* What stands between two members: the space in front of the key whose value is `after`. */
static void separator(const struct json *json, uint32_t after, const char **ret, size_t *ret_size)
{
    size_t end = json->tokens[after - 1].start - (size_t)1, start = end;
    while (start > 0 && strchr(" \t\r\n", json->bytes[start - 1]))
        start--;
    *ret = json->bytes + start;
    *ret_size = end - start;
    if (!memchr(*ret, '\n', *ret_size)) {
        *ret = " ";
        *ret_size = 1;
    }
}

void json_edits_set(struct json_edits *edits, uint32_t object, uint32_t after, const char *key,
                    const char *value)
{
    uint32_t at = json_member(edits->json, object, key);
    char *text = NULL;
    if (at) {
        const struct json_token *token = &edits->json->tokens[at];
        add(edits, value_start(token), value_end(token), strdup(value));
        return;
    }
    const char *space;
    size_t size, place = value_end(&edits->json->tokens[after]);
    separator(edits->json, after, &space, &size);
    if (asprintf(&text, ",%.*s\"%s\": %s", (int)size, space, key, value) < 0)
        text = NULL;
    add(edits, place, place, text);
}

void json_edits_set_text(struct json_edits *edits, uint32_t object, uint32_t after, const char *key,
                         const char *text)
{
    char *value;
    if (asprintf(&value, "\"%s\"", text) < 0) {
        edits->error = -ENOMEM;
        return;
    }
    json_edits_set(edits, object, after, key, value);
    free(value);
}

/* The space in front of a value: where it has a line of its own, with its indentation. */
static size_t space_before(const struct json *json, const struct json_token *token)
{
    size_t start = value_start(token);
    while (start > 0 && strchr(" \t\r\n", json->bytes[start - 1]))
        start--;
    return start;
}

void json_edits_append(struct json_edits *edits, uint32_t object, uint32_t after, const char *key,
                       const char *value)
{
    const struct json *json = edits->json;
    uint32_t array = json_member(json, object, key), last = 0;
    char *text = NULL;
    for (uint32_t at = array ? json_first(json, array) : 0; at; at = json_next(json, array, at))
        last = at;
    if (last) {
        const struct json_token *token = &json->tokens[last];
        size_t start = space_before(json, token), place = value_end(token);
        if (asprintf(&text, ",%.*s%s", (int)(value_start(token) - start), json->bytes + start,
                     value) < 0)
            text = NULL;
        add(edits, place, place, text);
    } else if (asprintf(&text, "[%s]", value) < 0) {
        edits->error = -ENOMEM;
    } else {
        json_edits_set(edits, object, after, key, text);
        free(text);
    }
}

void json_edits_remove(struct json_edits *edits, uint32_t array, uint32_t element)
{
    const struct json *json = edits->json;
    const struct json_token *token = &json->tokens[element];
    uint32_t next = json_next(json, array, element);
    size_t start = space_before(json, token), end = value_end(token);
    if (next) { /* which takes its place */
        start = value_start(token);
        end = value_start(&json->tokens[next]);
    } else if (json_first(json, array) != element) {
        start--; /* the comma in front */
    }
    add(edits, start, end, strdup(""));
}

/* A value's own edit ends where an addition behind it begins, and comes first. */
static int by_place(const void *a, const void *b)
{
    const struct json_edit *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return left->order < right->order ? -1 : 1;
}

int json_edits_apply(struct json_edits *edits, size_t size, char **ret, size_t *ret_size)
{
    size_t at = 0;
    if (edits->error < 0)
        return edits->error;
    if (edits->count > 0)
        qsort(edits->list, edits->count, sizeof *edits->list, by_place);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return -ENOMEM;
    for (size_t i = 0; i < edits->count; i++) {
        const struct json_edit *edit = &edits->list[i];
        fwrite(edits->json->bytes + at, 1, edit->start - at, out);
        fputs(edit->text, out);
        at = edit->end;
    }
    fwrite(edits->json->bytes + at, 1, size - at, out);
    if (fclose(out) != 0) {
        free(text);
        return -ENOMEM;
    }
    *ret = text;
    *ret_size = length;
    return 0;
}

void json_edits_finish(struct json_edits *edits)
{
    for (size_t i = 0; i < edits->count; i++)
        free(edits->list[i].text);
    free(edits->list);
    *edits = (struct json_edits){0};
}
