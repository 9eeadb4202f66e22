/* What the watcher's judge says of single samples that are made by formula: a fault that it invents
 * would be looked for in the player. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "judge.h"
#include "plate.h"

enum { COUNT = 10, FROM = 5, TO = 6 };

/* The plate `FROM` that `TO` pushes out upwards, `way` of the height, with as much blue more and
 * less as a decoder's rounding brings: rows then seem to come a little from the right, or from the
 * left. */
static struct sample push_up(double way)
{
    struct sample sample;
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        for (int column = 0; column < SAMPLE_COLUMNS; column++) {
            double u = (column + 0.5) / SAMPLE_COLUMNS, v = (row + 0.5) / SAMPLE_ROWS + way;
            sample.pixels[row][column] =
                v < 1 ? plate_colour(FROM, u, v) + 1 : plate_colour(TO, u, v - 1) - 1;
        }
    }
    return sample;
}

static struct look judge(const struct sample *sample)
{
    static struct judge judge;
    judge_init(&judge, COUNT);
    judge.current = FROM;
    return judge_sample(&judge, sample);
}

static void a_whole_push_is_not_torn_wherever_it_is(void **state)
{
    for (int step = 60; step < 940; step++) {
        struct sample sample = push_up(step / 1000.0);
        struct look look = judge(&sample);
        if (look.kind != LOOK_PUSH || look.from != FROM || look.to != TO)
            fail_msg("%d of 1000: kind %d, %d to %d", step, (int)look.kind, look.from, look.to);
        assert_float_equal(look.amount, step / 1000.0, 0.01);
    }
}

static void parts_of_two_frames_of_a_push_are_torn(void **state)
{
    for (int step = 100; step < 900; step += 20) {
        struct sample sample = push_up(step / 1000.0), next = push_up(step / 1000.0 + 0.05);
        for (int row = 0; row < SAMPLE_ROWS / 2; row++)
            for (int column = 0; column < SAMPLE_COLUMNS; column++)
                sample.pixels[row][column] = next.pixels[row][column];
        assert_int_equal(judge(&sample).kind, LOOK_TORN);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_push_is_not_torn_wherever_it_is),
        cmocka_unit_test(parts_of_two_frames_of_a_push_are_torn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
