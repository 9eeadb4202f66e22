/* The store: content-addressed files and generations of documents, and the one small file that says
 * which of them are on (docs/architecture.md, "The store").
 *
 *   objects/ab/SHA256     immutable, 0444
 *   generations/N/        playlist.json, its signature, and "objects": one "SHA256 SIZE" a line,
 *                         and a last one, "end SHA256", of the lines above
 *   roots/FEED/N.root.json    the newest root of each feed
 *   current               see store/current.h
 *   current.copy          the same bytes, for a sector that goes bad
 *   tmp/                  parts of objects, whole objects that are not durable yet (SHA256),
 *                         generations in the making
 *   lock                  held by the one writer
 *
 * Whatever stands under objects, generations and roots is whole: it was written under tmp, synced,
 * renamed, and its directory synced. An error of fsync is final: the file is thrown away.
 *
 * `current` is never written in place, so a power cut leaves the old or the new one. What else may
 * damage it (a bad sector, a hand) is seen by its check; then the copy holds, which is of the same
 * generation: the one before would be an older sequence that comes in silently. Only between the
 * two replacements of one commit may the copy be that of the generation before; the writer makes
 * them the same when it opens the store, and before it commits. Names that are not of our forms
 * are left alone everywhere. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "store/current.h"

struct store {
    int directory; /* -1: closed */
    int lock;      /* -1: a reader */
};

#define STORE_CLOSED ((struct store){.directory = -1, .lock = -1})

/* Opens the store at `path` to read it: nothing is made or changed there. 0 or -errno. */
int store_open(const char *path, struct store *ret);

/* Opens it to write: makes what is missing, takes the lock, sweeps what an interrupted run has left
 * (parts of objects stay: they are gone on with), and writes a damaged `current` again from its
 * copy. -EBUSY: another writer has it. 0 or -errno. */
int store_open_writer(const char *path, struct store *ret);
void store_close(struct store *store); /* fine on STORE_CLOSED */

/* --- objects --- */

/* Opens the object for reading, its offset 0; the writer also one that no generation was staged
 * with yet. Returns a descriptor (O_CLOEXEC), -ENOENT where there is none of exactly this size, or
 * -errno. Its bytes were right when they were written; who uses them for the first time since the
 * start compares them again (store_object_check). */
int store_object_open(const struct store *store, const unsigned char sha256[SHA256_SIZE],
                      int64_t size);

/* Reads the object again. 0; -EBADMSG: it is damaged, and (by a writer) removed; or as above. */
int store_object_check(const struct store *store, const unsigned char sha256[SHA256_SIZE],
                       int64_t size);

/* An object that is coming. */
struct store_part {
    int fd; /* -1: none */
    unsigned char sha256[SHA256_SIZE];
    int64_t size;    /* as signed */
    int64_t written; /* so far; after store_part_open what an earlier run has left */
    struct sha256 hash;
};

#define STORE_PART_NONE ((struct store_part){.fd = -1})

/* Begins an object, or goes on with the part that is there; its space is reserved at once where the
 * file system can. `size`: 0 … LIMIT_ASSET_BYTES. One part of a digest at a time. 0, -ENOSPC, or
 * -errno; what an earlier run has left stays for a later try then. */
int store_part_open(const struct store *store, const unsigned char sha256[SHA256_SIZE],
                    int64_t size, struct store_part *ret);

/* How many bytes of the object an earlier try has left, without opening it; 0: none. */
int64_t store_part_bytes(const struct store *store, const unsigned char sha256[SHA256_SIZE]);

/* Adds bytes. 0; -EFBIG: more than signed (nothing is written); or -errno: `written` tells how many
 * are there, and the part can still be gone on with. */
int store_part_write(struct store_part *part, const void *data, size_t size);

/* What the server calls this version of the file (a strong ETag), so that a part is only gone on
 * with where it still does. `tag` of at most STORE_TAG_MAX bytes without spaces or control
 * characters (-EINVAL); an empty one takes it away. Read back into `size` bytes, empty where there
 * is none that could be used. 0 or -errno. */
