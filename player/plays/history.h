/* Reading a log of plays: that of this machine, also while bangtin-sync writes it, or a copy of
 * one. What is read through one `history` is the log at one moment. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plays/play.h"

struct history;

/* Opens the database `path`; nothing is written to it. Returns 0 and a history that the caller
 * closes; -EBADMSG: no log, or a damaged one; -EPROTONOSUPPORT: of a newer program; or -errno. */
int history_open(const char *path, struct history **ret);
void history_close(struct history *history); /* NULL is fine */

const struct play_log *history_log(const struct history *history);

/* Hand over, one after another: the rows that begin in [from, to) (milliseconds since 1970;
 * INT64_MIN and INT64_MAX: all) in the order of `start`, or of `seq` for all; all items, without
 * their thumbnails; all places. What `take` gets holds until it returns; false ends it. Return 0,
 * -EBADMSG or -errno. */
int history_rows(struct history *history, int64_t from, int64_t to,
                 bool (*take)(void *context, const struct play_row *row), void *context);
int history_items(struct history *history,
                  bool (*take)(void *context, const struct play_item *item), void *context);
int history_places(struct history *history,
                   bool (*take)(void *context, const struct play_place *place), void *context);

/* The thumbnail of item `id`: *ret is fresh, width * height * 3 bytes of RGB. -ENOENT: none. */
int history_thumbnail(struct history *history, int64_t id, unsigned *ret_width,
                      unsigned *ret_height, unsigned char **ret);

enum history_fault {
    HISTORY_SOUND,
    HISTORY_ALTERED, /* the row's hash is not that of its content behind the row before */
    HISTORY_MISSING, /* the row `seq` is not there */
    HISTORY_HEAD     /* the newest row is another than was written down: rows at the end are gone */
};

struct history_verdict {
    enum history_fault fault;
    int64_t seq;  /* the first row at fault */
    int64_t rows; /* that are sound before it */
};

/* Follows the chain through the whole log. 0, or -errno where it cannot be read. */
int history_verify(struct history *history, struct history_verdict *ret);
