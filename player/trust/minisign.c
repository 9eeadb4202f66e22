#include "trust/minisign.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "trust/lines.h"

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "
#define BASE64_SIZE(bytes) (((bytes) + 2) / 3 * 4 + 1)

enum {
    ID_SIZE = MINISIGN_ID_SIZE,
    PUBLIC_SIZE = 2 + ID_SIZE + crypto_sign_PUBLICKEYBYTES,
    SIGNATURE_SIZE = 2 + ID_SIZE + crypto_sign_BYTES,
    UNTRUSTED_MAX = 1000, /* minisign reads a line of 1024 bytes */
    SALT_SIZE = crypto_pwhash_scryptsalsa208sha256_SALTBYTES,
    CHECKSUM_SIZE = crypto_generichash_BYTES,
    HASH_SIZE = crypto_generichash_BYTES_MAX
};

/* A secret key as it lies in its file; from `id` on hidden by the password. */
struct sealed {
    unsigned char signature_kind[2], password_kind[2], checksum_kind[2];
    unsigned char salt[SALT_SIZE], operations[8], memory[8]; /* numbers: little-endian */
    struct hidden {
        unsigned char id[ID_SIZE], key[crypto_sign_SECRETKEYBYTES], checksum[CHECKSUM_SIZE];
    } hidden;
};

static_assert(sizeof(struct sealed) == 158, "a secret key's file has no gaps");
static_assert(sizeof((struct minisign_public *)0)->key == crypto_sign_PUBLICKEYBYTES, "");
static_assert(sizeof((struct minisign_secret *)0)->key == crypto_sign_SECRETKEYBYTES, "");
static_assert(sizeof((struct minisign_signature *)0)->signature == crypto_sign_BYTES, "");

static bool take_untrusted(struct lines *lines)
{
    struct line line;
    return lines_take(lines, &line) && line_take_prefix(&line, UNTRUSTED) &&
           line_is_comment(line.text, line.size);
}

/* Decodes a line that holds exactly `size` bytes in base64: padded, canonical, nothing else.
 * libsodium 1.0.18 takes any byte above 0x7f for a "/" where char is signed: looked at first. */
