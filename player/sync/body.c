#include "sync/body.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST = 4096 };

int body_add(struct body *body, const void *data, size_t size)
{
    size_t wanted;
    if (__builtin_add_overflow(body->size, size, &wanted) || wanted > body->limit)
        return -EFBIG;
    if (!body->bytes || wanted > body->capacity) {
        size_t capacity = body->capacity ? body->capacity : LEAST;
        while (capacity < wanted) /* ends: the limit is far below SIZE_MAX */
            capacity *= 2;
        char *grown = realloc(body->bytes, capacity + 1);
        if (!grown)
            return -ENOMEM;
        body->bytes = grown;
        body->capacity = capacity;
    }
    memcpy(body->bytes + body->size, data, size);
    body->size = wanted;
    body->bytes[wanted] = '\0';
    return 0;
}

char *body_take(struct body *body, size_t *ret_size)
{
    char *bytes = body->bytes ? body->bytes : calloc(1, 1);
    *ret_size = body->size;
    *body = (struct body){.limit = body->limit};
    return bytes;
}

void body_reset(struct body *body, size_t limit)
{
    free(body->bytes);
    *body = (struct body){.limit = limit};
}
