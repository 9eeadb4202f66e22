/* What `trust` can do, as a command for interop.py:
 *   tool generate NAME COMMENT      makes NAME.key and NAME.pub; PASSWORD protects the key
 *   tool sign KEY FILE COMMENT      the signature's text on standard output
 *   tool verify PUBLIC FILE SIGNATURE   "verified: COMMENT", or "refused" with status 1
 * PASSWORD is the password of secret keys. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "trust/minisign.h"

static char *read_file(const char *path, size_t *size)
{
    char *bytes = NULL;
    if (file_read(path, (size_t)1 << 24, &bytes, size) < 0) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(3);
    }
    return bytes;
}

static int write_file(const char *name, const char *suffix, char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s.%s", name, suffix);
    int result = file_replace(path, text, strlen(text));
    free(text);
    return result < 0;
}

static int generate(const char *name, const char *comment)
{
    struct minisign_public public_key;
    struct minisign_secret secret;
    char *public_text, *secret_text;
    if (minisign_generate(&public_key, &secret) < 0 ||
        minisign_public_format(&public_key, comment, &public_text) < 0)
        return 3;
    if (minisign_secret_format(&secret, getenv("PASSWORD"), comment, &secret_text) < 0) {
        free(public_text);
        return 3;
    }
    int failed = write_file(name, "key", secret_text);
    return failed | write_file(name, "pub", public_text);
}

static int sign(const char *key, const char *file, const char *comment)
{
    struct minisign_secret secret;
    size_t key_size, size;
    char *key_text = read_file(key, &key_size), *bytes = read_file(file, &size), *signature;
    int result = minisign_secret_parse(key_text, key_size, getenv("PASSWORD"), &secret);
    if (result == 0)
        result = minisign_sign(&secret, bytes, size, comment, &signature);
    if (result == 0) {
        fputs(signature, stdout);
        free(signature);
    } else {
        printf("%s\n", strerrorname_np(-result));
    }
    free(key_text);
    free(bytes);
    return result < 0;
}

static int verify(const char *key, const char *file, const char *signature)
{
    struct minisign_public public_key;
    struct minisign_signature parsed;
    size_t key_size, size, signature_size;
    char *key_text = read_file(key, &key_size), *bytes = read_file(file, &size);
    char *text = read_file(signature, &signature_size);
    bool ok = minisign_public_parse(key_text, key_size, &public_key) == 0 &&
              minisign_signature_parse(text, signature_size, &parsed) == 0 &&
              minisign_verify(&parsed, &public_key, bytes, size) == 0;
    printf(ok ? "verified: %s\n" : "refused\n", ok ? parsed.comment : "");
    free(key_text);
    free(bytes);
    free(text);
    return !ok;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "generate") == 0)
        return generate(argv[2], argv[3]);
    if (argc == 5 && strcmp(argv[1], "sign") == 0)
        return sign(argv[2], argv[3], argv[4]);
    if (argc == 5 && strcmp(argv[1], "verify") == 0)
        return verify(argv[2], argv[3], argv[4]);
    fputs("tool generate|sign|verify …\n", stderr);
    return 2;
}
