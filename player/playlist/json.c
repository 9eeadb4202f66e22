#include "playlist/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "playlist/limits.h"

void json_finish(struct json *json)
{
    free(json->tokens);
    *json = (struct json){0};
}

void json_position(const char *bytes, size_t offset, size_t *ret_line, size_t *ret_column)
{
    *ret_line = *ret_column = 1;
    for (size_t i = 0; i < offset; i++) {
        if (bytes[i] == '\n') {
            ++*ret_line;
            *ret_column = 1;
        } else if (((unsigned char)bytes[i] & 0xc0) != 0x80) {
            ++*ret_column;
        }
    }
}

uint32_t json_first(const struct json *json, uint32_t token)
{
    return json->tokens[token].next == token + 1 ? 0 : token + 1;
}

uint32_t json_next(const struct json *json, uint32_t container, uint32_t at)
{
    if (json->tokens[container].kind == JSON_OBJECT)
        at++; /* from the key to its value */
    at = json->tokens[at].next;
    return at == json->tokens[container].next ? 0 : at;
}

size_t json_length(const struct json *json, uint32_t token)
{
    size_t length = 0;
    for (uint32_t at = json_first(json, token); at; at = json_next(json, token, at))
        length++;
    return length;
}

uint32_t json_member(const struct json *json, uint32_t object, const char *name)
{
    for (uint32_t at = json_first(json, object); at; at = json_next(json, object, at)) {
        if (json_equals(json, at, name))
            return at + 1;
    }
    return 0;
}

bool json_is_faulty(const struct json *json, uint32_t token)
{
    if (json->faults == 0)
        return false;
    for (uint32_t at = token; at < json->tokens[token].next; at++) {
        if (json->tokens[at].fault != JSON_SOUND)
            return true;
    }
    return false;
}

static uint32_t read_hex(const char *digits)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char digit = digits[i];
        value = value << 4 | (uint32_t)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    return value;
}

/* Undoes the escape behind a backslash; the scanner has checked it. Returns its length. */
static size_t decode_escape(const char *text, char *out, size_t *used)
{
    static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
    const char *letter = strchr(letters, text[0]);
    if (letter) {
        out[(*used)++] = controls[letter - letters];
        return 1;
    }
    if (text[0] != 'u') {
        out[(*used)++] = text[0];
        return 1;
    }
    uint32_t code = read_hex(text + 1);
    size_t length = 5;
    if (code >= 0xd800 && code < 0xdc00) {
        code = 0x10000 + ((code - 0xd800) << 10) + (read_hex(text + 7) - 0xdc00);
        length = 11;
    }
    *used += utf8_encode(code, out + *used);
    return length;
}

size_t json_decode(const struct json *json, uint32_t token, char *out)
{
    const char *text = json->bytes + json->tokens[token].start;
    size_t size = json->tokens[token].size, used = 0;
    if (!json->tokens[token].escaped) {
        memcpy(out, text, size);
        return size;
    }
    for (size_t at = 0; at < size;) {
        if (text[at] == '\\')
            at += 1 + decode_escape(text + at + 1, out, &used);
        else
            out[used++] = text[at++];
    }
    return used;
}

const char *json_text(const struct json *json, uint32_t token, struct arena **arena,
                      size_t *ret_size)
{
    char *text = arena_take(arena, json->tokens[token].size + (size_t)1);
    if (!text)
        return NULL;
    *ret_size = json_decode(json, token, text);
    return text;
}

bool json_equals(const struct json *json, uint32_t token, const char *text)
{
    const struct json_token *string = &json->tokens[token];
    const char *bytes = json->bytes + string->start;
    size_t size = string->size;
    char decoded[LIMIT_STRING_BYTES];
    if (string->escaped) {
        if (size > sizeof decoded)
            return false;
        size = json_decode(json, token, decoded);
        bytes = decoded;
    }
    return strncmp(bytes, text, size) == 0 && text[size] == '\0';
}

double json_number(const struct json *json, uint32_t token)
{
    char text[LIMIT_NUMBER_BYTES + 1];
    size_t size = json->tokens[token].size;
    memcpy(text, json->bytes + json->tokens[token].start, size);
    text[size] = '\0';
    return strtod(text, NULL);
}
