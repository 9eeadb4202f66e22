/* What the draft's folder remembers of its publications, `.published.json`: the numbers that are
 * used up, and which media belong to them. For each feed, newest first:
 *
 *   {"formatVersion": 1, "feeds": {"long-an": [{"sequence": 7, "generated": "…", "expires": "…",
 *    "rootVersion": 1, "sha256": "…", "media": ["pool/ab/….jpg", …],
 *    "sent": true}, …]}}
 *
 * It is nobody's secret and proves nothing: losing it costs no more than a look at the target. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli/publish_compose.h"

#define PUBLISH_MEMORY_NAME ".published.json"

enum { PUBLISH_MEMORY_MAX = 4 }; /* publications of one feed that are remembered */

struct publish_memory {
    struct cJSON *root;  /* the file, other feeds' entries too; owned */
    struct cJSON *entry; /* this feed's list; within `root` */
};

/* One publication. Points into the memory. */
struct publish_memory_entry {
    struct publish_stamp stamp;
    unsigned char sha256[SHA256_SIZE]; /* of the document */
    uint32_t root_version;             /* that was published with it; 0: not known */
    bool is_sent;                      /* it once stood somewhere as a whole */
    const struct cJSON *media;
};

/* Reads the memory of `feed_id` in the draft's directory. A missing file is an empty memory; so is
 * a damaged one, after a warning. Returns 0 and a memory that the caller finishes, or -errno. */
int publish_memory_read(int directory, const char *feed_id, struct publish_memory *ret);
void publish_memory_finish(struct publish_memory *memory); /* fine on zeroes */

/* The publication `index`, 0 being the newest. False where there is none (or no sound one). */
bool publish_memory_get(const struct publish_memory *memory, size_t index,
                        struct publish_memory_entry *ret);

/* Whether a document with this digest is remembered. */
bool publish_memory_has(const struct publish_memory *memory,
                        const unsigned char sha256[SHA256_SIZE]);

/* Whether publication `entry` uses the file. */
bool publish_memory_uses(const struct publish_memory_entry *entry, const char *name);

/* Puts a publication in front and writes the file, durably. Returns 0 or -errno. */
int publish_memory_add(struct publish_memory *memory, int directory,
                       const struct publish_stamp *stamp, uint32_t root_version,
                       const unsigned char sha256[SHA256_SIZE],
                       const struct publish_media_list *media);

/* Notes in the file that the publication in front was sent to its end. Returns 0 or -errno. */
int publish_memory_mark_sent(struct publish_memory *memory, int directory);
