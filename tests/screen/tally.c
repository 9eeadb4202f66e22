#include "tally.h"

#include <stdlib.h>

enum { BLIND_AFTER = 3000 }; /* microseconds between two samples */

int tally_init(struct tally *tally)
{
    *tally = (struct tally){.plate = -1, .move_start = -1};
    tally->blank.since = tally->foreign.since = tally->torn.since = -1;
    tally->changes = calloc(TALLY_CHANGES_MAX, sizeof *tally->changes);
    return tally->changes ? 0 : -1;
}

void tally_finish(struct tally *tally)
{
    free(tally->changes);
    tally->changes = NULL;
}

static void fault_update(struct tally_fault *fault, bool is, int64_t now)
{
    if (is && fault->since < 0) {
        fault->count++;
        fault->since = now;
    }
    if (fault->since >= 0 && now - fault->since > fault->longest)
        fault->longest = now - fault->since;
    if (!is)
        fault->since = -1;
}

/* A server takes a millisecond or two to copy a frame, longer where it is not let to run: parts of
 * two frames are a fault only where they stay when the server has done all that it was told. A
 * blank screen is one in every case. */
static void faults_update(struct tally *tally, int64_t now, const struct look *look, bool resting)
{
    bool foreign = look->kind == LOOK_FOREIGN, torn = look->kind == LOOK_TORN;
    fault_update(&tally->blank, look->kind == LOOK_BLANK, now);
    fault_update(&tally->foreign, foreign && (resting || tally->foreign.since >= 0), now);
    fault_update(&tally->torn, torn && (resting || tally->torn.since >= 0), now);
    tally->copies += (torn || foreign) && !resting;
}

static void change_keep(struct tally *tally, int to, int64_t at)
{
    if (tally->change_count == TALLY_CHANGES_MAX) {
        tally->changes_lost++;
        return;
    }
    bool moved = tally->move_start >= 0;
    tally->changes[tally->change_count++] = (struct tally_change){
        .from = tally->plate,
        .to = to,
        .start = moved ? tally->move_start : at,
        .end = at,
        .frames = moved ? tally->move_frames : 1,
        .freeze = moved ? tally->move_freeze : 0,
    };
}

/* One more distinct frame, which began at `at`. */
static enum tally_event frame_add(struct tally *tally, int64_t at, const struct look *look,
                                  int plates)
{
    bool moving = look->kind == LOOK_MIX || look->kind == LOOK_PUSH || look->kind == LOOK_WIPE;
    bool arrived = look->kind == LOOK_PURE && look->to != tally->plate;
    tally->frames++;
    if (tally->move_start >= 0 && (moving || arrived)) {
        tally->move_frames++;
        if (at - tally->frame_at - tally->blind > tally->move_freeze)
            tally->move_freeze = at - tally->frame_at - tally->blind;
    } else if (moving) {
        tally->move_start = at;
        tally->move_frames = 1;
        tally->move_freeze = 0;
    }
    tally->frame_at = at;
    tally->blind = 0;
    if (!arrived)
        return TALLY_NOTHING;
    change_keep(tally, look->to, at);
    int ahead = (look->to - tally->plate + plates) % plates;
    if (ahead > 1 && ahead <= plates / 2)
        tally->skipped += (unsigned)ahead - 1;
    else if (ahead > 1)
        tally->astray++;
    tally->plate = look->to;
    tally->move_start = -1;
    return TALLY_SHOWN;
}

enum tally_event tally_add(struct tally *tally, int64_t now, uint64_t hash, const struct look *look,
                           bool resting, int plates)
{
    enum tally_event event = TALLY_NOTHING;
    bool half = !resting && (look->kind == LOOK_TORN || look->kind == LOOK_FOREIGN);
    if (tally->armed)
        faults_update(tally, now, look, resting);
    if (now - tally->looked > BLIND_AFTER)
        tally->blind += now - tally->looked;
    tally->looked = now;
    if (hash != tally->hash) {
        tally->hash = hash;
        tally->hash_since = now;
    } else if (hash != tally->frame_hash && !half) { /* seen twice: a frame, no copy under way */
        tally->frame_hash = hash;
        if (tally->armed) {
            event = frame_add(tally, tally->hash_since, look, plates);
        } else if (look->kind == LOOK_PURE) {
            tally->armed = true;
            tally->first = tally->frame_at = tally->hash_since;
            tally->plate = look->to;
            event = TALLY_SHOWN;
        }
    }
    return event;
}

void tally_end(struct tally *tally, int64_t now)
{
    fault_update(&tally->blank, false, now);
    fault_update(&tally->foreign, false, now);
    fault_update(&tally->torn, false, now);
}