enum { STORE_TAG_MAX = 256 };
int store_part_set_tag(const struct store *store, const struct store_part *part, const char *tag);
int store_part_tag(const struct store *store, const struct store_part *part, char *tag,
                   size_t size);

/* Throws away what came so far and begins again. 0 or -errno. */
int store_part_restart(const struct store *store, struct store_part *part);

/* The part is complete: compares length and digest. 0: it is an object; -EBADMSG: not what was
 * signed; or -errno. In every case the part is closed; on errors it is removed. It becomes durable,
 * and seen by readers, in store_stage: there the file system writes its books once for all new
 * objects; one by one they would be more than many a picture. */
int store_part_finish(const struct store *store, struct store_part *part);

/* Closes the part and leaves it for later. Fine on STORE_PART_NONE. */
void store_part_close(struct store_part *part);

/* Closes the part and removes it. */
void store_part_abandon(const struct store *store, struct store_part *part);

/* --- generations --- */

enum { STORE_NAME_MAX = 100 };

struct store_file {
    const char *name; /* no "/" in it, at most STORE_NAME_MAX bytes */
    const void *data;
    size_t size;
};

struct store_need {
    unsigned char sha256[SHA256_SIZE];
    int64_t size;
};

/* Makes a generation of these files for a document that needs these objects (all are there:
 * otherwise -ENOENT), durable with all objects, not yet on. *ret: its number, above all that there
 * are. At most LIMIT_ASSETS needs (-E2BIG); names that cannot stand beside one another and beside
 * "objects" are -EINVAL. 0 or -errno, and then nothing is left but objects that came: a later try
 * finds them. */
int store_stage(const struct store *store, const struct store_file *files, size_t file_count,
                const struct store_need *needs, size_t need_count, uint64_t *ret);

/* Replaces `current` durably: from then on this is what plays, and what is trusted. 0; -EINVAL:
 * store_read_current would refuse it; or -errno. On an error the old one holds. */
int store_commit(const struct store *store, const struct current *current);

/* Reads `current`, or its copy where it is damaged or lost. 0; -ENODATA: nothing was ever
 * activated; -EBADMSG: both are damaged; or -errno. */
int store_read_current(const struct store *store, struct current *ret);

/* Opens the directory of a generation. A descriptor, or -errno. */
int store_generation_open(const struct store *store, uint64_t generation);

/* Reads a file of a generation, at most `limit` bytes. As file_read. */
int store_generation_read(const struct store *store, uint64_t generation, const char *name,
                          size_t limit, char **ret_data, size_t *ret_size);

/* Keeps a root of a feed durably, and reads it back. `feed` is a key of struct current_feed. */
int store_root_write(const struct store *store, const char *feed, uint32_t version,
                     const void *data, size_t size);
int store_root_read(const struct store *store, const char *feed, uint32_t version, size_t limit,
                    char **ret_data, size_t *ret_size);

/* --- room --- */

struct store_limits {
    int64_t max_bytes;         /* of all objects and parts */
    unsigned min_free_percent; /* of the file system; at most 200 MB is asked for by it */
};

struct store_usage {
    int64_t bytes, objects; /* in the store, parts counted too (their bytes so far) */
    int64_t free_bytes;     /* of the file system, for us */
    int64_t total_bytes;    /* of the file system */
};
int store_usage(const struct store *store, struct store_usage *ret); /* 0 or -errno */

/* How many bytes are missing for `bytes` more under these limits; 0: there is room. Pure. To be
 * asked before parts are opened: what they reserve is free no more, though not yet written. */
int64_t store_missing(const struct store_usage *usage, const struct store_limits *limits,
                      int64_t bytes);

/* Removes generations that `current` (durable already: call it after store_commit) does not name,
 * objects and parts that neither its generations nor `wanted` need, and roots older than those that
 * it names. Where a list of needs cannot be read nothing is removed (-EBADMSG or -errno).
 * *ret_freed (may be NULL): bytes of objects and parts. 0, or the first -errno after all else was
 * cleaned. */
int store_clean(const struct store *store, const struct current *current,
                const struct store_need *wanted, size_t wanted_count, int64_t *ret_freed);
