/* One document that plays: from a folder, or from a generation of the store. */
#pragma once

#include <stdint.h>

#include "base/sha256.h"
#include "base/zone.h"
#include "display/quarantine.h"
#include "playlist/document.h"
#include "playlist/site.h"
#include "store/store.h"

struct programme_feed {
    char key[LIMIT_ID_BYTES + 1];      /* in the store; "": of a folder */
    uint64_t generation;               /* of the store */
    unsigned char sha256[SHA256_SIZE]; /* of the document, of the store */
    unsigned share;
    char *path;    /* the document's, of a folder; owned */
    int directory; /* where the assets are, of a folder; -1: in the store */
    struct document *document;
    struct site *site;
    struct zone *zone; /* NULL: UTC */
    struct quarantine quarantine;
    struct document *quiet; /* the document without the alerts that cannot be drawn for now; owns
                               its array of alerts and nothing else. NULL: all of it plays */
};

#define PROGRAMME_FEED_NONE ((struct programme_feed){.directory = -1})

/* Opens the folder `path` for the device's settings (may be NULL). What is wrong is logged. Returns
 * 0 and a feed that the caller closes, or -errno. */
int programme_feed_open_folder(const char *path, const struct site *device,
                               struct programme_feed *ret);

/* Reads the document of a generation whose bytes have this digest; they are compared before
 * anything looks at them. `feed` is the feed's entry in `current`. As above; -EBADMSG where the
 * bytes are others. */
int programme_feed_open_generation(const struct store *store, const struct current_feed *feed,
                                   uint64_t generation, const unsigned char sha256[SHA256_SIZE],
                                   const struct site *device, struct programme_feed *ret);
void programme_feed_close(struct programme_feed *feed); /* fine on PROGRAMME_FEED_NONE */

/* What people call it: its key in the store, the document's feedId for a folder. */
const char *programme_feed_name(const struct programme_feed *feed);