static bool decode(const struct line *line, void *ret, size_t size)
{
    size_t decoded;
    for (size_t i = 0; i < line->size; i++) {
        if ((unsigned char)line->text[i] > 0x7f)
            return false;
    }
    return sodium_base642bin(ret, size, line->text, line->size, NULL, &decoded, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           decoded == size;
}

int minisign_public_parse(const char *text, size_t size, struct minisign_public *ret)
{
    struct lines lines = {text, size};
    struct line line;
    unsigned char bytes[PUBLIC_SIZE];
    if (size > MINISIGN_FILE_MAX)
        return -EBADMSG;
    if (size > 0 && text[0] == UNTRUSTED[0] && !take_untrusted(&lines))
        return -EBADMSG;
    if (!lines_take(&lines, &line) || lines.size > 0 || !decode(&line, bytes, sizeof bytes) ||
        memcmp(bytes, "Ed", 2) != 0)
        return -EBADMSG;
    memcpy(ret->id, bytes + 2, ID_SIZE);
    memcpy(ret->key, bytes + 2 + ID_SIZE, sizeof ret->key);
    return 0;
}

int minisign_signature_parse(const char *text, size_t size, struct minisign_signature *ret)
{
    struct lines lines = {text, size};
    struct line first, comment, second;
    unsigned char bytes[SIGNATURE_SIZE], global[crypto_sign_BYTES];
    if (size > MINISIGN_FILE_MAX || !take_untrusted(&lines) || !lines_take(&lines, &first) ||
        !lines_take(&lines, &comment) || !lines_take(&lines, &second) || lines.size > 0)
        return -EBADMSG;
    if (!line_take_prefix(&comment, TRUSTED) || comment.size > MINISIGN_COMMENT_MAX ||
        !line_is_comment(comment.text, comment.size))
        return -EBADMSG;
    if (!decode(&first, bytes, sizeof bytes) || !decode(&second, global, sizeof global))
        return -EBADMSG;
    bool is_prehashed = memcmp(bytes, "ED", 2) == 0;
    if (!is_prehashed && memcmp(bytes, "Ed", 2) != 0)
        return -EBADMSG;
    *ret = (struct minisign_signature){.is_prehashed = is_prehashed};
    memcpy(ret->id, bytes + 2, ID_SIZE);
    memcpy(ret->signature, bytes + 2 + ID_SIZE, sizeof ret->signature);
    memcpy(ret->global, global, sizeof ret->global);
    memcpy(ret->comment, comment.text, comment.size);
    return 0;
}

/* What the second signature is over. Returns its size. */
static size_t global_message(const unsigned char signature[crypto_sign_BYTES], const char *comment,
                             unsigned char message[crypto_sign_BYTES + MINISIGN_COMMENT_MAX])
{
    size_t size = strlen(comment);
    memcpy(message, signature, crypto_sign_BYTES);
    memcpy(message + crypto_sign_BYTES, comment, size);
    return crypto_sign_BYTES + size;
}

int minisign_verify(const struct minisign_signature *signature, const struct minisign_public *key,
                    const void *data, size_t size)
{
    unsigned char hash[HASH_SIZE], message[crypto_sign_BYTES + MINISIGN_COMMENT_MAX];
    if (memcmp(signature->id, key->id, ID_SIZE) != 0)
        return -ENOKEY;
    if (sodium_init() < 0)
        return -EKEYREJECTED;
    if (signature->is_prehashed) {
        crypto_generichash(hash, sizeof hash, data, size, NULL, 0);
        data = hash;
        size = sizeof hash;
    }
    /* libsodium refuses keys and points of small order and scalars that are not canonical. */
    if (crypto_sign_verify_detached(signature->signature, data, size, key->key) != 0)
        return -EKEYREJECTED;
    size_t length = global_message(signature->signature, signature->comment, message);
    return crypto_sign_verify_detached(signature->global, message, length, key->key) == 0
               ? 0
               : -EKEYREJECTED;
}

static uint64_t load_number(const unsigned char bytes[8])
{
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--)
        number = number << 8 | bytes[i];
    return number;
}

static void store_number(uint64_t number, unsigned char bytes[8])
{
    for (int i = 0; i < 8; i++, number >>= 8)
        bytes[i] = (unsigned char)number;
}

/* Hides what lies open, or the reverse. 0 or -ENOMEM. */
static int apply_password(struct sealed *sealed, const char *password)
{
    unsigned char stream[sizeof sealed->hidden], *hidden = (unsigned char *)&sealed->hidden;
    if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password, strlen(password),
                                           sealed->salt, load_number(sealed->operations),
                                           (size_t)load_number(sealed->memory)) != 0)
        return -ENOMEM;
    for (size_t i = 0; i < sizeof stream; i++)
        hidden[i] ^= stream[i];
    sodium_memzero(stream, sizeof stream);
    return 0;
}

static void make_checksum(const struct sealed *sealed, unsigned char checksum[CHECKSUM_SIZE])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, CHECKSUM_SIZE);
    crypto_generichash_update(&state, sealed->signature_kind, sizeof sealed->signature_kind);
    crypto_generichash_update(&state, sealed->hidden.id, sizeof sealed->hidden.id);
    crypto_generichash_update(&state, sealed->hidden.key, sizeof sealed->hidden.key);
    crypto_generichash_final(&state, checksum, CHECKSUM_SIZE);
    sodium_memzero(&state, sizeof state);
}

static bool is_protected(const struct sealed *sealed)
{
    return memcmp(sealed->password_kind, "Sc", 2) == 0;
}

/* Whether the open key is whole. `minisign -G -W` leaves its checksum at zeroes. Its public half
 * must belong to the seed too: signing with another one would give the secret away. */
static bool is_sound(const struct sealed *sealed)
{
    unsigned char checksum[CHECKSUM_SIZE], public_key[crypto_sign_PUBLICKEYBYTES],
        secret_key[crypto_sign_SECRETKEYBYTES];
    make_checksum(sealed, checksum);
    bool ok = sodium_memcmp(checksum, sealed->hidden.checksum, sizeof checksum) == 0 ||
              (!is_protected(sealed) && sodium_is_zero(sealed->hidden.checksum, sizeof checksum));
    crypto_sign_seed_keypair(public_key, secret_key, sealed->hidden.key);
    ok = ok && sodium_memcmp(secret_key, sealed->hidden.key, sizeof secret_key) == 0;
    sodium_memzero(secret_key, sizeof secret_key);
    return ok;
}

