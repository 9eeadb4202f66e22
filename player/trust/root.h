/* The root of trust of one feed (docs/trust.md): who may sign its documents, and who may change
 * that. `N.root.json`:
 *
 *   {"formatVersion": 1, "type": "root", "feedId": "long-an", "version": 1,
 *    "expires": "2031-11-22T00:00:00Z", "rootKeys": ["RW…", …], "rootThreshold": 1,
 *    "feedKeys": ["RW…", …], "sequenceFloor": 0}
 *
 * A key is the base64 line of a minisign public key. `sequenceFloor` is optional. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/finding.h"
#include "playlist/limits.h"
#include "trust/minisign.h"

enum {
    ROOT_BYTES_MAX = 65536,
    ROOT_KEYS_MAX = 16,
    ROOT_STEPS_MAX = 64,       /* new roots taken in one poll */
    ROOT_VERSION_MAX = 1000000 /* versions count up from 1 */
};

struct root {
    char feed_id[LIMIT_ID_BYTES + 1];
    uint32_t version;
    int64_t expires; /* microseconds since 1970 */
    struct minisign_public root_keys[ROOT_KEYS_MAX];
    size_t root_key_count;
    unsigned threshold; /* 1 … root_key_count */
    struct minisign_public feed_keys[ROOT_KEYS_MAX];
    size_t feed_key_count;
    int64_t sequence_floor; /* -1: none given */
};

/* Reads a root strictly (duplicate keys, a key listed twice, a threshold above the number of keys
 * are errors). Faults go to `findings` (may be NULL) with their JSON pointer. Returns 0, -EINVAL,
 * or -ENOMEM, which says nothing about the root; then *ret is untouched. Parsing proves nothing:
 * see root_verify_step. */
int root_parse(const char *bytes, size_t size, struct findings *findings, struct root *ret);

/* Writes a root; *ret is a fresh string that the caller frees. 0 or -ENOMEM. */
int root_format(const struct root *root, char **ret);

/* How many of `keys` have signed `bytes` with one of `signatures`; a key counts once. */
size_t root_count_signers(const struct minisign_public *keys, size_t key_count,
                          const struct minisign_signature *signatures, size_t signature_count,
                          const void *bytes, size_t size);

/* Whether `next`, which these bytes were parsed to, may follow `old`: the same feed, the version
 * one higher, signed by the threshold of both old and new root keys. 0, or -EKEYREJECTED (too few
 * signatures) or -EINVAL (another feed or version). *ret_why (may be NULL): a static word,
 * untranslated, marked with N_(). */
int root_verify_step(const struct root *old, const struct root *next, const void *bytes,
                     size_t size, const struct minisign_signature *signatures, size_t count,
                     const char **ret_why);

/* The file names in a published folder: "3.root.json" and "3.root.json.0123456789ABCDEF.minisig".
 */
enum { ROOT_NAME_SIZE = 64 };
void root_name(uint32_t version, char name[ROOT_NAME_SIZE]);
void root_signature_name(uint32_t version, const struct minisign_public *key,
                         char name[ROOT_NAME_SIZE]);
