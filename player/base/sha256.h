/* SHA-256 (FIPS 180-4) by libsodium: what names an asset in a signed document. The only digest that
 * trust rests on; base/hash.h only recognises things again. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32, SHA256_HEX_SIZE = 65 /* with the NUL */ };

/* A digest in the making: a plain value, needs no finish. */
struct sha256 {
    uint64_t state[13];
};

void sha256_init(struct sha256 *hash);
void sha256_update(struct sha256 *hash, const void *data, size_t size);
void sha256_final(struct sha256 *hash, unsigned char digest[SHA256_SIZE]);

/* The digest of `size` bytes at once. */
void sha256_bytes(const void *data, size_t size, unsigned char digest[SHA256_SIZE]);

/* The digest of the open file `fd` from its start to its end, read by pread(2) so that its offset
 * stays, and its length. More than `limit` bytes are -EFBIG. Returns 0 or -errno, outputs untouched
 * then. */
int sha256_fd(int fd, int64_t limit, unsigned char digest[SHA256_SIZE], int64_t *ret_size);

/* 64 lower-case hexadecimal digits and a NUL; and back: 0, or -EINVAL where `hex` is not exactly
 * that (capitals are taken too). */
void sha256_to_hex(const unsigned char digest[SHA256_SIZE], char hex[SHA256_HEX_SIZE]);
int sha256_from_hex(const char *hex, unsigned char digest[SHA256_SIZE]);
