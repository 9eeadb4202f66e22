/* The two steps that make pictures smaller: exact means, and a filter that neither darkens edges
 * nor shifts what it shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/reduce.h"
#include "render/scale.h"

/* A fixed stream of numbers (Numerical Recipes' constants): the same in each run. */
static uint8_t noise(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return (uint8_t)(*state >> 24);
}

static uint8_t *noise_rows(size_t size)
{
    uint32_t state = 7;
    uint8_t *rows = malloc(size);
    assert_non_null(rows);
    for (size_t i = 0; i < size; i++)
        rows[i] = noise(&state);
    return rows;
}

/* The rounded mean of a block, the plain way. */
static unsigned mean(const uint8_t *rows, uint32_t width, uint32_t height, unsigned channels,
                     uint32_t x0, uint32_t y0, unsigned across, unsigned down, unsigned channel)
{
    uint64_t sum = 0, count = 0;
    for (uint32_t y = y0; y < y0 + down && y < height; y++) {
        for (uint32_t x = x0; x < x0 + across && x < width; x++, count++)
            sum += rows[((size_t)y * width + x) * channels + channel];
    }
    return (unsigned)((sum + count / 2) / count);
}

static void check_means(uint32_t width, uint32_t height, unsigned channels, unsigned across,
                        unsigned down, const uint8_t *rows)
{
    struct reducer reducer;
    assert_int_equal(reducer_init(&reducer, width, channels, across, down), 0);
    uint32_t out = 0;
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row =
            reducer_push(&reducer, rows + (size_t)y * width * channels, y + 1 == height);
        if (!row)
            continue;
        for (uint32_t i = 0; i < reducer.width_out * channels; i++) {
            unsigned expected = mean(rows, width, height, channels, i / channels * across,
                                     out * down, across, down, i % channels);
            assert_int_equal(row[i], expected);
        }
        out++;
    }
    assert_int_equal(out, (height + down - 1) / down);
    reducer_finish(&reducer);
}

static void reduced_values_are_exact_means(void **state)
{
    (void)state;
    static const struct {
        uint32_t width, height;
        unsigned channels, across, down;
    } cases[] = {{64, 64, 3, 4, 4},   {65, 67, 3, 4, 4}, {10, 10, 1, 1, 3},
                 {10, 10, 4, 3, 1},   {7, 5, 3, 9, 9},   {600, 600, 1, 256, 256},
                 {333, 77, 4, 7, 11}, {50, 50, 3, 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t size = (size_t)cases[i].width * cases[i].height * cases[i].channels;
        uint8_t *rows = noise_rows(size);
        check_means(cases[i].width, cases[i].height, cases[i].channels, cases[i].across,
                    cases[i].down, rows);
        memset(rows, 255, size); /* the largest sums */
        check_means(cases[i].width, cases[i].height, cases[i].channels, cases[i].across,
                    cases[i].down, rows);
        free(rows);
    }
}

static void colours_are_multiplied_by_alpha_and_rounded(void **state)
{
    (void)state;
    for (unsigned alpha = 0; alpha < 256; alpha++) {
        for (unsigned value = 0; value < 256; value++) {
            uint8_t pixel[4] = {(uint8_t)value, 0, 255, (uint8_t)alpha};
            reduce_premultiply(pixel, pixel, 1);
            assert_int_equal(pixel[0], (value * alpha * 2 + 255) / 510);
            assert_int_equal(pixel[2], alpha);
            assert_int_equal(pixel[3], alpha);
        }
    }
}

struct rows {
    const uint8_t *data;
    size_t size;
    uint32_t next, count;
};

static const uint8_t *next_row(void *context)
{
    struct rows *rows = context;
    assert_true(rows->next < rows->count);
    return rows->data + rows->next++ * rows->size;
}

/* Scales a whole picture; the caller frees it. */
static uint8_t *scale(const uint8_t *data, uint32_t width, uint32_t height, unsigned channels,
                      uint32_t out_width, uint32_t out_height)
{
    struct scale_axis x, y;
    struct scaler scaler;
    struct rows rows = {data, (size_t)width * channels, 0, height};
    size_t size = (size_t)out_width * channels;
    uint8_t *out = malloc(size * out_height);
    assert_non_null(out);
    assert_int_equal(scale_axis_init(&x, width, 0, width, out_width), 0);
    assert_int_equal(scale_axis_init(&y, height, 0, height, out_height), 0);
    assert_int_equal(scaler_init(&scaler, &x, &y, channels), 0);
    for (uint32_t i = 0; i < out_height; i++) {
        const uint8_t *row = scaler_row(&scaler, next_row, &rows);
        assert_non_null(row);
        memcpy(out + i * size, row, size);
    }
    scaler_finish(&scaler);
    scale_axis_finish(&x);
    scale_axis_finish(&y);
    return out;
}

static const struct {
    uint32_t width, height, out_width, out_height;
} sizes[] = {{40, 30, 40, 30}, {40, 30, 27, 20}, {40, 30, 13, 10}, {40, 30, 100, 75},
             {1, 1, 50, 50},   {50, 50, 1, 1},   {3, 200, 200, 3}, {2, 2, 3, 3}};

static void one_colour_stays_that_colour_up_to_the_edges(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (unsigned channels = 1; channels <= 4; channels += channels == 1 ? 2 : 1) {
            size_t size = (size_t)sizes[i].width * sizes[i].height * channels;
            uint8_t *data = malloc(size);
            assert_non_null(data);
            memset(data, 201, size);
            uint8_t *out = scale(data, sizes[i].width, sizes[i].height, channels,
                                 sizes[i].out_width, sizes[i].out_height);
            for (size_t k = 0; k < (size_t)sizes[i].out_width * sizes[i].out_height * channels; k++)
                assert_int_equal(out[k], 201);
            free(out);
            free(data);
        }
    }
}

