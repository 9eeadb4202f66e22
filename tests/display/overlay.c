/* Warnings in a strip: whose turn it is, and what becomes of one that cannot be drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "strips.h"

static void several_take_turns_of_eight_seconds(void **state)
{
    play("abc", 0);
    step(0);
    draw("a");
    assert_false(is_asking());
    assert_int_equal(overlay_next(&lab.player, lab.now), START + OVERLAY_BANNER_TIME);
    step(OVERLAY_BANNER_TIME - 1);
    assert_false(is_asking());
    step(1);
    draw("b");
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + OVERLAY_BANNER_TIME);
    step(OVERLAY_BANNER_TIME);
    draw("c");
    step(OVERLAY_BANNER_TIME);
    draw("a");
    assert_int_equal(lab.redraws, 3); /* the first one came with its slide */
}

static void one_alone_is_drawn_once(void **state)
{
    play("a", 0);
    step(0);
    draw("a");
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + 3600 * SECOND);
    step(OVERLAY_BANNER_TIME);
    assert_false(is_asking());
    assert_int_equal(lab.requests, 1);
}

/* A worker may be lost over anything once. */
static void over_one_a_worker_may_be_lost_once(void **state)
{
    play("ab", 0);
    step(0);
    answer(SUPPLY_LOST);
    step(0);
    expect_asked("a");
    assert_int_equal(lab.player.programme.leftout.count, 0);
    answer(SUPPLY_PICTURE);
    step(0);
    step(OVERLAY_BANNER_TIME);
    draw("b");
    step(OVERLAY_BANNER_TIME);
    expect_asked("a");
    answer(SUPPLY_LOST); /* it is counted from the last one that was drawn on */
    step(0);
    draw("a");
}

static void lose_twice(const char *name)
{
    expect_asked(name);
    answer(SUPPLY_LOST);
    step(0);
    expect_asked(name);
    answer(SUPPLY_LOST);
    step(0);
}

static void the_one_behind_a_bad_one_comes_at_once(void **state)
{
    play("abc", 0);
    step(0);
    lose_twice("a");
    draw("b");
    assert_string_equal(lab.player.programme.leftout.entries[0].item, "a");
    assert_string_equal(lab.player.programme.leftout.entries[0].reason, "so it is");
    step(OVERLAY_BANNER_TIME);
    draw("c");
    step(OVERLAY_BANNER_TIME);
    draw("b"); /* and not the bad one */
    step(LOST_PAUSE - 2 * OVERLAY_BANNER_TIME - 1);
    draw("c");
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + OVERLAY_BANNER_TIME);
    step(OVERLAY_BANNER_TIME);
    expect_asked("a");
    assert_int_equal(lab.player.programme.leftout.count, 1);
    answer(SUPPLY_PICTURE);
    step(0);
    assert_int_equal(lab.player.programme.leftout.count, 0);
}

static void where_all_are_bad_it_is_tried_again_after_half_a_minute(void **state)
{
    play("ab", 0);
    step(0);
    answer(SUPPLY_REFUSED);
    step(SECOND);
    expect_asked("b");
    answer(SUPPLY_REFUSED);
    step(0);
    assert_false(is_asking());
    assert_int_equal(lab.player.programme.leftout.count, 2);
    assert_int_equal(overlay_next(&lab.player, lab.now), START + LOST_PAUSE);
    step(LOST_PAUSE - SECOND - 1);
    assert_false(is_asking());
    step(1);
    draw("a");
    assert_int_equal(lab.player.programme.leftout.count, 1);
}

static void one_whose_turn_fails_leaves_the_other_up(void **state)
{
    play("ab", 0);
    step(0);
    draw("a");
    step(OVERLAY_BANNER_TIME);
    lose_twice("b");
    assert_string_equal(lab.up, "a");
    assert_false(is_asking());
    assert_non_null(lab.player.stage.strips[STAGE_ALERT].slide);
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + LOST_PAUSE);
    step(LOST_PAUSE);
    draw("b");
}

static void each_may_cost_a_worker_once_also_behind_another(void **state)
{
    play("abc", 0);
    step(0);
    draw("a");
    step(OVERLAY_BANNER_TIME);
    lose_twice("b");
    draw("c");
    step(LOST_PAUSE - 1);
    expect_asked("a");
    answer(SUPPLY_LOST);
    step(1);
    expect_asked("a");
    answer(SUPPLY_REFUSED);
    step(0);
    lose_twice("b");
    assert_int_equal(lab.player.programme.leftout.count, 2);
}

static void what_has_nothing_to_say_is_passed_over(void **state)
{
    play("a!b", 0);
    step(0);
    draw("b");
    assert_int_equal(lab.requests, 1);
}

