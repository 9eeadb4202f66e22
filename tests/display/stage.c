/* Both ways to the screen show the same pixels: the one that mixes in memory and the one that lets
 * SDL's renderer do it, with textures so small that every slide takes several. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "display/stage.h"

enum { WIDTH = 200, HEIGHT = 120, OUT_WIDTH = 320, OUT_HEIGHT = 240, VIEW_X = 30, VIEW_Y = 50 };

static const struct slide_area view = {VIEW_X, VIEW_Y, WIDTH, HEIGHT};

static uint32_t from_pixel(uint32_t x, uint32_t y)
{
    return (x & 255) << 16 | (y & 255) << 8 | 0x20;
}

static uint32_t to_pixel(uint32_t x, uint32_t y)
{
    return (255 - (x & 255)) << 16 | (y & 1 ? 0xff00U : 0) | (x * 7 & 255);
}

static struct slide *make_slide(struct stage *stage, uint32_t (*pixel)(uint32_t, uint32_t))
{
    struct pixels pixels;
    assert_int_equal(pixels_create(WIDTH, HEIGHT, &pixels), 0);
    for (uint32_t y = 0; y < HEIGHT; y++) {
        for (uint32_t x = 0; x < WIDTH; x++)
            pixels.data[y * WIDTH + x] = pixel(x, y);
    }
    struct slide *slide = slide_create(&pixels, 1);
    while (!slide_is_ready(slide))
        assert_int_equal(stage->ops->prepare(stage, slide, 0), 0);
    return slide;
}

/* The frame as it stands on the screen, 24 bits a pixel. */
static uint32_t *read_screen(struct stage *stage)
{
    uint32_t *pixels = calloc((size_t)OUT_WIDTH * OUT_HEIGHT, 4);
    if (stage->renderer) {
        /* The software renderer draws into the window's surface, which outlives a present. */
        assert_int_equal(SDL_RenderReadPixels(stage->renderer, NULL, SDL_PIXELFORMAT_RGB888, pixels,
                                              OUT_WIDTH * 4),
                         0);
    } else {
        SDL_Surface *surface = SDL_GetWindowSurface(stage->window);
        for (int y = 0; y < OUT_HEIGHT; y++)
            memcpy(pixels + (size_t)y * OUT_WIDTH,
                   (char *)surface->pixels + (size_t)y * (size_t)surface->pitch,
                   (size_t)OUT_WIDTH * 4);
    }
    for (size_t i = 0; i < (size_t)OUT_WIDTH * OUT_HEIGHT; i++)
        pixels[i] &= 0xffffff;
    return pixels;
}

static uint32_t mix(uint32_t a, uint32_t b, uint32_t progress)
{
    uint32_t out = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t from = a >> shift & 255, to = b >> shift & 255;
        out |= (from + (uint32_t)((int64_t)((int)to - (int)from) * progress / (int)STAGE_DONE))
               << shift;
    }
    return out;
}

/* What pixel (x, y) of the slide must be, by the definition of each transition. */
static uint32_t expected(enum transition_type type, uint32_t progress, uint32_t x, uint32_t y)
{
    uint32_t across = (uint32_t)((uint64_t)progress * WIDTH / STAGE_DONE);
    uint32_t down = (uint32_t)((uint64_t)progress * HEIGHT / STAGE_DONE);
    switch (type) {
    case TRANSITION_CROSSFADE:
        return mix(from_pixel(x, y), to_pixel(x, y), progress);
    case TRANSITION_PUSH_LEFT:
        return x + across < WIDTH ? from_pixel(x + across, y) : to_pixel(x + across - WIDTH, y);
    case TRANSITION_PUSH_UP:
        return y + down < HEIGHT ? from_pixel(x, y + down) : to_pixel(x, y + down - HEIGHT);
    case TRANSITION_WIPE_LEFT:
        return x + across < WIDTH ? from_pixel(x, y) : to_pixel(x, y);
    case TRANSITION_CUT:
    case TRANSITION_TYPES:
        break;
    }
    return to_pixel(x, y);
}

static bool is_near(uint32_t a, uint32_t b, int tolerance)
{
    for (int shift = 0; shift < 24; shift += 8) {
        if (abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > tolerance)
            return false;
    }
    return true;
}

