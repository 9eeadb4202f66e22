/* The bytes of a small answer as they come, under a cap. All zeroes is empty. */
#pragma once

#include <stddef.h>

struct body {
    char *bytes; /* a NUL behind them; NULL while there are none; owned */
    size_t size, capacity;
    size_t limit; /* bytes at most */
};

/* Adds bytes. 0, -EFBIG or -ENOMEM, the body as it was then. */
int body_add(struct body *body, const void *data, size_t size);

/* Hands the bytes over, for the caller to free: never NULL but without memory; the body is empty
 * then. */
char *body_take(struct body *body, size_t *ret_size);

/* Frees the bytes and sets another limit. */
void body_reset(struct body *body, size_t limit);
