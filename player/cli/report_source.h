/* The logs that a report is made of: databases (plays.db) and exports (*.plays.jsonl), of one
 * machine or of many, the same row perhaps in several of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/report_links.h"
#include "cli/report_once.h"
#include "cli/report_tally.h"
#include "plays/history.h"

enum { SOURCE_PICTURES_MAX = 4000 }; /* thumbnails of exports that are kept: 300 MB at most */

struct source {
    const char *path;              /* borrowed */
    struct history *history;       /* NULL: an export */
    char device[PLAY_DEVICE_SIZE]; /* of an export the first; "": none yet */
    int64_t rows;                  /* that were read */
    int64_t duplicates;            /* that another source, or this one, had already */
    int64_t conflicts;             /* that stand elsewhere with another content: left out */
    int64_t first_conflict;        /* seq; 0: none */
    int64_t
        broken; /* batches whose chain does not lead from their first row to their last: left out */
    int64_t unlinked; /* batches that do not follow from the row before, which is there, too */
    int64_t first_unlinked; /* seq of that row */
};

/* A thumbnail from an export. */
struct source_picture {
    unsigned width, height;
    unsigned char *rgb;
};

struct sources {
    struct source *list;
    size_t count;
    bool wants_pictures;
    bool is_alone; /* one database: no row stands in it twice */
    struct source_picture *pictures;
    size_t picture_count, picture_capacity;
    struct once once;
    struct links links;
};

/* Opens and reads `count` files into the tally, one after another. Returns an exit status (say.h):
 * EXIT_DONE; EXIT_TRUST where rows were left out or do not fit together, after saying which;
 * otherwise what is wrong was said, and the tally is of no use. In each case the caller finishes
 * *ret. */
int sources_read(char *const *paths, size_t count, bool wants_pictures, struct tally *tally,
                 struct sources *ret);
void sources_finish(struct sources *sources); /* fine on zeroed memory */

/* The thumbnail that an edition points to: *ret is fresh, RGB. -ENOENT: it has none. */
int sources_picture(const struct sources *sources, const struct tally_edition *edition,
                    unsigned *ret_width, unsigned *ret_height, unsigned char **ret);

/* Opens a database and says what is wrong where that fails: an exit status. */
int source_open(const char *path, struct history **ret);

/* report_source_say.c: says why a log could not be read (-errno, as of history_open): an exit
 * status. */
int source_say_failure(const char *path, int error);

/* Say which of its rows were left out, and that it does not fit to another: EXIT_TRUST; EXIT_DONE
 * where there is nothing to be said. */
int source_say_left_out(const struct source *source);
int source_say_unlinked(const struct source *source);

/* Whether the file is an export, 1, or should be a database, 0; or -errno. */
int source_is_export(const char *path);
