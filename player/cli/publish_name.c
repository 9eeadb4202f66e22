#include "cli/publish_name.h"

#include <stdio.h>
#include <string.h>

static const char hex_digits[] = "0123456789abcdef";
static const char extension_signs[] = "0123456789abcdefghijklmnopqrstuvwxyz";

void publish_name_media(const unsigned char sha256[SHA256_SIZE], const char *extension,
                        char name[PUBLISH_NAME_SIZE])
{
    char hex[SHA256_HEX_SIZE];
    sha256_to_hex(sha256, hex);
    int used = snprintf(name, PUBLISH_NAME_SIZE, PUBLISH_POOL "/%.2s/%s.%.*s", hex, hex,
                        PUBLISH_EXTENSION_MAX, extension);
    for (char *sign = name; sign < name + used; sign++) {
        if (*sign >= 'A' && *sign <= 'Z')
            *sign = (char)(*sign - 'A' + 'a');
    }
}

void publish_name_signature(const unsigned char sha256[SHA256_SIZE], char name[PUBLISH_NAME_SIZE])
{
    publish_name_media(sha256, "minisig", name);
}

bool publish_name_is_ours(const char *name)
{
    static const char start[] = PUBLISH_POOL "/";
    if (strncmp(name, start, strlen(start)) != 0)
        return false;
    const char *folder = name + strlen(start);
    if (strspn(folder, hex_digits) != 2 || folder[2] != '/')
        return false;
    const char *hex = folder + 3;
    if (strspn(hex, hex_digits) != SHA256_HEX_SIZE - 1 || strncmp(hex, folder, 2) != 0 ||
        hex[SHA256_HEX_SIZE - 1] != '.')
        return false;
    const char *extension = hex + SHA256_HEX_SIZE;
    size_t length = strspn(extension, extension_signs);
    return length > 0 && length <= PUBLISH_EXTENSION_MAX &&
           (extension[length] == '\0' || strcmp(extension + length, PUBLISH_PART) == 0);
}
