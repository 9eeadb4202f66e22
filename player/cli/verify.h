/* `bangtin verify`: a published folder, looked at as a player would: the chain of roots, the
 * signature, the document, every picture and clip. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/option.h"
#include "playlist/document.h"
#include "trust/verdict.h"

struct verify {
    int directory;    /* the published folder, open */
    int64_t now;      /* microseconds since 1970 */
    struct root root; /* the newest that the chain leads to */
    struct document *document;
    struct findings findings; /* paths: pointers into the document, or files of the folder */
    int64_t bytes;            /* of all its pictures and clips */
    bool is_refused;          /* a fault of trust is among the findings */
    bool is_machine;          /* a fault of the machine is */
};

/* The command: returns an exit status. */
int verify_run(const struct options *options);

/* Follows the roots of the folder from verify->root on, as far as they lead. */
void verify_roots(struct verify *verify);

/* Reads the document and judges its signature by verify->root. Sets verify->document where it may
 * be trusted and can be read. */
void verify_document(struct verify *verify);

/* Holds every asset of the document against its size and digest. */
void verify_media(struct verify *verify);

/* Reads a file of the folder. 0 or -errno, as file_read. */
int verify_read(const struct verify *verify, const char *name, size_t limit, char **ret_bytes,
                size_t *ret_size);

/* Adds an error about the file `name`: where trust is at stake; or where it cannot be read for
 * `error`, which is -errno, with `hint` for one that is not there. */
void verify_refuse(struct verify *verify, const char *name, const char *code, const char *message,
                   const char *hint);
void verify_fail(struct verify *verify, const char *name, int error, const char *hint);
