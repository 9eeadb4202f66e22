/* What is told to `bangtin-sync` of what the screen shows (ipc/play.h). The screen never waits for
 * it: what sync has not kept yet stays here, up to a bound, and is sent again when it is back. A
 * socket that is not there is looked for when something is to be told, and a few times after it was
 * lost; nothing wakes up for it otherwise. */
#pragma once

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

#include "ipc/play.h"

enum {
    PLAYS_BYTES_MAX = 1 << 20, /* of records: some 2500 plays, a working day of them */
    PLAYS_PICTURES_MAX = 32,   /* thumbnails that wait, 43 KB each */
    PLAYS_KNOWN_MAX = 512,     /* versions that sync has a thumbnail of */
    PLAYS_RETRIES = 4          /* after the connection was lost */
};

struct plays_record;

struct plays {
    struct sockaddr_un address; /* sun_path "": nothing is told to anybody */
    int fd;                     /* -1: not connected */
    uint64_t run;
    int64_t n;                           /* of the newest record */
    struct plays_record *first, *newest; /* that are not kept yet, oldest first */
    size_t bytes;
    unsigned pictures;
    int64_t lost;       /* plays that found no room and were never told */
    int64_t doubtful;   /* told over this connection and given up here: lost if it ends */
    int64_t doubtful_n; /* the newest of those */
    int64_t retry_at;   /* monotonic; INT64_MAX: not by itself */
    unsigned retries;
    bool is_blocked; /* the socket takes no more for now */
    uint64_t known[PLAYS_KNOWN_MAX];
    size_t known_count; /* over this connection; the newest ones are held */
};

#define PLAYS_NONE ((struct plays){.fd = -1, .retry_at = INT64_MAX})

/* Tells by way of the run directory `directory` from now on. */
void plays_open(struct plays *plays, const char *directory);

/* Sends what can be sent at once, and forgets all. Fine on PLAYS_NONE. */
void plays_close(struct plays *plays);

/* Whether a thumbnail of this version is worth making: sync is not known to have one. */
bool plays_wants_thumbnail(const struct plays *plays, const struct play_message *what);

/* A play begins at `now` (monotonic): `what` is described but for run, n and kind; `start` is the
 * wall clock's. `thumbnail` is taken over, where it is not NULL. Returns its number for plays_end;
 * 0: nothing is told to anybody. */
int64_t plays_begin(struct plays *plays, const struct play_message *what,
                    struct play_thumbnail *thumbnail, int64_t now);
/* It has ended at `now`. 0 and numbers that are not known any more are passed over. */
void plays_end(struct plays *plays, int64_t n, int64_t now);

/* "screen-off" and so on, as described by `what`: its start, clock, site and screen. */
void plays_tell(struct plays *plays, const char *event, int64_t count,
                const struct play_message *what, int64_t now);

/* What to poll; revents need not be looked at. */
struct pollfd plays_poll(const struct plays *plays);
/* Reads what sync answers, sends what waits, looks for the socket where it is time. */
void plays_step(struct plays *plays, int64_t now);
/* When to call it though nothing became ready: monotonic; INT64_MAX: never. */
int64_t plays_next(const struct plays *plays);
