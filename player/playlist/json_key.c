#include "playlist/json_key.h"

#include <stdlib.h>
#include <string.h>

#include "playlist/limits.h"

enum { PAIRWISE_MAX = 12 }; /* up to here comparing all keys beats sorting them */

void json_set_fault(struct json *json, uint32_t index, enum json_fault fault)
{
    if (json->tokens[index].fault == JSON_SOUND)
        json->faults++;
    json->tokens[index].fault = (uint8_t)fault;
}

struct key {
    const char *text;
    size_t size;
};

/* The key's characters, in `buffer` where they had to be decoded. Overlong ones, which are a fault
 * by themselves, are compared as they stand. */
static struct key key_read(const struct json *json, uint32_t token, char *buffer)
{
    const struct json_token *string = &json->tokens[token];
    if (!string->escaped || string->size > LIMIT_STRING_BYTES)
        return (struct key){json->bytes + string->start, string->size};
    return (struct key){buffer, json_decode(json, token, buffer)};
}

static int key_compare(const struct json *json, uint32_t a, uint32_t b)
{
    char buffer_a[LIMIT_STRING_BYTES], buffer_b[LIMIT_STRING_BYTES];
    struct key key_a = key_read(json, a, buffer_a), key_b = key_read(json, b, buffer_b);
    size_t common = key_a.size < key_b.size ? key_a.size : key_b.size;
    int order = memcmp(key_a.text, key_b.text, common);
    return order ? order : (key_a.size > key_b.size) - (key_a.size < key_b.size);
}

static int key_order(const void *a, const void *b, void *context)
{
    uint32_t token_a = *(const uint32_t *)a, token_b = *(const uint32_t *)b;
    int order = key_compare(context, token_a, token_b);
    return order ? order : (token_a > token_b) - (token_a < token_b);
}

/* Marks each key that its object has already. An object with very many keys is sorted: comparing
 * each with each would let 4 MiB of keys hold the program up for hours. */
bool json_mark_duplicates(struct json *json, uint32_t object, size_t members)
{
    uint32_t few[PAIRWISE_MAX], *keys = few;
    if (members > PAIRWISE_MAX) {
        keys = malloc(members * sizeof *keys);
        if (!keys)
            return false;
    }
    size_t count = 0;
    for (uint32_t at = json_first(json, object); at; at = json_next(json, object, at))
        keys[count++] = at;
    if (members > PAIRWISE_MAX) {
        qsort_r(keys, count, sizeof *keys, key_order, json);
        for (size_t i = 1; i < count; i++) {
            if (key_compare(json, keys[i - 1], keys[i]) == 0)
                json_set_fault(json, keys[i], JSON_DUPLICATE);
        }
        free(keys);
        return true;
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (key_compare(json, keys[i], keys[j]) == 0) {
                json_set_fault(json, keys[i], JSON_DUPLICATE);
                break;
            }
        }
    }
    return true;
}
