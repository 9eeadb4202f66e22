/* How the files of a published folder are called (docs/playlist.md): media and copies of signatures
 * by content, "pool/ab/SHA256.ext". Lower case, ASCII, short: the same on any server and on FAT. */
#pragma once

#include <stdbool.h>

#include "base/sha256.h"

#define PUBLISH_DOCUMENT "playlist.json"
#define PUBLISH_SIGNATURE "playlist.json.minisig"
#define PUBLISH_POOL "pool"
#define PUBLISH_PART ".part" /* behind the name of a file that is not whole yet */

enum {
    PUBLISH_EXTENSION_MAX = 8,
    PUBLISH_NAME_SIZE = 96 /* of any name here, with ".part" and a NUL */
};

/* `extension` is 1 … PUBLISH_EXTENSION_MAX letters and digits, in any case. */
void publish_name_media(const unsigned char sha256[SHA256_SIZE], const char *extension,
                        char name[PUBLISH_NAME_SIZE]);

/* The copy of a document's signature, named by the document. With it an old document is still
 * whole where the signature beside it is a newer one's already. */
void publish_name_signature(const unsigned char sha256[SHA256_SIZE], char name[PUBLISH_NAME_SIZE]);

/* Whether `name` is one of the above, perhaps with ".part": nothing else is ever removed. */
bool publish_name_is_ours(const char *name);