/* Whether this is a secret key of a form that we read. No more memory and work are spent on a
 * password than minisign ever asks for. */
static bool is_known_form(const struct sealed *sealed)
{
    if (memcmp(sealed->signature_kind, "Ed", 2) != 0 || memcmp(sealed->checksum_kind, "B2", 2) != 0)
        return false;
    if (!is_protected(sealed))
        return sodium_is_zero(sealed->password_kind, sizeof sealed->password_kind);
    return load_number(sealed->operations) <=
               crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE &&
           load_number(sealed->memory) <= crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;
}

static int open_sealed(struct sealed *sealed, const char *password)
{
    if (!is_known_form(sealed))
        return -EBADMSG;
    if (is_protected(sealed) && !password)
        return -ENOKEY;
    if (is_protected(sealed) && strlen(password) > MINISIGN_PASSWORD_MAX)
        return -EKEYREJECTED;
    int result = is_protected(sealed) ? apply_password(sealed, password) : 0;
    if (result == 0 && !is_sound(sealed))
        result = -EKEYREJECTED;
    return result;
}

int minisign_secret_parse(const char *text, size_t size, const char *password,
                          struct minisign_secret *ret)
{
    struct lines lines = {text, size};
    struct line line;
    struct sealed sealed;
    int result = -EBADMSG;
    if (size > MINISIGN_FILE_MAX || sodium_init() < 0 || !take_untrusted(&lines) ||
        !lines_take(&lines, &line) || lines.size > 0)
        return -EBADMSG;
    if (decode(&line, &sealed, sizeof sealed))
        result = open_sealed(&sealed, password);
    if (result == 0) {
        memcpy(ret->id, sealed.hidden.id, sizeof ret->id);
        memcpy(ret->key, sealed.hidden.key, sizeof ret->key);
    }
    sodium_memzero(&sealed, sizeof sealed);
    return result;
}

void minisign_secret_finish(struct minisign_secret *secret)
{
    if (secret)
        sodium_memzero(secret, sizeof *secret);
}

void minisign_wipe(void *bytes, size_t size)
{
    sodium_memzero(bytes, size);
}

/* By the kernel itself: libsodium's source ends the process where it fails. */
static int fill_random(void *bytes, size_t size)
{
    ssize_t count;
    assert(size <= 256); /* then it is never cut short */
    do
        count = getrandom(bytes, size, 0);
    while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : 0;
}

int minisign_generate(struct minisign_public *ret_public, struct minisign_secret *ret_secret)
{
    struct {
        unsigned char id[ID_SIZE], seed[crypto_sign_SEEDBYTES];
    } chance;
    int result = fill_random(&chance, sizeof chance);
    if (result < 0)
        return result;
    crypto_sign_seed_keypair(ret_public->key, ret_secret->key, chance.seed);
    memcpy(ret_public->id, chance.id, ID_SIZE);
    memcpy(ret_secret->id, chance.id, ID_SIZE);
    sodium_memzero(&chance, sizeof chance);
    return 0;
}

void minisign_secret_public(const struct minisign_secret *secret, struct minisign_public *ret)
{
    memcpy(ret->id, secret->id, ID_SIZE);
    crypto_sign_ed25519_sk_to_pk(ret->key, secret->key);
}

void minisign_id_format(const unsigned char id[MINISIGN_ID_SIZE], char text[MINISIGN_ID_TEXT_SIZE])
{
    snprintf(text, MINISIGN_ID_TEXT_SIZE, "%016llX", (unsigned long long)load_number(id));
}

static void encode(const void *bytes, size_t size, char *text, size_t text_size)
{
    sodium_bin2base64(text, text_size, bytes, size, sodium_base64_VARIANT_ORIGINAL);
}

