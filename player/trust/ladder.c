#include "trust/ladder.h"

/* An instant `elapsed` later; stays in range whatever a document or a server has said. */
static int64_t later(int64_t instant, int64_t since, int64_t monotonic)
{
    int64_t elapsed = monotonic > since ? monotonic - since : 0, sum;
    return __builtin_add_overflow(instant, elapsed, &sum) ? INT64_MAX : sum;
}

void ladder_raise(struct ladder *ladder, int64_t instant, int64_t monotonic)
{
    if (instant <= later(ladder->floor, ladder->floor_at, monotonic))
        return;
    ladder->floor = instant;
    ladder->floor_at = monotonic;
}

void ladder_hear(struct ladder *ladder, int64_t date, int64_t monotonic)
{
    ladder->has_server = true;
    ladder->server = date;
    ladder->server_at = monotonic;
}

struct ladder_time ladder_now(const struct ladder *ladder, enum clock_rung system, int64_t wall,
                              int64_t monotonic)
{
    int64_t floor = later(ladder->floor, ladder->floor_at, monotonic);
    int64_t lowest = ladder->floor - LADDER_SLACK;
    if (system == CLOCK_TRUSTED && wall >= lowest && wall - LADDER_AHEAD <= floor)
        return (struct ladder_time){CLOCK_TRUSTED, wall};
    int64_t server = later(ladder->server, ladder->server_at, monotonic);
    if (ladder->has_server && server >= lowest)
        return (struct ladder_time){CLOCK_SERVER, server};
    return (struct ladder_time){CLOCK_FLOOR, floor};
}
