#include "store/member.h"

#include <string.h>

#include "playlist/form.h"

bool member_count(const struct json *json, uint32_t object, const char *name, uint64_t most,
                  uint64_t *ret)
{
    uint32_t token = json_member(json, object, name);
    if (!token || json->tokens[token].kind != JSON_NUMBER)
        return false;
    const char *text = json->bytes + json->tokens[token].start;
    uint64_t value = 0;
    for (size_t i = 0; i < json->tokens[token].size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(text[i] - '0');
        if (value > most)
            return false;
    }
    *ret = value;
    return true;
}

const char *member_string(const struct json *json, uint32_t token, size_t *ret_size)
{
    if (!token || json->tokens[token].kind != JSON_STRING || json->tokens[token].escaped)
        return NULL;
    *ret_size = json->tokens[token].size;
    return json->bytes + json->tokens[token].start;
}

bool member_digest(const struct json *json, uint32_t object, const char *name,
                   unsigned char ret[SHA256_SIZE])
{
    char hex[SHA256_HEX_SIZE];
    size_t size;
    const char *text = member_string(json, json_member(json, object, name), &size);
    if (!text || !form_is_sha256(text, size))
        return false;
    memcpy(hex, text, size);
    hex[size] = '\0';
    return sha256_from_hex(hex, ret) == 0;
}

bool member_flag(const struct json *json, uint32_t object, const char *name, bool *ret)
{
    uint32_t token = json_member(json, object, name);
    bool is_true = token && json->tokens[token].kind == JSON_TRUE;
    if (token && !is_true && json->tokens[token].kind != JSON_FALSE)
        return false;
    *ret = is_true;
    return true;
}
