/* What time it is, and how well that is known. */
#include "trust/ladder.h"

#include "support.h"

#define HOUR (INT64_C(3600) * CLOCK_SECOND)
#define DAY (24 * HOUR)
#define BOOT (INT64_C(5) * CLOCK_SECOND) /* monotonic, when the floor was raised */

/* The floor is raised at BOOT; `uptime` later the time is asked for. No `server`: 0. */
static const struct {
    const char *name, *floor, *server, *wall, *expected;
    int64_t uptime;
    enum clock_rung system, rung;
} cases[] = {
    {"a synchronised clock is the time", "2026-11-22T00:00:00Z", NULL, "2026-11-23T00:00:00Z",
     "2026-11-23T00:00:00Z", 0, CLOCK_TRUSTED, CLOCK_TRUSTED},
    {"it wins over a server", "2026-11-22T00:00:00Z", "2026-11-25T00:00:00Z",
     "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z", 0, CLOCK_TRUSTED, CLOCK_TRUSTED},
    {"a clock of 1970 is none", "2026-11-22T00:00:00Z", NULL, "1970-01-01T00:00:30Z",
     "2026-11-22T00:00:00Z", 0, CLOCK_TRUSTED, CLOCK_FLOOR},
    {"a clock that nobody vouches for is none", "2026-11-22T00:00:00Z", NULL,
     "2026-11-23T00:00:00Z", "2026-11-22T00:00:00Z", 0, CLOCK_FLOOR, CLOCK_FLOOR},
    {"a clock a day below the floor is none", "2026-11-22T00:00:00Z", NULL, "2026-11-21T00:00:00Z",
     "2026-11-22T00:00:00Z", 0, CLOCK_TRUSTED, CLOCK_FLOOR},
    {"a publisher's clock that is two minutes fast does no harm", "2026-11-22T00:02:00Z", NULL,
     "2026-11-22T00:00:00Z", "2026-11-22T00:00:00Z", 0, CLOCK_TRUSTED, CLOCK_TRUSTED},
    {"twenty minutes are too many", "2026-11-22T00:20:00Z", NULL, "2026-11-22T00:00:00Z",
     "2026-11-22T00:20:00Z", 0, CLOCK_TRUSTED, CLOCK_FLOOR},
    {"the floor advances with uptime", "2026-11-22T00:00:00Z", NULL, "1970-01-01T00:00:00Z",
     "2026-11-22T05:00:00Z", 5 * HOUR, CLOCK_FLOOR, CLOCK_FLOOR},
    {"a clock that is set back above the floor is believed", "2026-11-22T00:00:00Z", NULL,
     "2026-11-22T04:00:00Z", "2026-11-22T04:00:00Z", 5 * HOUR, CLOCK_TRUSTED, CLOCK_TRUSTED},
    {"400 days ahead are believed", "2026-11-22T00:00:00Z", NULL, "2027-12-27T00:00:00Z",
     "2027-12-27T00:00:00Z", 0, CLOCK_TRUSTED, CLOCK_TRUSTED},
    {"more are not", "2026-11-22T00:00:00Z", NULL, "2027-12-27T00:00:01Z", "2026-11-22T00:00:00Z",
     0, CLOCK_TRUSTED, CLOCK_FLOOR},
    {"but after as much uptime", "2026-11-22T00:00:00Z", NULL, "2027-12-27T00:00:01Z",
     "2027-12-27T00:00:01Z", HOUR, CLOCK_TRUSTED, CLOCK_TRUSTED},
    {"without a clock the server counts, and goes on", "2026-11-22T00:00:00Z",
     "2026-11-25T00:00:00Z", "1970-01-01T00:00:00Z", "2026-11-25T02:00:00Z", 2 * HOUR, CLOCK_FLOOR,
     CLOCK_SERVER},
    {"a clock that lies too far ahead gives way to the server", "2026-11-22T00:00:00Z",
     "2026-11-25T00:00:00Z", "2038-01-01T00:00:00Z", "2026-11-25T00:00:00Z", 0, CLOCK_TRUSTED,
     CLOCK_SERVER},
    {"a server below the floor is not heard", "2026-11-22T00:00:00Z", "2026-11-20T00:00:00Z",
     "1970-01-01T00:00:00Z", "2026-11-22T00:00:00Z", 0, CLOCK_FLOOR, CLOCK_FLOOR},
    {"a Date of whole seconds is not below the floor", "2026-11-22T00:00:00.9Z",
     "2026-11-22T00:00:00Z", "1970-01-01T00:00:00Z", "2026-11-22T00:00:00Z", 0, CLOCK_FLOOR,
     CLOCK_SERVER},
};

