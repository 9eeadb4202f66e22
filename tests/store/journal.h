/* A power cut, in a model that promises no more than POSIX does: data that was not synced may be
 * lost, cut or zeroed; an entry of a directory that was not synced may be there or not, each by
 * itself and in any order; only one rename or one removal is never seen by half. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What becomes of all that no fsync has made durable. */
enum journal_loss {
    JOURNAL_ALL_KEPT,                   /* a kill: the system lives on */
    JOURNAL_ALL_LOST,                   /* nothing of it reached the disk */
    JOURNAL_NAMES,                      /* the names did, the data did not */
    JOURNAL_ZEROS,                      /* names and sizes did: the data is zeros */
    JOURNAL_RANDOM,                     /* each by a throw of the dice */
    JOURNAL_LOSSES = JOURNAL_RANDOM + 3 /* that many throws for each point */
};

/* Records what is done below the directory `root` from now on; what is there is durable. */
void journal_start(const char *root);
void journal_stop(void); /* recording; the record stays */
void journal_finish(void);

/* Remembers, at this point of the record, that so much was acknowledged. */
void journal_acknowledge(int64_t value);

size_t journal_length(void);                /* operations recorded */
int64_t journal_acknowledged(size_t point); /* before that operation; 0: nothing */

/* Makes, in the empty directory `root`, what a power cut before operation `point` leaves.
 * `without_sync`: as if no fsync had ever been called. */
void journal_replay(size_t point, enum journal_loss loss, uint64_t seed, bool without_sync,
                    const char *root);
