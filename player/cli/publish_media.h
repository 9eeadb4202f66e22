/* The pictures and clips of a draft as they will be published: digest, size, type, name. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "cli/publish_name.h"
#include "cli/publish_work.h"
#include "playlist/document.h"

struct publish_media {
    const struct asset *asset;    /* the draft's */
    char name[PUBLISH_NAME_SIZE]; /* "pool/ab/SHA256.jpg" */
    const char *type; /* "image/jpeg", by the bytes; NULL where they are of no known kind */
    unsigned char sha256[SHA256_SIZE];
    int64_t size;
    struct stat status; /* as it was when it was read */
    bool is_there;      /* at the target; set by cli/publish_send.h */
    bool is_repeated;   /* an earlier one has the same name */
};

struct publish_media_list {
    int directory;              /* the draft's, borrowed */
    struct publish_media *list; /* in the order of document->assets; owned */
    size_t count;
    int64_t bytes; /* of all, those repeated but once */
};

/* Reads every asset of the draft once; `work` is told. Returns 0 and a list that the caller
 * finishes; or says what is wrong and returns -errno. */
int publish_media_read(const struct document *document, int directory, struct publish_work *work,
                       struct publish_media_list *ret);
void publish_media_finish(struct publish_media_list *list); /* fine on zeroes */

/* Opens one to be sent. Returns a descriptor, or -errno; -ESTALE where the file is not the one that
 * was read. */
int publish_media_open(const struct publish_media_list *list, size_t index);

/* Whether the open file still is what was read: by its number, size and times. */
bool publish_media_is_same(const struct publish_media *media, int fd);
