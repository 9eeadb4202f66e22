/* The time that what is shown is chosen by (docs/playlist.md, "Wrong clocks"). */
#include "base/log.h"
#include "display/programme.h"

/* The floor goes on with the machine's uptime. */
static int64_t least_time(const struct programme *programme)
{
    return programme->least.time + clock_boot() - programme->least.at;
}

int64_t programme_time(const struct programme *programme)
{
    int64_t wall = clock_wall(), least = least_time(programme);
    return programme->clock != CLOCK_FLOOR || wall > least ? wall : least;
}

void programme_look_at_clock(struct programme *programme)
{
    if (programme->clock != CLOCK_FLOOR)
        return;
    programme->clock = clock_rung(programme->floor);
    if (programme->clock != CLOCK_FLOOR)
        log_info("the time is known now");
}

void programme_set_floor(struct programme *programme, int64_t floor)
{
    programme->floor = floor;
    if (floor > least_time(programme)) {
        programme->least.time = floor;
        programme->least.at = clock_boot();
    }
}
