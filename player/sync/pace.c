#include "sync/pace.h"

enum { HASTY_MAX = 3, STEPS_MAX = 30 };

/* splitmix64 (Steele, Lea, Flood 2014): small, and good enough to part players in time. */
static uint64_t next_random(struct pace *pace)
{
    uint64_t mixed = pace->random += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

/* Evenly from [0, range]. */
static int64_t random_up_to(struct pace *pace, int64_t range)
{
    return range > 0 ? (int64_t)(next_random(pace) % ((uint64_t)range + 1)) : 0;
}

static int64_t at_least(int64_t time, int64_t least)
{
    return time > least ? time : least;
}

int64_t pace_start(struct pace *pace, bool has_content)
{
    int64_t range = pace->interval < PACE_START_MAX ? pace->interval : PACE_START_MAX;
    return has_content ? random_up_to(pace, range) : 0;
}

int64_t pace_success(struct pace *pace, int64_t took, bool changed, bool waited)
{
    pace->failures = 0;
    bool held = took >= PACE_HELD;
    if (changed || held || took >= PACE_SOON)
        pace->hasty = 0;
    else if (waited)
        pace->hasty++;
    if (held || (waited && pace->hasty < HASTY_MAX))
        return 0;
    if (changed)
        return PACE_SOON;
    return at_least(pace->interval * 4 / 5 + random_up_to(pace, pace->interval * 2 / 5), PACE_SOON);
}

int64_t pace_failure(struct pace *pace, int retry_after)
{
    int64_t range = pace->interval;
    for (unsigned i = 0; i < pace->failures && i < STEPS_MAX && range < PACE_BACKOFF_MAX; i++)
        range *= 2;
    if (range > PACE_BACKOFF_MAX)
        range = PACE_BACKOFF_MAX;
    pace->failures++;
    int64_t delay = at_least(random_up_to(pace, range), PACE_SOON);
    int64_t asked = retry_after * CLOCK_SECOND;
    if (asked > 0)
        delay = at_least(delay, asked + random_up_to(pace, asked / 10));
    return delay;
}
