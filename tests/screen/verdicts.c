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

/* The same to the left, as a JPEG's decoder brings it: red is smeared at the edges of the bars, and
 * in one row of four blue is a level too high, in some rows beside one another a third of one. */
static struct sample push_left(double way)
{
    const double smear = 0.12 / PLATE_BARS;
    struct sample sample;
    for (int row = 0; row < SAMPLE_ROWS; row++) {
        for (int column = 0; column < SAMPLE_COLUMNS; column++) {
            double u = (column + 0.5) / SAMPLE_COLUMNS + way, v = (row + 0.5) / SAMPLE_ROWS;
            double left = u - smear;
            uint32_t red = left < 1 ? plate_colour(FROM, left, v) : plate_colour(TO, left - 1, v);
            uint32_t rest = u < 1 ? plate_colour(FROM, u, v) : plate_colour(TO, u - 1, v);
            sample.pixels[row][column] =
                (red & 0xff0000) |
                ((rest & 0xffff) + (row % 4 == 1 || (row % 8 > 4 && column % 3 == 0)));
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

static void a_whole_push_is_no_fault_wherever_it_is(void **state)
{
    static struct sample (*const pushes[])(double way) = {push_up, push_left};
    for (int step = 60; step < 940; step++) {
        for (size_t i = 0; i < sizeof pushes / sizeof *pushes; i++) {
            struct sample sample = pushes[i](step / 1000.0);
            struct look look = judge(&sample);
            if (look.kind != LOOK_PUSH || look.from != FROM || look.to != TO)
                fail_msg("push %zu by %d of 1000: kind %d", i, step, (int)look.kind);
            assert_float_equal(look.amount, step / 1000.0, 0.01);
        }
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
        cmocka_unit_test(a_whole_push_is_no_fault_wherever_it_is),
        cmocka_unit_test(parts_of_two_frames_of_a_push_are_torn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
