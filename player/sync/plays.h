/* The log of plays (plays/ledger.h, docs/reports.md): `bangtin-display` tells what it shows over
 * RUN/plays.sock (ipc/play.h), here it is collected and written in batches, since a card wears with
 * each. What is written is acknowledged; until then the screen process holds it, too. */
#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ipc/play.h"
#include "plays/ledger.h"
#include "sync/pace.h"

struct http_transfer;
struct plays_entry;
struct sync;

/* A batch is written so long after the first play in it, or when it has so many rows. A power cut
 * costs what is not written yet. */
#define PLAYS_BATCH (300 * CLOCK_SECOND)
enum { PLAYS_BATCH_ROWS = 256 };
/* When a screen process goes away, only we hold what it has told: that is written at once, but no
 * more often than this where it falls again and again. */
#define PLAYS_HASTE (60 * CLOCK_SECOND)
/* After an error, longer each time up to ten minutes. */
#define PLAYS_RETRY (60 * CLOCK_SECOND)
/* A play whose screen process has gone is held open so long for that to come back. */
#define PLAYS_PATIENCE (600 * CLOCK_SECOND)

enum {
    PLAYS_CLIENTS = 4,
    PLAYS_OPEN = 8,       /* plays that go on at the same time */
    PLAYS_PENDING = 4096, /* rows while the disk is full: 17 hours of plays of 15 s, 1.5 MB */
    PLAYS_PICTURES = 64,  /* thumbnails among them, 43 KB each */
    PLAYS_POLL_MAX = 1 + PLAYS_CLIENTS
};

struct plays_client {
    int fd;       /* -1: none */
    uint64_t run; /* once `last` is not 0 */
    int64_t last; /* n of its newest message */
};

struct plays_open {
    struct plays_entry *entry;
    int64_t began;   /* monotonic */
    int64_t left_at; /* monotonic: when its screen process went away; 0: it is there */
};

struct plays {
    bool is_on;
    char socket_path[4096], path[4096]; /* of the database */
    int listener;                       /* -1: none */
    struct plays_client clients[PLAYS_CLIENTS];
    struct plays_open open[PLAYS_OPEN];
    size_t open_count;
    struct plays_entry **rows; /* to be written, oldest first */
    size_t row_count, row_room;
    unsigned pictures;
    uint64_t run; /* of the rows that are ours */
    int64_t n;
    enum clock_rung clock; /* of the time that they bear */
    int64_t ahead;         /* by which that is ahead of the monotonic clock */
    struct ledger *ledger; /* NULL: it cannot be written now */
    int64_t batch;         /* PLAYS_BATCH, or what a test wants */
    int64_t commit_at;     /* monotonic; INT64_MAX: there is nothing to be written */
    int64_t hasty_at;      /* monotonic: the next one that is written at once, not before */
    int64_t fault_at;      /* since when it fails; on the wall clock; 0: it does not */
    unsigned failures;     /* in a row */
    int error;
    int64_t lost, lost_ever; /* plays that found no room; since the last batch, since the start */

    struct { /* to the report's server */
        struct pace pace;
        struct http_transfer *transfer;
        char *body;
        char device[PLAY_DEVICE_SIZE]; /* of the log that the body is from */
        int64_t last;                  /* the row that the body ends with */
        size_t sent;                   /* how many the body has */
        int64_t at;                    /* monotonic: not before */
        size_t rows;                   /* of a batch at most */
        int64_t good_at, fault_at;     /* on the wall clock; 0: never */
        int status;
        char detail[256];
    } upload;
};

#define PLAYS_CLOSED ((struct plays){.listener = -1})

/* Listens, and opens the log in the store. What cannot be is said, and done without. */
void plays_start(struct sync *sync);
/* Reads what waits, writes the last batch. What goes on is noted with it, and gone on with by the
 * next process. */
void plays_finish(struct sync *sync);

/* What to poll; returns how many. */
size_t plays_poll(const struct plays *plays, struct pollfd fds[PLAYS_POLL_MAX]);
/* Takes what has come. */
void plays_read(struct sync *sync, int64_t now);
/* Writes and uploads where it is time. Returns when it wants to be called again: monotonic. */
int64_t plays_move(struct sync *sync, int64_t now);

/* Writes what there is, now: before the log is copied. */
void plays_flush(struct sync *sync);

struct cJSON;
/* plays_words.c: what sync.json says of it. */
void plays_report(struct cJSON *object, const struct plays *plays);
const char *plays_error(int error); /* what is wrong with the log: an errno in words */

/* --- between plays.c, plays_rows.c and plays_write.c --- */

/* A row in the making: all its words are in one piece of memory. */
struct plays_entry {
    struct play_row row;
    struct play_item item;
    struct play_place place;
    unsigned char *thumbnail; /* owned; or NULL */
    int64_t at; /* when it began, in milliseconds of the monotonic clock; 0: unknown */
    char event[32];
    char words[];
};

/* Takes over a message that begins a play or tells an event. NULL without memory. */
struct plays_entry *plays_entry_create(const struct play_message *message);
void plays_entry_destroy(struct plays_entry *entry); /* NULL is fine */

/* Appends it to what is to be written; where there is no room the oldest goes, and is counted. */
void plays_append(struct plays *plays, struct plays_entry *entry, int64_t now);
/* What began before the time was known as well as now gets its right one. */
void plays_set_right(struct plays *plays);
/* A play that goes on; NULL: there is none. */
struct plays_open *plays_find_open(struct plays *plays, uint64_t run, int64_t n);
/* The play of that index ends after `shown` milliseconds. */
void plays_close_open(struct plays *plays, size_t index, int64_t shown, int64_t now);
/* Milliseconds until its screen process went away, or `now`. */
int64_t plays_shown(const struct plays_open *open, int64_t now);
/* An event of our own ("lost", "gone", "aside") that has happened at `at` (monotonic) where `where`
 * (may be NULL) was shown. NULL without memory. The other one appends it. */
struct plays_entry *plays_event(struct plays *plays, const char *event, int64_t count,
                                const struct plays_entry *where, int64_t at);
void plays_tell(struct plays *plays, const char *event, const struct plays_entry *where,
                int64_t at);

/* plays_note.c: what goes on, as text, for the next process; fresh, NULL without memory. What is
 * read of it has gone, but for plays that were told anew already. */
char *plays_note_compose(const struct plays *plays, int64_t now);
void plays_note_read(struct plays *plays, const char *note, int64_t now);

/* plays_write.c: opens the log. */
void plays_open_ledger(struct plays *plays, int64_t now);
/* Writes the batch; then everybody is told. */
void plays_write(struct sync *sync, int64_t now);

/* plays_upload.c */
void plays_upload_start(struct sync *sync);
void plays_upload_finish(struct sync *sync);
int64_t plays_upload_move(struct sync *sync, int64_t now);
