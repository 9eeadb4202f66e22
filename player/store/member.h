/* Members of the small files that we write ourselves, as strictly as we write them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "playlist/json.h"

/* A count, decimal digits and nothing else, at most `most`. False: it is missing or none. */
bool member_count(const struct json *json, uint32_t object, const char *name, uint64_t most,
                  uint64_t *ret);

/* A string without escapes: none of ours has any. `token` may be 0. NULL: none; it ends by size. */
const char *member_string(const struct json *json, uint32_t token, size_t *ret_size);

/* 64 hex digits. */
bool member_digest(const struct json *json, uint32_t object, const char *name,
                   unsigned char ret[SHA256_SIZE]);

/* True or false; missing is false. Returns false where it is anything else. */
bool member_flag(const struct json *json, uint32_t object, const char *name, bool *ret);
