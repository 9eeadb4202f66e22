/* A publication before anything is written: the document as it will be, its signature, and what
 * stands where it goes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli/publish_compose.h"
#include "cli/publish_memory.h"
#include "cli/publish_roots.h"
#include "cli/publish_standing.h"
#include "cli/publish_target.h"
#include "trust/minisign.h"

struct publish_plan {
    /* Given; borrowed. */
    const struct document *draft;
    int directory; /* the draft's */
    const struct root *root;
    struct publish_target *target;
    int64_t now;         /* microseconds since 1970 */
    int64_t wanted;      /* --sequence, or 0 */
    const char *expires; /* --expires, or NULL */
    bool is_overlay;     /* the draft was made of what stands there (cli/publish_overlay.h) */

    /* Found; owned. */
    struct publish_memory memory;
    struct publish_media_list media;
    struct publish_roots roots;
    struct publish_standing standing;
    struct publish_stamp stamp;
    struct document *document; /* as it will be published */
    unsigned char sha256[SHA256_SIZE];
    char *signature;
    size_t signature_size;
    bool is_remembered; /* this publication stands in the memory already */
    bool is_unchanged;  /* the content is that of an earlier publication */
};

/* Decides the number and composes the document: `memory`, `media`, `roots` and `standing` are
 * there. Returns an exit status after saying what is wrong. */
int publish_plan_compose(struct publish_plan *plan);

/* Signs it. What stands at the target with the same bytes and a good signature keeps that. Returns
 * an exit status. */
int publish_plan_sign(struct publish_plan *plan, const struct minisign_secret *key);

/* Whether the document that stands at the target is the one that is to be there. */
bool publish_plan_is_there(const struct publish_plan *plan);

void publish_plan_finish(struct publish_plan *plan); /* what it owns; fine on zeroes */