/* Strips that lie over the slides, the later one over the earlier. */
static const struct {
    struct slide_area area;
    enum stage_layer layer;
    uint32_t shade;
} strips[] = {
    {{0, HEIGHT - 30, WIDTH, 30}, STAGE_LINE, 0x101010},
    {{60, HEIGHT - 40, 100, 25}, STAGE_BAND, 0xc0c0c0},
};
enum { STRIPS = sizeof strips / sizeof *strips };

static uint32_t strip_pixel(size_t strip, uint32_t x, uint32_t y)
{
    return strips[strip].shade + (x & 31) + ((y & 31) << 8);
}

static void put_strip(struct stage *stage, size_t strip)
{
    const struct slide_area *area = &strips[strip].area;
    struct pixels pixels;
    assert_int_equal(pixels_create(area->width, area->height, &pixels), 0);
    for (uint32_t y = 0; y < area->height; y++) {
        for (uint32_t x = 0; x < area->width; x++)
            pixels.data[y * area->width + x] = strip_pixel(strip, x, y);
    }
    assert_int_equal(stage_cover(stage, strips[strip].layer, area->x, area->y, &pixels), 0);
    assert_null(pixels.data);
}

/* Whether the first `count` strips hide pixel (x, y) of the view; then by what. */
static bool is_hidden(size_t count, uint32_t x, uint32_t y, uint32_t *ret)
{
    for (size_t strip = count; strip-- > 0;) {
        const struct slide_area *area = &strips[strip].area;
        if (x >= area->x && x < area->x + area->width && y >= area->y &&
            y < area->y + area->height) {
            *ret = strip_pixel(strip, x - area->x, y - area->y);
            return true;
        }
    }
    return false;
}

static size_t strips_shown;

static void compare(struct stage *stage, enum transition_type type, uint32_t progress)
{
    /* Alpha has 255 steps in a renderer, 256 here: two apart at most. */
    int tolerance = type == TRANSITION_CROSSFADE ? 2 : 0;
    uint32_t *pixels = read_screen(stage);
    for (uint32_t y = 0; y < OUT_HEIGHT; y++) {
        for (uint32_t x = 0; x < OUT_WIDTH; x++) {
            bool inside = x >= VIEW_X && x < VIEW_X + WIDTH && y >= VIEW_Y && y < VIEW_Y + HEIGHT;
            uint32_t want = inside ? expected(type, progress, x - VIEW_X, y - VIEW_Y) : 0;
            uint32_t got = pixels[y * OUT_WIDTH + x];
            bool hidden = inside && is_hidden(strips_shown, x - VIEW_X, y - VIEW_Y, &want);
            if (!is_near(got, want, hidden ? 0 : tolerance))
                fail_msg("%s, transition %d at %u: pixel %u,%u is %06x, not %06x", stage->ops->name,
                         type, progress, x, y, got, want);
        }
    }
    free(pixels);
}

static void show_every_transition(struct stage *stage, const struct slide *from,
                                  const struct slide *to)
{
    const uint32_t steps[] = {0, 1, STAGE_DONE / 7, STAGE_DONE / 2, STAGE_DONE - 1, STAGE_DONE};
    for (int type = 0; type < TRANSITION_TYPES; type++) {
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            const struct stage_frame frame = {from, to, (enum transition_type)type, steps[i]};
            assert_int_equal(stage->ops->show(stage, &frame), 0);
            compare(stage, frame.transition, type == TRANSITION_CUT ? STAGE_DONE : steps[i]);
        }
    }
}

static void strips_lie_over_every_transition(struct stage *stage, const struct slide *from,
                                             const struct slide *to)
{
    const struct stage_frame whole = {.to = to, .progress = STAGE_DONE};
    for (strips_shown = 1; strips_shown <= STRIPS; strips_shown++) {
        put_strip(stage, strips_shown - 1);
        show_every_transition(stage, from, to);
    }
    put_strip(stage, STRIPS - 1); /* one in place of the other */
    while (--strips_shown > 0) {
        stage->ops->show(stage, &whole);
        compare(stage, TRANSITION_CUT, STAGE_DONE);
        assert_true(stage_uncover(stage, strips[strips_shown - 1].layer));
        assert_false(stage_uncover(stage, strips[strips_shown - 1].layer));
    }
    stage->ops->show(stage, &whole);
    compare(stage, TRANSITION_CUT, STAGE_DONE);
}

