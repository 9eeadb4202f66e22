/* Writing the log of plays: a database that one process keeps and others may read meanwhile.
 * Rows come in batches, each whole or not at all, and durable when ledger_write returns: a card
 * wears with each of them, so the caller collects. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plays/play.h"

/* How long rows are kept, and how large the database grows: whichever comes first takes the oldest
 * rows. A play each 15 seconds for 24 months is 4.2 million rows, 116 bytes each. */
#define LEDGER_AGE (INT64_C(731) * 24 * 3600 * 1000) /* milliseconds */
#define LEDGER_BYTES (INT64_C(512) * 1024 * 1024)

/* A time is believed that is at most so far ahead of the row that came this many rows ago. */
#define LEDGER_WITNESS_AGE (INT64_C(31) * 24 * 3600 * 1000) /* milliseconds */

enum {
    LEDGER_WITNESS_ROWS = 16384, /* some three days of plays of 15 seconds */
    LEDGER_PRUNE_ROWS = 2048,    /* removed in one step: a few milliseconds */
    LEDGER_NOTE_MAX = 131072     /* bytes of the note: of PLAYS_OPEN plays, each byte escaped */
};

struct ledger;

/* What is to be written: `row` without seq and hash, whose item and place are these. */
struct ledger_entry {
    struct play_row row;
    const struct play_item *item; /* NULL: none */
    const struct play_place *place;
};

/* Opens the database `path`, or begins one. `note`: see ledger_note. A damaged one (-EBADMSG) or
 * one of a newer program (-EPROTONOSUPPORT) is left as it is: see ledger_set_aside. -EROFS,
 * -EACCES: it cannot be written; or another -errno. */
int ledger_open(const char *path, struct ledger **ret);
void ledger_close(struct ledger *ledger); /* NULL is fine */

/* Renames what stands at `path` to `path`.damaged. One such is kept, the larger one. 0 or -errno.
 */
int ledger_set_aside(const char *path);

const struct play_log *ledger_log(const struct ledger *ledger);

/* What was noted with the last batch (ledger_write); "" in a fresh one. */
const char *ledger_note(const struct ledger *ledger);

/* Appends the rows and replaces the note, in one durable step. Rows whose (run, n) is there already
 * are passed over. Returns 0; or -errno (-ENOSPC, -EIO, -EROFS, -EBADMSG …), and nothing is
 * changed. */
int ledger_write(struct ledger *ledger, const struct ledger_entry *entries, size_t count,
                 const char *note);

/* Notes that the server has all rows up to `seq`; written with the next batch. */
void ledger_acknowledge(struct ledger *ledger, int64_t seq);

/* Whether that item's thumbnail is there. */
bool ledger_has_thumbnail(struct ledger *ledger, const struct play_item *item);

/* Removes some of the rows older than `now` (milliseconds since 1970; 0: not known) less
 * LEDGER_AGE, and some where the database is larger than `bytes`. The age of a row whose clock was
 * not confirmed is that of the next one's whose was. The chain goes on from the last one removed.
 * Returns how many went: as long as it is LEDGER_PRUNE_ROWS there may be more; or -errno. */
int ledger_prune(struct ledger *ledger, int64_t now, int64_t bytes);

/* Bytes of the database that rows take. */
int64_t ledger_bytes(struct ledger *ledger);
