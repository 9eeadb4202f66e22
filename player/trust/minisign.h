/* Keys and signatures in minisign's formats (https://jedisct1.github.io/minisign/, "Minisign
 * signature and key formats"), by libsodium: Ed25519 over the bytes (older form "Ed") or over their
 * BLAKE2b-512 digest ("ED", what we write), and a second signature over the first one and the
 * trusted comment. The packaged `minisign` command verifies what we sign, and the reverse. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
    MINISIGN_ID_SIZE = 8,
    MINISIGN_ID_TEXT_SIZE = 17,  /* sixteen hex digits as minisign prints them, and the NUL */
    MINISIGN_LINE_SIZE = 57,     /* a public key in base64, and the NUL */
    MINISIGN_FILE_MAX = 4096,    /* bytes of a signature or key file */
    MINISIGN_COMMENT_MAX = 1024, /* of a trusted comment */
    MINISIGN_PASSWORD_MAX = 1024
};

struct minisign_public {
    unsigned char id[MINISIGN_ID_SIZE];
    unsigned char key[32];
};

/* Secret: wipe it with minisign_secret_finish as soon as it has signed. */
struct minisign_secret {
    unsigned char id[MINISIGN_ID_SIZE];
    unsigned char key[64]; /* seed and public key, as libsodium keeps them */
};

struct minisign_signature {
    bool is_prehashed;
    unsigned char id[MINISIGN_ID_SIZE]; /* says which key to try; decides nothing */
    unsigned char signature[64];
    unsigned char global[64];               /* over `signature` and the trusted comment */
    char comment[MINISIGN_COMMENT_MAX + 1]; /* the trusted comment, without "trusted comment: " */
};

/* Reads a public key: its base64 line alone, or the two lines of a .pub file. 0 or -EBADMSG. */
int minisign_public_parse(const char *text, size_t size, struct minisign_public *ret);

/* Reads the four lines of a .minisig file. CR LF is taken; other bytes behind the fourth line are
 * not. 0 or -EBADMSG. */
int minisign_signature_parse(const char *text, size_t size, struct minisign_signature *ret);

/* Whether `signature` is `key`'s over exactly these bytes, trusted comment included: 0, -ENOKEY (of
 * another key, by its id) or -EKEYREJECTED. */
int minisign_verify(const struct minisign_signature *signature, const struct minisign_public *key,
                    const void *data, size_t size);

/* Reads a .key file. `password` may be NULL. 0; -ENOKEY: it is protected and needs one;
 * -EKEYREJECTED: the password is wrong or the file damaged; -ENOMEM (scrypt wants up to 1 GiB);
 * -EBADMSG: no secret key of minisign's. */
int minisign_secret_parse(const char *text, size_t size, const char *password,
                          struct minisign_secret *ret);
void minisign_secret_finish(struct minisign_secret *secret); /* wipes; NULL and zeroes are fine */

/* A fresh pair of keys. 0 or -errno of the random source. */
int minisign_generate(struct minisign_public *ret_public, struct minisign_secret *ret_secret);

/* The file texts; *ret is a fresh string that the caller frees (a secret one: wipe it first). 0,
 * -ENOMEM, or -EINVAL for a comment that is too long or holds a line break. `comment` of a key is
 * the untrusted one. `password` NULL: unprotected, as `minisign -W` writes it. */
int minisign_public_format(const struct minisign_public *key, const char *comment, char **ret);
int minisign_secret_format(const struct minisign_secret *secret, const char *password,
                           const char *comment, char **ret);

/* Signs the bytes (prehashed) and writes the .minisig text with this trusted comment. The same
 * input gives the same bytes. As above. */
int minisign_sign(const struct minisign_secret *secret, const void *data, size_t size,
                  const char *comment, char **ret);

/* The public half of a secret key. */
void minisign_secret_public(const struct minisign_secret *secret, struct minisign_public *ret);

/* The base64 line of a public key, as a root names it. */
void minisign_public_line(const struct minisign_public *key, char line[MINISIGN_LINE_SIZE]);

/* The key's number, sixteen capital hexadecimal digits, as minisign prints it. */
void minisign_id_format(const unsigned char id[MINISIGN_ID_SIZE], char text[MINISIGN_ID_TEXT_SIZE]);

/* Overwrites a password or the text of a secret key before its memory goes. The compiler does not
 * take it out as it may a memset. */
void minisign_wipe(void *bytes, size_t size);
