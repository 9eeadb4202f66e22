/* A batch of the log as it travels: to the report's server, and as a line of a *.plays.jsonl file.
 * One JSON object:
 *
 *   {"bangtinPlays":1,"device":"32 hex","first":SEQ,"previousHash":"64 hex","runs":["16 hex",…],
 *    "items":[{"id":N,"feed":…,"item":…,"version":…,"language":…,"type":…,"title":…,
 *              "topic":…|null,"audience":…|null,"thumbnail":{"width":W,"height":H,"rgb":"base64"}}],
 *    "places":[{"id":N,"site":…,"screen":…}],
 *    "rows":[[RUN,N,KIND,ITEM|null,EVENT|null,START,SHOWN,CLOCK,PLACE],…],"hash":"64 hex"}
 *
 * Row i has seq `first` + i; RUN is an index into `runs`; the other numbers are as in play.h.
 * `previousHash` is that of row first - 1, `hash` that of the last row: the chain (chain.h) leads
 * from the one to the other. `thumbnail` stands where it was asked for. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "plays/play.h"

enum {
    BATCH_ROWS_MAX = 4096,            /* that are read; rows, items, places, runs */
    BATCH_BYTES_MAX = 8 * 1024 * 1024 /* of a batch that is read, with its thumbnails */
};

struct batch {
    char device[PLAY_DEVICE_SIZE];
    int64_t first;
    unsigned char previous_hash[SHA256_SIZE], hash[SHA256_SIZE];
    struct play_item *items; /* owned, as all their strings and thumbnails */
    size_t item_count;
    struct play_place *places;
    size_t place_count;
    struct play_row *rows; /* their `item` and `place` are ids; `hash` is filled in */
    size_t row_count;
    bool is_sound; /* the chain leads from previous_hash, that of the device's name where it is
                      before the first row, to hash */
};

/* Reads one. Everything is bounded and checked; each row's item and place are there. Returns 0 and
 * a batch that the caller finishes, -EBADMSG (no batch, or a faulty one), -EPROTONOSUPPORT (of a
 * newer program) or -ENOMEM. */
int batch_read(const char *text, size_t size, struct batch *ret);
void batch_finish(struct batch *batch); /* fine on zeroes */

struct history;

/* Whose thumbnails a file holds already, by id; all zeroes: none. */
struct batch_given {
    unsigned char *bits; /* owned */
    size_t size;
};

void batch_given_finish(struct batch_given *given);

/* Composes the batch of the rows after `after`, at most `count` (up to BATCH_ROWS_MAX) of them, and
 * fewer where it would become larger than batch_read takes.
 * Thumbnails: of the items that are not `given` yet; NULL: of those that have come to the log after
 * `after`, as a server that has got everything before wants them. *ret is fresh and NUL-terminated,
 * without a line's end. Returns how many rows it holds; 0: there are none, *ret untouched; or
 * -errno. */
int batch_compose(struct history *history, int64_t after, size_t count, struct batch_given *given,
                  char **ret, size_t *ret_size);

/* Composes all rows after `after` as JSON Lines, the text of a *.plays.jsonl file, and hands it to
 * `write` (0 or -errno, which ends it) piece by piece. 0 or -errno. */
int batch_export(struct history *history, int64_t after,
                 int (*write)(void *context, const char *text, size_t size), void *context);
