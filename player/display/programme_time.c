/* The time that what is shown is chosen by (docs/playlist.md, "Wrong clocks"). */
#include "base/log.h"
#include "display/programme.h"

/* As for `bangtin-sync`: a server's Date has whole seconds, and what raised the floor was written
 * by a clock that may have been fast. */
#define FLOOR_SLACK (INT64_C(900) * CLOCK_SECOND)

/* The floor goes on with the machine's uptime. */
static int64_t least_time(const struct programme *programme)
{
    return programme->least.time + clock_boot() - programme->least.at;
}

int64_t programme_time(const struct programme *programme)
{
    int64_t wall = clock_wall(), least = least_time(programme);
    if (programme->clock == CLOCK_SERVER)
        return clock_boot() + programme->heard;
    return programme->clock != CLOCK_FLOOR || wall > least ? wall : least;
}

void programme_look_at_clock(struct programme *programme)
{
    if (programme->clock == CLOCK_TRUSTED || clock_boot() < programme->clock_look_at)
        return;
    programme->clock_look_at = clock_boot() + CLOCK_SECOND;
    enum clock_rung rung = clock_rung(programme->floor);
    bool is_heard = programme->heard > 0 &&
                    clock_boot() + programme->heard >= programme->least.time - FLOOR_SLACK;
    if (rung == CLOCK_FLOOR && is_heard)
        rung = CLOCK_SERVER;
    if (rung <= programme->clock)
        return;
    programme->clock = rung;
    log_info("the time is known now%s", rung == CLOCK_SERVER ? ", from a server" : "");
}

void programme_set_floor(struct programme *programme, int64_t floor)
{
    programme->floor = floor;
    if (floor > least_time(programme)) {
        programme->least.time = floor;
        programme->least.at = clock_boot();
    }
}
