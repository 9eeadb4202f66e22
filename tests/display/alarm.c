/* When a warning of the whole screen interrupts what stands, and when it need not. The clock and
 * what is in force are the test's (linked by --wrap). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "display/player.h"

#define SECOND CLOCK_SECOND
#define WALL INT64_C(1790000000000000)
#define NOW (100 * SECOND) /* on the monotonic clock */
#define BEGINS (WALL + 60 * SECOND)
#define ENDS (WALL + 120 * SECOND)
enum { MARK = 7 };

static int64_t wall;
static unsigned interrupts;

int64_t __wrap_programme_time(const struct programme *programme);
uint64_t __wrap_programme_alerts_mark(const struct programme *programme, int64_t now);
int64_t __wrap_programme_alerts_change(const struct programme *programme, int64_t now);
void __wrap_next_interrupt(struct player *player, int64_t now);

int64_t __wrap_programme_time(const struct programme *programme)
{
    return wall;
}

uint64_t __wrap_programme_alerts_mark(const struct programme *programme, int64_t now)
{
    return now >= BEGINS && now < ENDS ? MARK : 0;
}

int64_t __wrap_programme_alerts_change(const struct programme *programme, int64_t now)
{
    if (now >= ENDS)
        return TIME_ALWAYS_AFTER;
    return now < BEGINS ? BEGINS : ENDS;
}

void __wrap_next_interrupt(struct player *player, int64_t now)
{
    assert_int_equal(now, NOW);
    interrupts++;
}

static struct player player;

static int set_up(void **state)
{
    memset(&player, 0, sizeof player);
    player.current_end = NOW + 5 * SECOND;
    player.alarm.is_due = true;
    interrupts = 0;
    wall = WALL;
    alarm_step(&player, NOW);
    return interrupts;
}

static void at(int64_t instant)
{
    wall = instant;
    alarm_step(&player, NOW);
}

static void it_interrupts_when_it_begins_and_when_it_ends(void **state)
{
    assert_int_equal(alarm_next(&player, NOW), NOW + 60 * SECOND);
    at(BEGINS - 1);
    assert_int_equal(interrupts, 0);
    at(BEGINS);
    assert_int_equal(interrupts, 1);
    player.shown.is_alert = true;
    assert_int_equal(alarm_next(&player, NOW), NOW + 60 * SECOND);
    at(ENDS - 1);
    assert_int_equal(interrupts, 1);
    assert_int_equal(alarm_next(&player, NOW), NOW + 1);
    at(ENDS);
    assert_int_equal(interrupts, 2);
    assert_int_equal(alarm_next(&player, NOW), INT64_MAX);
    at(ENDS + 1);
    assert_int_equal(interrupts, 2);
}

static void one_that_has_left_the_screen_interrupts_nothing_when_it_ends(void **state)
{
    static const struct alert alert = {.identifier = "flood"};
    at(BEGINS);
    at(ENDS);
    assert_int_equal(interrupts, 1);
    at(BEGINS); /* the clock was put back */
    assert_int_equal(interrupts, 2);
    player.pick.alert = &alert; /* it would come yet */
    at(ENDS);
    assert_int_equal(interrupts, 3);
}

static void it_is_looked_at_again_when_the_clock_is_put_back_by_more_than_a_second(void **state)
{
    at(ENDS);
    at(ENDS - SECOND);
    assert_int_equal(interrupts, 0);
    at(ENDS - SECOND - 1);
    assert_int_equal(interrupts, 1);
}

static void other_documents_may_bring_one_at_once(void **state)
{
    player.alarm.change_at = TIME_ALWAYS_AFTER;
    at(BEGINS);
    assert_int_equal(interrupts, 0);
    player.alarm.is_due = true;
    at(BEGINS);
    assert_int_equal(interrupts, 1);
    assert_false(player.alarm.is_due);
    assert_int_equal(player.alarm.change_at, ENDS);
    player.alarm.is_due = true;
    at(BEGINS);
    assert_int_equal(interrupts, 1); /* it is the same one */
}

static void what_was_chosen_for_this_instant_comes_without_a_break(void **state)
{
    static const struct item item = {.id = "i"};
    static const struct {
        enum next_state state;
        bool is_picked, is_relay;
        int64_t start;
        unsigned interrupts;
    } cases[] = {
        {NEXT_READY, true, false, BEGINS, 0},
        {NEXT_ASKED, true, false, BEGINS + SECOND / 20, 0},
        {NEXT_READY, true, false, BEGINS + SECOND / 20 + 1, 1},
        {NEXT_READY, true, false, BEGINS - 1, 1}, /* before it was in force */
        {NEXT_NONE, true, false, BEGINS, 1},
        {NEXT_READY, false, false, BEGINS, 1},
        {NEXT_READY, true, true, BEGINS, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_up(NULL);
        player.next_state = cases[i].state;
        player.pick.item = cases[i].is_picked ? &item : NULL;
        player.next_is_relay = cases[i].is_relay;
        player.pick_start = cases[i].start;
        at(BEGINS);
        assert_int_equal(interrupts, cases[i].interrupts);
        assert_int_equal(player.current_end, interrupts ? NOW + 5 * SECOND : NOW);
    }
}

static void what_has_had_its_time_keeps_its_end(void **state)
{
    static const struct item item = {.id = "i"};
    player.next_state = NEXT_READY;
    player.pick.item = &item;
    player.pick_start = BEGINS;
    player.current_end = NOW - 1;
    at(BEGINS);
    assert_int_equal(player.current_end, NOW - 1);
}

static void a_transition_is_cut_short_where_there_may_be_one(void **state)
{
    static const struct {
        int64_t left, look_at, at;
        bool is_told, wanted;
    } cases[] = {
        {SECOND * 2 / 5 + 1, NOW, WALL, true, true},
        {SECOND * 2 / 5, NOW, WALL, true, false}, /* it ends soon enough by itself */
        {SECOND, NOW + 1, WALL, true, false},
        {SECOND, NOW, WALL, false, false},
        {SECOND, NOW, BEGINS - 1, false, false},
        {SECOND, NOW, BEGINS, false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        player.move_end = NOW + cases[i].left;
        player.programme.look_at = cases[i].look_at;
        player.programme.is_told = cases[i].is_told;
        wall = cases[i].at;
        assert_int_equal(alarm_is_pressing(&player, NOW), cases[i].wanted);
    }
}

static void what_is_overdue_wakes_at_once_and_what_is_far_never(void **state)
{
    wall = BEGINS + SECOND;
    assert_int_equal(alarm_next(&player, NOW), NOW);
    wall = 0;
    player.alarm.change_at = INT64_MAX / 2 + 1;
    assert_int_equal(alarm_next(&player, NOW), INT64_MAX);
}

static void the_test_card_is_not_interrupted(void **state)
{
    player.options.is_testcard = true;
    at(BEGINS);
    assert_int_equal(interrupts, 0);
    assert_int_equal(alarm_next(&player, NOW), INT64_MAX);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_interrupts_when_it_begins_and_when_it_ends),
        TEST(one_that_has_left_the_screen_interrupts_nothing_when_it_ends),
        TEST(it_is_looked_at_again_when_the_clock_is_put_back_by_more_than_a_second),
        TEST(other_documents_may_bring_one_at_once),
        TEST(what_was_chosen_for_this_instant_comes_without_a_break),
        TEST(what_has_had_its_time_keeps_its_end),
        TEST(a_transition_is_cut_short_where_there_may_be_one),
        TEST(what_is_overdue_wakes_at_once_and_what_is_far_never),
        TEST(the_test_card_is_not_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
