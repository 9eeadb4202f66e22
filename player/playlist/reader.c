#include "playlist/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "playlist/limits.h"
#include "playlist/near.h"

enum { NEAR_LOOKUPS_MAX = 100, MESSAGE_BYTES = 512 };

struct path {
    char *text;
    size_t used, size;
};

static void path_add(struct path *path, const char *bytes, size_t size)
{
    if (size < path->size - path->used) {
        memcpy(path->text + path->used, bytes, size);
        path->used += size;
    }
}

static void path_add_spot(struct path *path, const struct spot *spot)
{
    if (!spot->up)
        return;
    path_add_spot(path, spot->up);
    path_add(path, "/", 1);
    if (!spot->key) {
        char number[24];
        path_add(path, number, (size_t)snprintf(number, sizeof number, "%zu", spot->index));
        return;
    }
    for (size_t i = 0; i < spot->key_size;) {
        uint32_t code;
        size_t length = utf8_decode(spot->key + i, spot->key_size - i, &code);
        if (length == 0)
            break;
        if (spot->key[i] == '~')
            path_add(path, "~0", 2);
        else if (spot->key[i] == '/')
            path_add(path, "~1", 2);
        else
            path_add(path, spot->key + i, length);
        i += length;
    }
}

void spot_write(const struct spot *spot, char *path, size_t size)
{
    struct path writer = {path, 0, size};
    path_add_spot(&writer, spot);
    path[writer.used] = '\0';
}

struct spot reader_member_spot(struct reader *reader, const struct spot *up, uint32_t key)
{
    const struct json_token *token = &reader->json->tokens[key];
    struct spot spot = {up, reader->json->bytes + token->start, token->size, 0};
    if (token->escaped) {
        size_t size;
        const char *text = json_text(reader->json, key, reader->arena, &size);
        if (text) {
            spot.key = text;
            spot.key_size = size;
        }
    }
    return spot;
}

__attribute__((format(printf, 6, 0))) static void reader_add(struct reader *reader,
                                                             enum severity severity,
                                                             const struct spot *spot,
                                                             const char *code, const char *hint,
                                                             const char *format, va_list arguments)
{
    char path[SPOT_BYTES], message[MESSAGE_BYTES];
    if (!reader->findings)
        return;
    if (reader->findings->count == FINDINGS_MAX) {
        findings_add(reader->findings, severity, code, "", NULL, "%s", "");
        return;
    }
    spot_write(spot, path, sizeof path);
    vsnprintf(message, sizeof message, format, arguments);
    findings_add(reader->findings, severity, code, path, hint, "%s", message);
}

void reader_error(struct reader *reader, const struct spot *spot, const char *code,
                  const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reader_add(reader, SEVERITY_ERROR, spot, code, hint, format, arguments);
    va_end(arguments);
    reader->errors++;
}

void reader_error_follows(struct reader *reader)
{
    reader->errors++;
}

void reader_warning(struct reader *reader, const struct spot *spot, const char *code,
                    const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reader_add(reader, SEVERITY_WARNING, spot, code, hint, format, arguments);
    va_end(arguments);
}

void reader_note(struct reader *reader, const struct spot *spot, const char *code, const char *hint,
                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reader_add(reader, SEVERITY_NOTE, spot, code, hint, format, arguments);
    va_end(arguments);
}

const char *reader_quote(const char *text, size_t size, char quote[static QUOTE_BYTES])
{
    static const char dots[] = "…";
    size_t used = 0;
    bool cut = false;
    while (used < size && !cut) {
        uint32_t code;
        size_t length = utf8_decode(text + used, size - used, &code);
        cut = length == 0 || used + length > QUOTE_BYTES - sizeof dots;
        for (size_t i = 0; !cut && i < length; i++)
            quote[used + i] = code < ' ' ? ' ' : text[used + i];
        used += cut ? 0 : length;
    }
    strcpy(quote + used, cut ? dots : "");
    return quote;
}

const char *reader_near(struct reader *reader, const char *name, size_t size,
                        const char *const *names, size_t count, char hint[static SPOT_BYTES],
                        const char *otherwise)
{
    if (!reader->findings || reader->near_lookups == NEAR_LOOKUPS_MAX)
        return otherwise;
    reader->near_lookups++;
    const char *near = near_name(name, size, names, count);
    if (!near)
        return otherwise;
    snprintf(hint, SPOT_BYTES, _("did you mean \"%s\"?"), near);
    return hint;
}

const char *reader_copy(struct reader *reader, const char *text, size_t size)
{
    const char *copy = arena_copy(reader->arena, text, size);
    if (!copy)
        reader->no_memory = true;
    return copy;
}

void *reader_take(struct reader *reader, size_t count, size_t size)
{
    void *taken = arena_take_array(reader->arena, count, size);
    if (!taken)
        reader->no_memory = true;
    return taken;
}

void reader_forgive(struct reader *reader, uint32_t token, size_t errors)
{
    const struct json *json = reader->json;
    reader->forgiven_errors += reader->errors - errors;
    for (uint32_t at = token; json->faults > 0 && at < json->tokens[token].next; at++)
        reader->forgiven_faults += json->tokens[at].fault != JSON_SOUND;
}

static void report_fault(struct reader *reader, uint32_t token, const struct spot *spot)
{
    if (reader->json->tokens[token].fault == JSON_DUPLICATE)
        reader_error(reader, spot, "duplicate", _("keep one of the two"),
                     _("this field stands here twice"));
    else if (reader->json->tokens[token].fault == JSON_LONG)
        reader_error(reader, spot, "too-long", _("shorten it"),
                     _("this text is longer than %d bytes"), LIMIT_STRING_BYTES);
}

void reader_report_faults(struct reader *reader, uint32_t token, const struct spot *spot)
{
    const struct json *json = reader->json;
    if (!json_is_faulty(json, token))
        return;
    report_fault(reader, token, spot);
    size_t index = 0;
    bool object = json->tokens[token].kind == JSON_OBJECT;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at)) {
        struct spot inner = {spot, NULL, 0, index++};
        if (object) {
            inner = reader_member_spot(reader, spot, at);
            report_fault(reader, at, &inner);
        }
        if (object || json->tokens[token].kind == JSON_ARRAY)
            reader_report_faults(reader, at + object, &inner);
    }
}
