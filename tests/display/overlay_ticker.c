/* The ticker: which lines are drawn when, and when its frames are due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "strips.h"

static bool is_shown(size_t piece)
{
    return lab.player.stage.ticker.slides[piece] != NULL;
}

/* The worker has drawn `texts` lines of the ticker. */
static void draw_lines(unsigned texts)
{
    struct pixels pixels;
    struct job_answer said = {.texts = texts};
    assert_true(is_asking());
    assert_true(lab.player.supply.is_at_most);
    lab.player.supply.busy = false;
    assert_int_equal(pixels_create(WIDTH, FOOT, &pixels), 0);
    overlay_take(&lab.player, SUPPLY_PICTURE, &pixels, &said);
    step(0);
}

static void all_lines_in_one_picture_follow_themselves(void **state)
{
    play("", 2);
    step(0);
    assert_int_equal(lab.relays, 1);
    assert_false(is_asking()); /* with the slide that leaves it room */
    step(0);
    assert_int_equal(lab.player.supply.height, FOOT);
    assert_non_null(strstr(lab.job, "Line 0"));
    assert_non_null(strstr(lab.job, "Line 1"));
    draw_lines(2);
    assert_int_equal(lab.player.stage.ticker.place.y, HEIGHT - FOOT);
    assert_ptr_equal(lab.player.stage.ticker.slides[0], lab.player.stage.ticker.slides[1]);
    assert_false(is_asking());
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.player.overlay.ticker.tick_at);
}

static void lines_follow_one_another_and_begin_anew(void **state)
{
    play("", 3);
    step(0);
    step(0);
    draw_lines(2);
    assert_true(is_shown(0));
    assert_false(is_shown(1));
    assert_null(strstr(lab.job, "Line 1"));
    assert_non_null(strstr(lab.job, "Line 2"));
    draw_lines(1);
    assert_true(is_shown(1));
    assert_true(lab.player.stage.ticker.slides[0] != lab.player.stage.ticker.slides[1]);
    assert_int_equal(lab.player.overlay.ticker.at, 0);
    assert_false(is_asking());
    change("", 2);
    step(0);
    assert_false(is_shown(0));
    draw_lines(0); /* never the same one for ever */
    assert_int_equal(lab.player.overlay.ticker.at, 1);
}

static void lines_that_are_over_go_and_the_others_begin_anew(void **state)
{
    play("", 4);
    step(0);
    step(0);
    draw_lines(2);
    assert_null(strstr(lab.job, "Line 1"));
    overlay_renew(&lab.player);
    step(0);
    assert_true(is_shown(0)); /* they are the same */
    lab.wall = SENT + 1800 * SECOND;
    overlay_look(&lab.player);
    draw_lines(2); /* of those that are over */
    assert_false(is_shown(0));
    assert_null(strstr(lab.job, "Line 0"));
    assert_non_null(strstr(lab.job, "Line 1"));
    assert_true(is_asking());
}

static void the_ticker_waits_for_slides_and_for_warnings(void **state)
{
    play("a", 1);
    step(0);
    draw("a");
    lab.player.next_state = NEXT_NONE;
    step(0);
    assert_false(is_asking());
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + 1800 * SECOND);
    lab.player.choose_at = lab.now + 1;
    step(0);
    draw_lines(1);
    assert_true(is_shown(0));
}

static void a_ticker_that_cannot_be_drawn_is_tried_again_after_half_a_minute(void **state)
{
    play("", 1);
    step(0);
    step(0);
    answer(SUPPLY_REFUSED);
    step(0);
    assert_false(is_asking());
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + LOST_PAUSE);
    step(LOST_PAUSE - 1);
    assert_false(is_asking());
    step(1);
    lab.player.job_screen.height--; /* it fits no more */
    lab.player.stage.view.height = 1;
    draw_lines(1);
    assert_false(is_shown(0));
    assert_false(is_asking());
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + LOST_PAUSE);
    change("", 2);
    step(0);
    assert_true(is_asking()); /* other words */
}