static void the_same_size_is_the_same_picture(void **state)
{
    (void)state;
    uint8_t *data = noise_rows((size_t)31 * 17 * 3);
    uint8_t *out = scale(data, 31, 17, 3, 31, 17);
    assert_memory_equal(out, data, (size_t)31 * 17 * 3);
    free(out);
    free(data);
}

static void a_turned_picture_gives_the_turned_result(void **state)
{
    (void)state;
    enum { W = 37, H = 23, ALL = W * H, OUT_W = 20, OUT_H = 31, OUT_ALL = OUT_W * OUT_H };
    uint8_t *data = noise_rows(ALL), *turned = malloc(ALL);
    assert_non_null(turned);
    for (int i = 0; i < ALL; i++)
        turned[i] = data[ALL - 1 - i];
    uint8_t *out = scale(data, W, H, 1, OUT_W, OUT_H);
    uint8_t *turned_out = scale(turned, W, H, 1, OUT_W, OUT_H);
    for (int i = 0; i < OUT_ALL; i++) /* the sums run in another order: a last bit may differ */
        assert_in_range(turned_out[i] + 1, out[OUT_ALL - 1 - i], out[OUT_ALL - 1 - i] + 2);
    free(turned_out);
    free(out);
    free(turned);
    free(data);
}

static void a_hard_edge_gets_no_halo(void **state)
{
    (void)state;
    static const uint32_t widths[] = {130, 300, 77, 40};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        uint8_t data[200];
        for (unsigned x = 0; x < sizeof data; x++)
            data[x] = x < sizeof data / 2 ? 40 : 200;
        uint8_t *out = scale(data, sizeof data, 1, 1, widths[i], 1);
        for (uint32_t x = 0; x < widths[i]; x++)
            assert_in_range(out[x], 40 - 12, 200 + 12); /* 7.5 % of the step */
        assert_int_equal(out[0], 40);
        assert_int_equal(out[widths[i] - 1], 200);
        free(out);
    }
}

static void fine_stripes_become_grey_not_moire(void **state)
{
    (void)state;
    uint8_t data[1000];
    for (unsigned x = 0; x < sizeof data; x++)
        data[x] = x % 2 ? 255 : 0;
    uint8_t *out = scale(data, sizeof data, 1, 1, 270, 1);
    for (unsigned x = 4; x < 266; x++)
        assert_in_range(out[x], 127 - 8, 128 + 8);
    free(out);
}

static void whole_pixels_are_cut_out_without_blur(void **state)
{
    (void)state;
    struct scale_axis axis;
    assert_int_equal(scale_axis_init(&axis, 100, 10.5, 79, 79), 0);
    assert_true(axis.is_copy);
    assert_int_equal(axis.taps, 1);
    assert_int_equal(axis.first[0], 10);
    assert_int_equal(axis.first[78], 88);
    scale_axis_finish(&axis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reduced_values_are_exact_means),
        cmocka_unit_test(colours_are_multiplied_by_alpha_and_rounded),
        cmocka_unit_test(one_colour_stays_that_colour_up_to_the_edges),
        cmocka_unit_test(the_same_size_is_the_same_picture),
        cmocka_unit_test(a_turned_picture_gives_the_turned_result),
        cmocka_unit_test(a_hard_edge_gets_no_halo),
        cmocka_unit_test(fine_stripes_become_grey_not_moire),
        cmocka_unit_test(whole_pixels_are_cut_out_without_blur),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
