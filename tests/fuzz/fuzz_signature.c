/* Any bytes as a file of minisign's: a signature, a public or a secret key. */
#include <string.h>

#include "target.h"
#include "trust/verdict.h"

static void try_signature(const char *text, size_t size)
{
    struct minisign_signature signature;
    char feed_id[LIMIT_ID_BYTES + 1], again[MINISIGN_COMMENT_MAX + 1];
    int64_t sequence;
    if (minisign_signature_parse(text, size, &signature) < 0)
        return;
    MUST(size <= MINISIGN_FILE_MAX && memchr(text, '\0', size) == NULL);
    MUST(strlen(signature.comment) <= MINISIGN_COMMENT_MAX && !strchr(signature.comment, '\n'));
    if (trust_comment_parse(signature.comment, feed_id, &sequence) == 0) {
        trust_comment_format(feed_id, sequence, again);
        MUST(strcmp(again, signature.comment) == 0);
    }
    /* With a key of its own number: nobody has signed this. */
    struct minisign_public key = {.key = "no one has the seed of this key"};
    memcpy(key.id, signature.id, sizeof key.id);
    MUST(minisign_verify(&signature, &key, text, size) < 0);
}

static void try_public(const char *text, size_t size)
{
    struct minisign_public key, again;
    char line[MINISIGN_LINE_SIZE];
    if (minisign_public_parse(text, size, &key) < 0)
        return;
    minisign_public_line(&key, line);
    MUST(minisign_public_parse(line, strlen(line), &again) == 0);
    MUST(memcmp(&key, &again, sizeof key) == 0);
    /* Only one line stands for a key. */
    MUST(memmem(text, size, line, strlen(line)) != NULL);
}

static void try_secret(const char *text, size_t size)
{
    struct minisign_secret secret;
    struct minisign_public key;
    if (minisign_secret_parse(text, size, NULL, &secret) < 0) /* no password: scrypt is slow */
        return;
    minisign_secret_public(&secret, &key);
    MUST(memcmp(key.id, secret.id, sizeof key.id) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    try_signature(text, size);
    try_public(text, size);
    try_secret(text, size);
    return 0;
}