/* What was drawn for another size of the view is not shown at all. */
static void a_strip_that_does_not_fit_is_refused(struct stage *stage, const struct slide *slide)
{
    static const struct slide_area wrong[] = {{0, 0, WIDTH + 1, 1},
                                              {0, 0, 1, HEIGHT + 1},
                                              {1, 0, WIDTH, 1},
                                              {0, HEIGHT, 1, 1},
                                              {UINT32_MAX, 0, 2, 1}};
    const struct stage_frame frame = {.to = slide, .progress = STAGE_DONE};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct pixels pixels;
        assert_int_equal(pixels_create(wrong[i].width, wrong[i].height, &pixels), 0);
        put_strip(stage, 0);
        assert_int_equal(stage_cover(stage, STAGE_LINE, wrong[i].x, wrong[i].y, &pixels), -1);
        assert_null(pixels.data);
    }
    stage->ops->show(stage, &frame);
    compare(stage, TRANSITION_CUT, STAGE_DONE);
    put_strip(stage, 0);
    stage_set_view(stage, &view);
    assert_false(stage_uncover(stage, STAGE_LINE));
}

static void every_transition_is_exact(struct stage *stage)
{
    struct slide *from = make_slide(stage, from_pixel), *to = make_slide(stage, to_pixel);
    show_every_transition(stage, from, to);
    strips_lie_over_every_transition(stage, from, to);
    a_strip_that_does_not_fit_is_refused(stage, to);
    /* A patch changes its area and nothing else. */
    const struct slide_area area = {60, 50, 70, 30};
    uint32_t *patch = malloc((size_t)area.width * area.height * 4);
    for (uint32_t y = 0; y < area.height; y++) {
        for (uint32_t x = 0; x < area.width; x++)
            patch[y * area.width + x] = to_pixel(area.x + x, area.y + y);
    }
    stage->ops->patch(stage, from, &area, patch);
    const struct stage_frame frame = {.to = from, .progress = STAGE_DONE};
    stage->ops->show(stage, &frame);
    uint32_t *pixels = read_screen(stage);
    for (uint32_t y = 0; y < HEIGHT; y++) {
        for (uint32_t x = 0; x < WIDTH; x++) {
            bool inside =
                x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
            assert_int_equal(pixels[(VIEW_Y + y) * OUT_WIDTH + VIEW_X + x],
                             inside ? to_pixel(x, y) : from_pixel(x, y));
        }
    }
    free(pixels);
    free(patch);
    stage->ops->drop(stage, from);
    stage->ops->drop(stage, to);
    assert_int_equal(stage->texture_bytes, 0);
}

static void with_stage(const char *renderer, uint32_t max_texture, const char *name)
{
    if (renderer)
        setenv("SDL_RENDER_DRIVER", renderer, 1);
    else
        unsetenv("SDL_RENDER_DRIVER");
    struct stage stage;
    SDL_Window *window = SDL_CreateWindow("test", 0, 0, OUT_WIDTH, OUT_HEIGHT, 0);
    assert_int_equal(stage_open(window, &view, max_texture, &stage), 0);
    assert_string_equal(stage.ops->name, name);
    every_transition_is_exact(&stage);
    stage_close(&stage);
    SDL_DestroyWindow(window);
}

static void the_surface_shows_what_it_must(void **state)
{
    with_stage(NULL, 0, "surface");
}

static void textures_show_what_they_must(void **state)
{
    with_stage("software", 0, "texture");
}

static void small_textures_are_put_together_without_a_seam(void **state)
{
    with_stage("software", 64, "texture");
}

int main(void)
{
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_Init(SDL_INIT_VIDEO) < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_surface_shows_what_it_must),
        cmocka_unit_test(textures_show_what_they_must),
        cmocka_unit_test(small_textures_are_put_together_without_a_seam),
    };
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    SDL_Quit();
    return result;
}
