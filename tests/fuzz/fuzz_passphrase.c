/* Any bytes as bangtin-pass.txt. */
#include "sync/passphrase.h"

#include <stdlib.h>
#include <string.h>

#include "target.h"

static const char wanted[] = "phường 1";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t length = strlen(wanted);
    char *text = malloc(size ? size : 1); /* without a NUL behind it */
    if (!text)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    bool matches = passphrase_matches(text, size, wanted);
    MUST(!passphrase_matches(text, size, NULL) && !passphrase_matches(text, size, "1234567"));
    size_t at = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    bool is_right = size - at >= length && memcmp(text + at, wanted, length) == 0;
    for (size_t i = at + length; is_right && i < size; i++)
        is_right = memchr(" \t\r\n", text[i], 4) != NULL;
    MUST(matches == (is_right && size <= PASSPHRASE_FILE_MAX));
    free(text);
    return 0;
}