void minisign_public_line(const struct minisign_public *key, char line[MINISIGN_LINE_SIZE])
{
    unsigned char bytes[PUBLIC_SIZE] = "Ed";
    static_assert(BASE64_SIZE(PUBLIC_SIZE) == MINISIGN_LINE_SIZE, "");
    memcpy(bytes + 2, key->id, ID_SIZE);
    memcpy(bytes + 2 + ID_SIZE, key->key, sizeof key->key);
    encode(bytes, sizeof bytes, line, MINISIGN_LINE_SIZE);
}

static bool is_untrusted(const char *comment)
{
    size_t size = strlen(comment);
    return size <= UNTRUSTED_MAX && line_is_comment(comment, size);
}

int minisign_public_format(const struct minisign_public *key, const char *comment, char **ret)
{
    char line[MINISIGN_LINE_SIZE];
    if (!is_untrusted(comment))
        return -EINVAL;
    minisign_public_line(key, line);
    return lines_compose(ret, UNTRUSTED "%s\n%s\n", comment, line);
}

/* Hides the key by the password, with as much memory and work as minisign spends, or, where there
 * is less, half of it and so on. */
static int seal(struct sealed *sealed, const char *password)
{
    uint64_t operations = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
    uint64_t memory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;
    int result = fill_random(sealed->salt, sizeof sealed->salt);
    if (result < 0)
        return result;
    memcpy(sealed->password_kind, "Sc", 2);
    do {
        store_number(operations, sealed->operations);
        store_number(memory, sealed->memory);
        result = apply_password(sealed, password);
        operations /= 2;
        memory /= 2;
    } while (result < 0 && memory >= crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_INTERACTIVE);
    return result;
}

int minisign_secret_format(const struct minisign_secret *secret, const char *password,
                           const char *comment, char **ret)
{
    struct sealed sealed = {.signature_kind = "Ed", .checksum_kind = "B2"};
    char line[BASE64_SIZE(sizeof sealed)];
    if (!is_untrusted(comment) || (password && strlen(password) > MINISIGN_PASSWORD_MAX))
        return -EINVAL;
    if (sodium_init() < 0)
        return -ENOMEM;
    memcpy(sealed.hidden.id, secret->id, ID_SIZE);
    memcpy(sealed.hidden.key, secret->key, sizeof secret->key);
    make_checksum(&sealed, sealed.hidden.checksum);
    int result = password ? seal(&sealed, password) : 0;
    if (result == 0) {
        encode(&sealed, sizeof sealed, line, sizeof line);
        result = lines_compose(ret, UNTRUSTED "%s\n%s\n", comment, line);
        sodium_memzero(line, sizeof line);
    }
    sodium_memzero(&sealed, sizeof sealed);
    return result;
}

int minisign_sign(const struct minisign_secret *secret, const void *data, size_t size,
                  const char *comment, char **ret)
{
    unsigned char hash[HASH_SIZE], message[crypto_sign_BYTES + MINISIGN_COMMENT_MAX];
    unsigned char bytes[SIGNATURE_SIZE] = "ED", *signature = bytes + 2 + ID_SIZE;
    unsigned char global[crypto_sign_BYTES];
    char first[BASE64_SIZE(SIGNATURE_SIZE)], second[BASE64_SIZE(sizeof global)];
    char id[MINISIGN_ID_TEXT_SIZE];
    size_t comment_size = strlen(comment);
    if (comment_size > MINISIGN_COMMENT_MAX || !line_is_comment(comment, comment_size))
        return -EINVAL;
    if (sodium_init() < 0)
        return -ENOMEM;
    crypto_generichash(hash, sizeof hash, data, size, NULL, 0);
    memcpy(bytes + 2, secret->id, ID_SIZE);
    crypto_sign_detached(signature, NULL, hash, sizeof hash, secret->key);
    size_t length = global_message(signature, comment, message);
    crypto_sign_detached(global, NULL, message, length, secret->key);
    encode(bytes, sizeof bytes, first, sizeof first);
    encode(global, sizeof global, second, sizeof second);
    minisign_id_format(secret->id, id);
    return lines_compose(ret, UNTRUSTED "signed by bangtin with key %s\n%s\n" TRUSTED "%s\n%s\n",
                         id, first, comment, second);
}
