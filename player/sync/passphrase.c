#include "sync/passphrase.h"

#include <string.h>

#include "base/sha256.h"

static const char mark[] = "\xef\xbb\xbf";

bool passphrase_matches(const char *bytes, size_t size, const char *wanted)
{
    unsigned char theirs[SHA256_SIZE], ours[SHA256_SIZE], differs = 0;
    if (!wanted || strlen(wanted) < PASSPHRASE_LEAST || size > PASSPHRASE_FILE_MAX)
        return false;
    if (size >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0) {
        bytes += strlen(mark);
        size -= strlen(mark);
    }
    while (size > 0 && strchr(" \t\r\n", bytes[size - 1]) && bytes[size - 1] != '\0')
        size--;
    /* Of digests all bytes are compared, and no length is told. */
    sha256_bytes(bytes, size, theirs);
    sha256_bytes(wanted, strlen(wanted), ours);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        differs |= theirs[i] ^ ours[i];
    return differs == 0;
}