/* Somebody else has ended the worker; what it is at now is a slide's. */
static void what_was_cancelled_costs_nobody_else_his_worker(void **state)
{
    play("", 1);
    step(0);
    step(0);
    assert_true(is_asking());
    lab.player.supply.busy = false;
    lab.player.next_state = NEXT_NONE;
    step(0);
    assert_false(is_asking());
    lab.player.supply.busy = true;
    step(4 * SECOND);
    assert_int_equal(lab.cancels, 0);
}

static void the_ticker_goes_on_by_its_own_plan(void **state)
{
    struct player *player = &lab.player;
    play("", 1);
    step(0);
    step(0);
    overlay_tick(player, lab.now);
    assert_int_equal(lab.ticks, 0);
    draw_lines(1);
    int64_t period = move_period(player);
    overlay_tick(player, lab.now);
    assert_int_equal(lab.ticks, 1);
    assert_int_equal(player->stats.ticker_late, 0); /* it is the first */
    assert_int_equal(overlay_next(player, lab.now), lab.now + period);
    overlay_tick(player, lab.now + period - 1);
    assert_int_equal(lab.ticks, 1);
    overlay_tick(player, lab.now + period);
    assert_int_equal(lab.ticks, 2);
    overlay_tick(player, lab.now + 3 * period - 1);
    assert_int_equal(lab.ticks, 3);
    assert_int_equal(player->stats.ticker_late, 0);
    assert_int_equal(overlay_next(player, lab.now), lab.now + 3 * period);
    for (unsigned late = 1; late < 3; late++) {
        overlay_tick(player, lab.now + (3 + late) * period * late);
        assert_int_equal(player->stats.ticker_late, late);
        assert_int_equal(overlay_next(player, lab.now), lab.now + ((3 + late) * late + 1) * period);
    }
    player->stage.paced = true; /* presenting waits: each call is a frame */
    player->screen.refresh = 60;
    assert_int_equal(overlay_next(player, lab.now), lab.now);
    overlay_tick(player, lab.now);
    assert_int_equal(lab.ticks, 6);
}

static void the_ticker_stands_while_nothing_is_to_be_seen_of_it(void **state)
{
    struct player *player = &lab.player;
    play("", 1);
    step(0);
    step(0);
    draw_lines(1);
    player->state = PLAYER_MOVE;
    overlay_tick(player, lab.now);
    player->state = PLAYER_HOLD;
    player->power.view.is_dark = true;
    overlay_tick(player, lab.now);
    player->power.view.is_dark = false;
    player->current->foot = 0;
    overlay_tick(player, lab.now);
    assert_int_equal(lab.ticks, 0);
    const struct stage_frame frame = {.to = player->current};
    int64_t at = player->stage.ticker.at;
    overlay_move(player, &frame);
    assert_int_equal(player->stage.ticker.at, at);
    player->current->foot = FOOT;
    overlay_move(player, &frame);
    uint32_t wanted = belt_step(FOOT, 1e6 / (double)move_period(player));
    assert_int_equal(player->stage.ticker.at, at + wanted);
    assert_int_equal(player->overlay.ticker.tick_at, lab.now + move_period(player));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, strips_set_up, strips_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_lines_in_one_picture_follow_themselves),
        TEST(lines_follow_one_another_and_begin_anew),
        TEST(lines_that_are_over_go_and_the_others_begin_anew),
        TEST(the_ticker_waits_for_slides_and_for_warnings),
        TEST(a_ticker_that_cannot_be_drawn_is_tried_again_after_half_a_minute),
        TEST(what_was_cancelled_costs_nobody_else_his_worker),
        TEST(the_ticker_goes_on_by_its_own_plan),
        TEST(the_ticker_stands_while_nothing_is_to_be_seen_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
