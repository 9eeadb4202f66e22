#include "playlist/title.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "playlist/json.h"
#include "playlist/resolve.h"

/* Copies what fits, without half a character at the end. */
static void copy_words(const char *text, char *out, size_t size)
{
    size_t length = strlen(text);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    for (size_t i = 0; i < length; i++)
        out[i] = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    out[length] = '\0';
}

static bool resolve_text(const struct document *document, const char *text, size_t text_size,
                         const char *language, const struct site *site, char *out, size_t size)
{
    char *words = text_resolve(document, text, text_size, language, site);
    bool is_there = words && *words;
    if (is_there)
        copy_words(words, out, size);
    free(words);
    return is_there;
}

/* The member `name` of the object that `json` was read from. */
static bool take_member(const struct document *document, const struct json *json, const char *name,
                        const char *language, const struct site *site, char *out, size_t size)
{
    uint32_t at = json_member(json, 0, name);
    const struct json_token *token = &json->tokens[at];
    if (!at || (token->kind != JSON_STRING && token->kind != JSON_OBJECT))
        return false;
    /* A string's span is without its quotes. */
    uint32_t quotes = token->kind == JSON_STRING;
    return resolve_text(document, json->bytes + token->start - quotes, token->size + 2 * quotes,
                        language, site, out, size);
}

void item_title(const struct document *document, const struct item *item, const char *language,
                const struct site *site, char *out, size_t size)
{
    static const char *const names[] = {"name", "title", "text", "caption"};
    const struct asset *asset = item->asset ? document_asset(document, item->asset) : NULL;
    struct json json;
    struct json_error error;
    bool is_found = false;
    if (json_read(item->json, item->json_size, &json, &error) == 0) {
        for (size_t i = 0; i < sizeof names / sizeof *names && !is_found; i++)
            is_found = take_member(document, &json, names[i], language, site, out, size);
        json_finish(&json);
    }
    if (!is_found && asset && asset->alt_json)
        is_found = resolve_text(document, asset->alt_json, asset->alt_json_size, language, site,
                                out, size);
    if (!is_found)
        copy_words(item->id, out, size);
}

bool item_note(const struct document *document, const struct item *item, const char *name,
               const struct site *site, char *out, size_t size)
{
    const char *language = document->language_count > 0 ? document->languages[0] : NULL;
    struct json json;
    struct json_error error;
    bool is_found = false;
    if (json_read(item->json, item->json_size, &json, &error) == 0) {
        is_found = take_member(document, &json, name, language, site, out, size);
        json_finish(&json);
    }
    if (!is_found)
        *out = '\0';
    return is_found;
}

void alert_title(const struct document *document, const struct alert *alert, const char *language,
                 const struct site *site, char *out, size_t size)
{
    struct json json;
    struct json_error error;
    bool is_found = false;
    if (json_read(alert->json, alert->json_size, &json, &error) == 0) {
        is_found = take_member(document, &json, "headline", language, site, out, size);
        json_finish(&json);
    }
    if (!is_found)
        copy_words(alert->identifier, out, size);
}