static void one_that_takes_three_seconds_is_given_up(void **state)
{
    play("ab", 0);
    step(0);
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + 3 * SECOND);
    step(3 * SECOND - 1);
    expect_asked("a");
    assert_int_equal(lab.cancels, 0);
    step(1);
    assert_int_equal(lab.cancels, 1);
    draw("b");
    assert_int_equal(lab.player.programme.leftout.count, 1);
}

static void one_that_waits_for_a_worker_is_not_passed_over_at_once(void **state)
{
    play("ab", 0);
    step(0);
    lab.player.supply.waiting = true;
    step(3 * SECOND);
    assert_int_equal(lab.cancels, 1);
    expect_asked("a");
    assert_int_equal(lab.player.programme.leftout.count, 0);
    step(3 * SECOND);
    expect_asked("b");
    assert_string_equal(lab.player.programme.leftout.entries[0].reason, "there is no worker");
}

/* The worker answers before it was looked what holds still. */
static void what_ends_while_it_is_drawn_is_not_mistaken_for_another(void **state)
{
    play("a-b", 0);
    step(0);
    expect_asked("a");
    lab.wall = SENT + 1800 * SECOND;
    answer(SUPPLY_REFUSED);
    assert_string_equal(lab.player.programme.leftout.entries[0].item, "a");
    assert_int_equal(lab.player.programme.leftout.count, 1);
    step(0);
    expect_asked("b");
    change("cb", 0);
    answer(SUPPLY_REFUSED);
    assert_int_equal(lab.player.programme.leftout.count, 0);
    step(0);
    draw("c");
}

static void one_that_can_be_drawn_among_others_is_left_out_no_longer(void **state)
{
    play("a-b", 0);
    step(0);
    draw("a");
    step(OVERLAY_BANNER_TIME);
    expect_asked("b");
    answer(SUPPLY_REFUSED);
    step(0);
    assert_int_equal(lab.player.programme.leftout.count, 1);
    lab.wall = SENT + 1800 * SECOND;
    step(0);
    draw("b");
    assert_int_equal(lab.player.programme.leftout.count, 0);
}

/* Somebody else has ended the worker. */
static void what_was_cancelled_is_asked_for_again(void **state)
{
    play("a", 0);
    step(0);
    lab.player.supply.busy = false;
    step(4 * SECOND);
    expect_asked("a");
    assert_int_equal(lab.cancels, 0);
    assert_int_equal(lab.player.programme.leftout.count, 0);
}

static void a_picture_that_does_not_fit_is_passed_over_and_not_drawn_without_end(void **state)
{
    play("ab", 0);
    step(0);
    lab.player.supply.width++;
    answer(SUPPLY_PICTURE);
    step(0);
    draw("b");
    step(OVERLAY_BANNER_TIME);
    assert_false(is_asking());
    step(LOST_PAUSE - OVERLAY_BANNER_TIME);
    expect_asked("a");
    lab.player.supply.width++;
    answer(SUPPLY_PICTURE);
    step(0);
    assert_null(lab.player.stage.strips[STAGE_ALERT].slide);
    expect_asked("b"); /* there is nothing any more: it comes at once */
}

static void a_new_one_goes_before_the_next_slide_and_a_second_try_does_not(void **state)
{
    play("ab", 0);
    lab.player.next_state = NEXT_NONE;
    lab.player.choose_at = 0;
    step(0);
    expect_asked("a");
    answer(SUPPLY_REFUSED);
    step(0);
    assert_false(is_asking());
    assert_int_equal(overlay_next(&lab.player, lab.now), 0); /* as soon as it may */
    lab.player.choose_at = lab.now + 1;
    step(0);
    draw("b");
    lab.player.choose_at = 0;
    step(LOST_PAUSE);
    assert_false(is_asking());
    lab.player.next_state = NEXT_ASKED;
    step(0);
    expect_asked("a");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, strips_set_up, strips_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(several_take_turns_of_eight_seconds),
        TEST(one_alone_is_drawn_once),
        TEST(over_one_a_worker_may_be_lost_once),
        TEST(the_one_behind_a_bad_one_comes_at_once),
        TEST(where_all_are_bad_it_is_tried_again_after_half_a_minute),
        TEST(one_whose_turn_fails_leaves_the_other_up),
        TEST(each_may_cost_a_worker_once_also_behind_another),
        TEST(what_has_nothing_to_say_is_passed_over),
        TEST(one_that_takes_three_seconds_is_given_up),
        TEST(one_that_waits_for_a_worker_is_not_passed_over_at_once),
        TEST(what_ends_while_it_is_drawn_is_not_mistaken_for_another),
        TEST(one_that_can_be_drawn_among_others_is_left_out_no_longer),
        TEST(what_was_cancelled_is_asked_for_again),
        TEST(a_picture_that_does_not_fit_is_passed_over_and_not_drawn_without_end),
        TEST(a_new_one_goes_before_the_next_slide_and_a_second_try_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
