#include "base/sha256.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static_assert(sizeof(struct sha256) == sizeof(crypto_hash_sha256_state),
              "struct sha256 stands for libsodium's state");
static_assert(SHA256_SIZE == crypto_hash_sha256_BYTES, "a digest has 32 bytes");

static crypto_hash_sha256_state *state_of(struct sha256 *hash)
{
    return (crypto_hash_sha256_state *)(void *)hash;
}

void sha256_init(struct sha256 *hash)
{
    crypto_hash_sha256_init(state_of(hash));
}

void sha256_update(struct sha256 *hash, const void *data, size_t size)
{
    crypto_hash_sha256_update(state_of(hash), data, size);
}

void sha256_final(struct sha256 *hash, unsigned char digest[SHA256_SIZE])
{
    crypto_hash_sha256_final(state_of(hash), digest);
}

void sha256_bytes(const void *data, size_t size, unsigned char digest[SHA256_SIZE])
{
    crypto_hash_sha256(digest, data, size);
}

int sha256_fd(int fd, int64_t limit, unsigned char digest[SHA256_SIZE], int64_t *ret_size)
{
    struct sha256 hash;
    unsigned char buffer[65536];
    int64_t done = 0;
    sha256_init(&hash);
    for (;;) {
        ssize_t count = pread(fd, buffer, sizeof buffer, done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -errno;
        if (count == 0)
            break;
        done += count;
        if (done > limit)
            return -EFBIG;
        sha256_update(&hash, buffer, (size_t)count);
    }
    sha256_final(&hash, digest);
    *ret_size = done;
    return 0;
}

void sha256_to_hex(const unsigned char digest[SHA256_SIZE], char hex[SHA256_HEX_SIZE])
{
    for (size_t i = 0; i < SHA256_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

int sha256_from_hex(const char *hex, unsigned char digest[SHA256_SIZE])
{
    unsigned char bytes[SHA256_SIZE];
    if (strlen(hex) != SHA256_HEX_SIZE - 1)
        return -EINVAL;
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        int high = digit_value(hex[2 * i]), low = digit_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return -EINVAL;
        bytes[i] = (unsigned char)(high * 16 + low);
    }
    memcpy(digest, bytes, SHA256_SIZE);
    return 0;
}
