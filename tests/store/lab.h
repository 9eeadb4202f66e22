/* What the tests of `store` share: a directory of their own, and a feed that publishes editions. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store.h"

enum { LAB_PATH_MAX = 256, LAB_OBJECTS_MAX = 64, LAB_OBJECT_BYTES = 70000 };

/* A fresh directory, below $TMPDIR or in memory; lab_remove takes it and all below it away. */
void lab_make(char path[LAB_PATH_MAX]);
void lab_remove(const char *path);
void lab_copy(const char *from,
              const char *to); /* a whole tree; `to` is a directory that is there */

/* A file below `root`: written, read (the caller frees), and whether it is there. */
void lab_write(const char *root, const char *name, const void *data, size_t size);
char *lab_read(const char *root, const char *name, size_t *ret_size);
bool lab_exists(const char *root, const char *name);
int lab_count(const char *root, const char *name); /* names in a directory */

/* The object number `number`, below LAB_OBJECTS_MAX: its bytes, the same each time (returns how
 * many), and its need. */
size_t lab_object(int number, unsigned char bytes[LAB_OBJECT_BYTES]);
struct store_need lab_need(int number);

/* Puts it under objects/, as a download does, in pieces. 0 or -errno. */
int lab_fetch(const struct store *store, int number);

/* A document: "FEED SEQUENCE NUMBER NUMBER …". */
struct lab_edition {
    const char *feed;
    int64_t sequence;
    int objects[LAB_OBJECTS_MAX];
    size_t count;
};

/* What `sync` does with a new document: fetches what is missing, stages, commits; and cleans. 0 or
 * -errno; *ret_committed (may be NULL) tells whether it is on. */
int lab_commit(const struct store *store, const struct lab_edition *edition);
int lab_clean(const struct store *store);
int lab_publish(const struct store *store, const struct lab_edition *edition, bool *ret_committed);

/* Opens as a writer, publishes, closes. */
int lab_update(const char *root, const struct lab_edition *edition, bool *ret_committed);

/* Whether all that is on is whole: documents, lists, objects, roots. NULL, or what is wrong. */
const char *lab_fault(const struct store *store, const struct current *current);

/* The sequence of a feed that is on, by a reader; 0: none. A store that is not whole fails the
 * test, with `what` for a name. */
int64_t lab_sequence(const char *root, const char *feed, const char *what);

/* The numbers of a fixed series, so that a test that fails fails again. */
uint32_t lab_random(uint64_t *state, uint32_t below);
