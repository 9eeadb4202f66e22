/* A quick content hash, to recognise the same item or picture again. Not for trust: that is
 * SHA-256's and Ed25519's task in the rooms `store` and `trust`. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)

/* FNV-1a, 64 bit (RFC 9923): goes on from `hash` (HASH_START at first) over `size` bytes. */
uint64_t hash_bytes(uint64_t hash, const void *data, size_t size);
