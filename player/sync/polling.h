/* One poll of a feed: the document if it has changed, then the roots that follow the one we trust,
 * then the signature; judged before a byte is parsed. One request at a time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "net/http.h"
#include "sync/body.h"
#include "sync/candidate.h"
#include "trust/verdict.h"

struct feed;

enum poll_step {
    POLL_REST,
    POLL_DOCUMENT,
    POLL_ROOT,
    POLL_ROOT_SIGNATURE,
    POLL_SIGNATURE,
    POLL_SIGNATURE_COPY /* the one beside the media, named by the document's digest */
};

struct poll {
    enum poll_step step;
    struct http_transfer *transfer;
    int64_t asked_at; /* monotonic */
    int64_t took;     /* until the document's answer */
    bool waited;
    char tag[HTTP_TAG_MAX];       /* of the last document that was judged fine */
    char fresh_tag[HTTP_TAG_MAX]; /* of the one that is looked at */
    int64_t changed_at;           /* monotonic: when `tag` was new */
    bool is_sure;                 /* the document was seen under it well after that */
    bool has_tag;                 /* this poll asks with the tag */
    bool is_patient;              /* it prefers to wait */
    struct body body;             /* of the answer that is coming */
    struct candidate coming;
    enum trust_fault fault; /* of the first signature, while the copy is asked for */

    struct { /* the next root, while its signatures come */
        char *bytes;
        size_t size;
        bool is_parsed;
        struct root root;
        struct minisign_public signers[2 * ROOT_KEYS_MAX];
        size_t signer_count, asked;
        struct minisign_signature signatures[2 * ROOT_KEYS_MAX];
        size_t signature_count;
        unsigned steps;
    } next;
};

/* Begins. The feed has a key and an address, and no poll is under way. */
void poll_begin(struct feed *feed);

/* --- between polling.c and polling_root.c --- */

/* Asks for a file beside the document as the next step of the poll. */
void poll_ask(struct feed *feed, enum poll_step step, const char *name, size_t limit);

/* The poll has failed, and the trouble is noted: rests until it is time to try again. */
void poll_fail(struct feed *feed, int retry_after);

/* Goes on with the document's signature: no root follows the one that we have. */
void poll_ask_signature(struct feed *feed);

/* Asks for the root that follows; the steps after it are poll_take_root (its answer) and
 * poll_take_root_signature. */
void poll_ask_root(struct feed *feed);
void poll_take_root(struct feed *feed, const struct http_result *result);
void poll_take_root_signature(struct feed *feed, const struct http_result *result);
void poll_forget_root(struct poll *poll);

/* Ends whatever is under way, and frees all. Fine on zeroes. */
void poll_finish(struct feed *feed);
