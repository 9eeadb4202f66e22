/* When strips come and go: what waits for what, and what is looked at anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "strips.h"

static void nothing_is_asked_of_a_worker_at_work_or_before_a_slide_stands(void **state)
{
    struct slide *current = lab.player.current;
    play("a", 0);
    lab.player.current = NULL;
    step(0);
    assert_int_equal(lab.requests, 0);
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + 3600 * SECOND);
    lab.player.current = current;
    lab.player.has_stage = false;
    step(0);
    assert_int_equal(lab.requests, 0);
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + 3600 * SECOND);
    lab.player.has_stage = true;
    lab.player.options.is_testcard = true;
    step(0);
    assert_int_equal(lab.requests, 0);
    lab.player.options.is_testcard = false;
    lab.player.supply.busy = true;
    step(0);
    assert_int_equal(lab.requests, 0);
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + 3600 * SECOND);
    lab.player.supply.busy = false;
    step(0);
    expect_asked("a");
}

static void slides_make_room_when_the_warning_is_there_or_cannot_be(void **state)
{
    play("a", 0);
    step(0);
    assert_int_equal(lab.stops, 1);
    assert_int_equal(lab.player.overlay.top, TOP);
    assert_int_equal(lab.relays, 0);
    step(SECOND);
    assert_int_equal(lab.relays, 0);
    answer(SUPPLY_PICTURE);
    step(0);
    assert_int_equal(lab.redraws, 0); /* it has no room yet */
    assert_int_equal(lab.relays, 1);
    step(0);
    assert_int_equal(lab.relays, 1);
    assert_int_equal(lab.stops, 1);
}

static void before_the_first_slide_nothing_is_to_be_drawn_anew(void **state)
{
    struct slide *current = lab.player.current;
    play("a", 0);
    lab.player.current = NULL;
    lab.player.next_state = NEXT_NONE;
    step(0);
    assert_int_equal(lab.stops, 0);
    assert_int_equal(lab.player.overlay.top, TOP);
    lab.player.current = current;
    change("", 0);
    step(0);
    assert_int_equal(lab.stops, 1);
    assert_int_equal(lab.relays, 1);
    change("a", 0);
    lab.player.current = NULL;
    lab.player.next_state = NEXT_ASKED; /* without that room */
    step(0);
    assert_int_equal(lab.stops, 2);
    lab.player.current = current;
}

static void slides_do_not_wait_for_one_that_cannot_be_drawn(void **state)
{
    play("a", 0);
    step(0);
    answer(SUPPLY_REFUSED);
    step(0);
    assert_int_equal(lab.relays, 1);
}

static void what_is_over_goes_and_what_comes_in_its_stead_replaces_it(void **state)
{
    play("a", 0);
    step(0);
    draw("a");
    change("b", 0);
    step(0);
    assert_non_null(lab.player.stage.strips[STAGE_ALERT].slide);
    draw("b");
    unsigned redraws = lab.redraws;
    change("", 0);
    step(0);
    assert_null(lab.player.stage.strips[STAGE_ALERT].slide);
    assert_int_equal(lab.redraws, redraws + 1);
    assert_int_equal(lab.player.overlay.top, 0);
    assert_int_equal(lab.relays, 2);
}

static void what_is_over_goes_also_where_the_other_cannot_be_drawn(void **state)
{
    play("a", 0);
    step(0);
    draw("a");
    change("b", 0);
    step(0);
    answer(SUPPLY_REFUSED);
    step(0);
    assert_null(lab.player.stage.strips[STAGE_ALERT].slide);
}

static void a_picture_of_what_is_over_is_not_put_up(void **state)
{
    play("a", 0);
    step(0);
    change("b", 0);
    overlay_look(&lab.player);
    answer(SUPPLY_PICTURE);
    step(0);
    assert_string_equal(lab.up, "");
    draw("b");
    change("c", 0);
    step(0);
    answer(SUPPLY_PICTURE);
    change("d", 0);
    step(0); /* it had come, and was not up yet */
    assert_string_equal(lab.up, "b");
    expect_asked("d");
}

static void the_same_documents_anew_change_nothing(void **state)
{
    play("ab", 0);
    step(0);
    draw("a");
    change("ab", 0);
    step(0);
    assert_false(is_asking());
    assert_int_equal(lab.stops, 1);
}

static void it_is_looked_again_when_something_ends_and_when_the_clock_is_put_back(void **state)
{
    play("a-b", 0);
    step(0);
    draw("a");
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + OVERLAY_BANNER_TIME);
    lab.wall = SENT + 1800 * SECOND - 1;
    step(0);
    assert_false(is_asking());
    assert_int_equal(overlay_next(&lab.player, lab.now), lab.now + 1);
    lab.wall++;
    step(0);
    draw("b");
    lab.wall -= SECOND;
    step(0);
    assert_false(is_asking());
    lab.wall--;
    step(0);
    draw("a");
}

static void a_clock_that_is_known_now_is_another(void **state)
{
    play("a", 0);
    lab.player.programme.clock = CLOCK_FLOOR;
    step(0);
    draw("a");
    lab.wall += 1;
    lab.player.programme.clock = CLOCK_TRUSTED;
    step(0);
    assert_int_equal(lab.player.overlay.looked_at, lab.wall);
    lab.wall += 1;
    step(0);
    assert_int_equal(lab.player.overlay.looked_at, lab.wall - 1);
}

static void another_part_of_the_screen_means_other_strips(void **state)
{
    struct slide_area *view = &lab.player.view;
    uint32_t *const parts[] = {&view->x, &view->y, &view->width, &view->height};
    play("a", 0);
    step(0);
    draw("a");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        ++*parts[i];
        step(0);
        expect_asked("a");
        answer(SUPPLY_PICTURE);
        --*parts[i];
        step(0);
        draw("a");
    }
    lab.player.job_screen.rotate = 180;
    step(0);
    draw("a");
    assert_int_equal(lab.player.stage.strips[STAGE_ALERT].y, HEIGHT - TOP);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, strips_set_up, strips_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_asked_of_a_worker_at_work_or_before_a_slide_stands),
        TEST(slides_make_room_when_the_warning_is_there_or_cannot_be),
        TEST(before_the_first_slide_nothing_is_to_be_drawn_anew),
        TEST(slides_do_not_wait_for_one_that_cannot_be_drawn),
        TEST(what_is_over_goes_and_what_comes_in_its_stead_replaces_it),
        TEST(what_is_over_goes_also_where_the_other_cannot_be_drawn),
        TEST(a_picture_of_what_is_over_is_not_put_up),
        TEST(the_same_documents_anew_change_nothing),
        TEST(it_is_looked_again_when_something_ends_and_when_the_clock_is_put_back),
        TEST(a_clock_that_is_known_now_is_another),
        TEST(another_part_of_the_screen_means_other_strips),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