static void times(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ladder ladder = {0};
        ladder_raise(&ladder, support_instant(cases[i].floor), BOOT);
        if (cases[i].server)
            ladder_hear(&ladder, support_instant(cases[i].server), BOOT);
        struct ladder_time time = ladder_now(
            &ladder, cases[i].system, support_instant(cases[i].wall), BOOT + cases[i].uptime);
        if (time.rung != cases[i].rung || time.now != support_instant(cases[i].expected))
            fail_msg("%s: rung %d, %lld", cases[i].name, time.rung, (long long)time.now);
    }
}

static void a_date_never_raises_the_floor(void **state)
{
    struct ladder ladder = {0};
    int64_t floor = support_instant("2026-11-22T00:00:00Z");
    (void)state;
    ladder_raise(&ladder, floor, BOOT);
    ladder_hear(&ladder, support_instant("2099-01-01T00:00:00Z"), BOOT);
    assert_int_equal(ladder_now(&ladder, CLOCK_FLOOR, 0, BOOT).rung, CLOCK_SERVER);
    ladder_hear(&ladder, 0, BOOT); /* a later answer takes it back */
    struct ladder_time time = ladder_now(&ladder, CLOCK_FLOOR, 0, BOOT + HOUR);
    assert_int_equal(time.rung, CLOCK_FLOOR);
    assert_int_equal(time.now, floor + HOUR);
}

static void the_floor_never_sinks(void **state)
{
    struct ladder ladder = {0};
    int64_t floor = support_instant("2026-11-22T00:00:00Z");
    (void)state;
    ladder_raise(&ladder, floor, BOOT);
    ladder_raise(&ladder, floor - DAY, BOOT);
    ladder_raise(&ladder, INT64_MIN, BOOT);
    assert_int_equal(ladder_now(&ladder, CLOCK_FLOOR, 0, BOOT).now, floor);
    /* After two hours one that is an hour above the first is below what the floor has become. */
    ladder_raise(&ladder, floor + HOUR, BOOT + 2 * HOUR);
    assert_int_equal(ladder_now(&ladder, CLOCK_FLOOR, 0, BOOT + 2 * HOUR).now, floor + 2 * HOUR);
    ladder_raise(&ladder, floor + 3 * HOUR, BOOT + 2 * HOUR);
    assert_int_equal(ladder_now(&ladder, CLOCK_FLOOR, 0, BOOT + 3 * HOUR).now, floor + 4 * HOUR);
}

static void a_counter_that_goes_back_is_not_followed(void **state)
{
    struct ladder ladder = {0};
    int64_t floor = support_instant("2026-11-22T00:00:00Z");
    (void)state;
    ladder_raise(&ladder, floor, BOOT);
    assert_int_equal(ladder_now(&ladder, CLOCK_FLOOR, 0, 0).now, floor);
}

static void extremes_stay_in_range(void **state)
{
    struct ladder ladder = {0};
    (void)state;
    ladder_hear(&ladder, INT64_MAX, 0);
    ladder_raise(&ladder, INT64_MAX, 0);
    assert_int_equal(ladder_now(&ladder, CLOCK_FLOOR, 0, INT64_MAX).now, INT64_MAX);
    ladder_raise(&ladder, INT64_MAX, INT64_MAX);
    assert_int_equal(ladder_now(&ladder, CLOCK_TRUSTED, 0, 0).now, INT64_MAX);
    ladder = (struct ladder){0};
    ladder_hear(&ladder, INT64_MIN, 0);
    assert_int_equal(ladder_now(&ladder, CLOCK_TRUSTED, INT64_MIN, 0).rung, CLOCK_FLOOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times),
        cmocka_unit_test(a_date_never_raises_the_floor),
        cmocka_unit_test(the_floor_never_sinks),
        cmocka_unit_test(a_counter_that_goes_back_is_not_followed),
        cmocka_unit_test(extremes_stay_in_range),
    };
    return cmocka_run_group_tests_name("ladder", tests, NULL, NULL);
}
