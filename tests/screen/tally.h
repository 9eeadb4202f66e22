/* Adds up what the judge saw over time: verdicts, changes, crossfades. Pure: `now` is given, in
 * microseconds. It is armed by the first plate that is seen alone; what was before does not count.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "judge.h"

enum { TALLY_CHANGES_MAX = 20000, TALLY_MOVE_FRAMES_MAX = 4096 };

/* How often something happened, and the longest time at a stretch. */
struct tally_fault {
    unsigned count; /* stretches */
    int64_t longest;
    int64_t since; /* of the stretch under way, else -1 */
};

/* A plate's way to the next one. */
struct tally_change {
    int from, to;
    int64_t start;   /* the first frame that is not `from` alone; a cut: the same as `end` */
    int64_t end;     /* the first frame that is `to` alone */
    unsigned frames; /* distinct frames from start to end, both included */
    int64_t freeze;  /* the longest time between two of them */
};

struct tally {
    bool armed;
    int64_t first;                           /* when the first plate stood alone */
    uint64_t frames;                         /* distinct frames since */
    struct tally_fault blank, foreign, torn; /* as they stand while the server rests */
    unsigned copies;          /* samples that met a frame half copied: no fault, the copy goes on */
    unsigned skipped, astray; /* plates left out; changes against the order */
    unsigned change_count, changes_lost;
    struct tally_change *changes; /* TALLY_CHANGES_MAX of them; owned */

    uint64_t hash, frame_hash; /* of the last sample, of the last frame that stood */
    int64_t hash_since;
    int plate;          /* alone on the screen last */
    int64_t move_start; /* of a transition under way, else -1 */
    int64_t frame_at;   /* the last frame's begin */
    int64_t looked;     /* the last sample's time */
    int64_t blind;      /* how long nobody looked since frame_at: a freeze of the watcher's own */
    unsigned move_frames;
    int64_t move_freeze;
};

/* What a sample brought that is worth a line. */
enum tally_event { TALLY_NOTHING, TALLY_SHOWN };

/* Returns 0, or -1 without memory. */
int tally_init(struct tally *tally);
void tally_finish(struct tally *tally);

/* One sample. `resting`: nobody was painting while it was taken, so it is what was meant to be
 * seen. `plates` follow one another in a circle. */
enum tally_event tally_add(struct tally *tally, int64_t now, uint64_t hash, const struct look *look,
                           bool resting, int plates);

/* Ends the stretches that are under way. */
void tally_end(struct tally *tally, int64_t now);
