/* The ticker on both ways to the screen, however the screen hangs: each pixel is where a person who
 * slides a long paper behind a window would see it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "display/stage.h"

enum { SIDE = 200, THICK = 24, STEP = 37, FRAMES = 30 };

static const struct slide_area view = {20, 10, SIDE, SIDE};
static const uint32_t ground = 0x203040;

static uint32_t paper_pixel(size_t paper, uint32_t along, uint32_t across)
{
    return (uint32_t)(paper + 1) << 16 | (along & 255) << 8 | (across * 8 & 255);
}

/* A picture of `length` px, as a worker would turn it. */
static struct pixels make_paper(size_t paper, uint32_t length, unsigned rotate)
{
    struct pixels pixels;
    bool turned = rotate % 180 != 0, mirrored = rotate == 180 || rotate == 270;
    uint32_t width = turned ? THICK : length, height = turned ? length : THICK;
    assert_int_equal(pixels_create(width, height, &pixels), 0);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            uint32_t along = turned ? y : x;
            pixels.data[y * width + x] =
                paper_pixel(paper, mirrored ? length - 1 - along : along, turned ? x : y);
        }
    return pixels;
}

static struct slide *make_slide(struct stage *stage, uint32_t foot)
{
    struct pixels pixels;
    assert_int_equal(pixels_create(SIDE, SIDE, &pixels), 0);
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++)
        pixels.data[i] = ground;
    struct slide *slide = slide_create(&pixels, 1);
    slide->foot = foot;
    while (!slide_is_ready(slide))
        assert_int_equal(stage->ops->prepare(stage, slide, 0), 0);
    return slide;
}

static struct slide_area place_of(unsigned rotate)
{
    switch (rotate) {
    case 90:
        return (struct slide_area){0, 0, THICK, SIDE};
    case 180:
        return (struct slide_area){0, 0, SIDE, THICK};
    case 270:
        return (struct slide_area){SIDE - THICK, 0, THICK, SIDE};
    default:
        return (struct slide_area){0, SIDE - THICK, SIDE, THICK};
    }
}

static uint32_t screen_pixel(struct stage *stage, uint32_t x, uint32_t y)
{
    const SDL_Rect rect = {(int)(view.x + x), (int)(view.y + y), 1, 1};
    uint32_t pixel = 0;
    if (stage->renderer) {
        assert_int_equal(
            SDL_RenderReadPixels(stage->renderer, &rect, SDL_PIXELFORMAT_RGB888, &pixel, 4), 0);
    } else {
        SDL_Surface *surface = SDL_GetWindowSurface(stage->window);
        memcpy(&pixel, (char *)surface->pixels + rect.y * surface->pitch + rect.x * 4, 4);
    }
    return pixel & 0xffffff;
}

/* What stands `along` px from the window's beginning when `gone` px of paper have passed it. */
static uint32_t expected(const uint32_t lengths[2], int64_t gone, uint32_t along, uint32_t across)
{
    int64_t at = gone + along;
    if (at < 0)
        return ground;
    at %= lengths[0] + lengths[1];
    size_t paper = at >= lengths[0];
    return paper_pixel(paper, (uint32_t)(at - (paper ? lengths[0] : 0)), across);
}

static void compare(struct stage *stage, const uint32_t lengths[2], int64_t gone, unsigned rotate)
{
    const struct slide_area place = place_of(rotate);
    bool turned = rotate % 180 != 0, mirrored = rotate == 180 || rotate == 270;
    for (uint32_t i = 0; i < SIDE; i += 3) {
        uint32_t across = i % THICK, x = turned ? across : i, y = turned ? i : across;
        uint32_t want = expected(lengths, gone, mirrored ? SIDE - 1 - i : i, across);
        uint32_t got = screen_pixel(stage, place.x + x, place.y + y);
        if (got != want)
            fail_msg("%s, turned by %u, %d px gone: pixel %u is %06x, not %06x", stage->ops->name,
                     rotate, (int)gone, i, got, want);
    }
    assert_int_equal(screen_pixel(stage, SIDE / 2, SIDE / 2), ground);
}

/* Two papers that take turns: what has gone by is added again behind the other. */
static void papers_take_turns(struct stage *stage, unsigned rotate)
{
    const uint32_t lengths[2] = {SIDE + 61, SIDE + 40};
    const struct slide_area place = place_of(rotate);
    struct slide *slide = make_slide(stage, THICK);
    const struct stage_frame frame = {.to = slide, .progress = STAGE_DONE};
    int64_t gone = -SIDE;
    size_t next = 0;
    for (unsigned i = 0; i < FRAMES; i++) {
        while (!stage->ticker.slides[0] || stage_ticker_is_short(stage)) {
            struct pixels pixels = make_paper(next, lengths[next], rotate);
            assert_int_equal(stage_ticker_add(stage, &place, rotate, &pixels), 0);
            next = !next;
        }
        assert_int_equal((i ? stage->ops->tick : stage->ops->show)(stage, &frame), 0);
        compare(stage, lengths, gone, rotate);
        stage_ticker_move(stage, STEP);
        gone += STEP;
    }
    stage_ticker_clear(stage);
    stage->ops->show(stage, &frame);
    assert_int_equal(screen_pixel(stage, place.x, place.y), ground);
    stage->ops->drop(stage, slide);
}

/* A slide that leaves no room, an alert's perhaps, is not covered. */
static void no_room_no_ticker(struct stage *stage, const struct slide_area *place)
{
    struct slide *slide = make_slide(stage, 0);
    const struct stage_frame frame = {.to = slide, .progress = STAGE_DONE};
    assert_false(stage_shows_ticker(stage, &frame));
    stage->ops->show(stage, &frame);
    for (uint32_t x = 0; x < place->width; x += 5)
        assert_int_equal(screen_pixel(stage, place->x + x, place->y + 3), ground);
    stage->ops->drop(stage, slide);
}

/* One paper that follows itself. */
static void a_paper_repeats(struct stage *stage, unsigned rotate)
{
    const uint32_t lengths[2] = {SIDE + 5, 0};
    const struct slide_area place = place_of(rotate);
    struct slide *slide = make_slide(stage, THICK);
    const struct stage_frame frame = {.to = slide, .progress = STAGE_DONE};
    struct pixels pixels = make_paper(0, lengths[0], rotate);
    assert_int_equal(stage_ticker_add(stage, &place, rotate, &pixels), 0);
    stage_ticker_repeat(stage);
    assert_false(stage_ticker_is_short(stage));
    for (int64_t gone = -SIDE; gone < 3 * SIDE; gone += STEP) {
        assert_int_equal(stage->ops->show(stage, &frame), 0);
        compare(stage, lengths, gone, rotate);
        stage_ticker_move(stage, STEP);
    }
    no_room_no_ticker(stage, &place);
    stage_ticker_clear(stage);
    stage->ops->drop(stage, slide);
}

/* Nothing follows in time: the window empties, and fills when it has come. */
static void what_is_late_comes_from_the_end(struct stage *stage)
{
    const struct slide_area place = place_of(0);
    stage_ticker_clear(stage);
    struct pixels pixels = make_paper(0, SIDE, 0);
    assert_int_equal(stage_ticker_add(stage, &place, 0, &pixels), 0);
    for (int i = 0; i < 20; i++)
        stage_ticker_move(stage, STEP);
    struct belt_piece pieces[BELT_PIECES];
    assert_int_equal(stage_ticker_pieces(stage, pieces), 0);
    pixels = make_paper(1, SIDE, 0);
    assert_int_equal(stage_ticker_add(stage, &place, 0, &pixels), 0);
    stage_ticker_move(stage, 1);
    assert_int_equal(stage_ticker_pieces(stage, pieces), 1);
    assert_int_equal(pieces[0].dest, SIDE - 1);
    /* The same where the end of the one before is still to be seen. */
    stage_ticker_move(stage, SIDE - 1 + 50);
    pixels = make_paper(0, SIDE, 0);
    assert_int_equal(stage_ticker_add(stage, &place, 0, &pixels), 0);
    stage_ticker_move(stage, 1);
    assert_int_equal(stage_ticker_pieces(stage, pieces), 2);
    assert_int_equal(pieces[0].length, SIDE - 51);
    assert_int_equal(pieces[1].dest, SIDE - 1);
}

static void what_does_not_fit_is_refused(struct stage *stage)
{
    static const struct slide_area wrong[] = {
        {0, SIDE - THICK + 1, SIDE, THICK}, {1, 0, SIDE, THICK}, {0, 0, SIDE, THICK + 1}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct pixels pixels = make_paper(0, SIDE, 0);
        assert_int_equal(stage_ticker_add(stage, &wrong[i], 0, &pixels), -1);
        assert_null(pixels.data);
    }
    struct pixels pixels = make_paper(0, SIDE - 1, 0);
    const struct slide_area place = place_of(0);
    assert_int_equal(stage_ticker_add(stage, &place, 0, &pixels), -1);
}

static void with_stage(const char *renderer, uint32_t max_texture)
{
    if (renderer)
        setenv("SDL_RENDER_DRIVER", renderer, 1);
    else
        unsetenv("SDL_RENDER_DRIVER");
    struct stage stage;
    SDL_Window *window = SDL_CreateWindow("test", 0, 0, 256, 240, 0);
    assert_int_equal(stage_open(window, &view, max_texture, &stage), 0);
    for (unsigned rotate = 0; rotate < 360; rotate += 90) {
        papers_take_turns(&stage, rotate);
        a_paper_repeats(&stage, rotate);
    }
    what_is_late_comes_from_the_end(&stage);
    what_does_not_fit_is_refused(&stage);
    stage_ticker_clear(&stage);
    assert_int_equal(stage.texture_bytes, 0);
    stage_close(&stage);
    SDL_DestroyWindow(window);
}

static void it_moves_on_the_surface(void **state)
{
    with_stage(NULL, 0);
}

static void it_moves_in_textures(void **state)
{
    with_stage("software", 0);
}

static void it_moves_in_textures_smaller_than_itself(void **state)
{
    with_stage("software", 64);
}

int main(void)
{
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_Init(SDL_INIT_VIDEO) < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_moves_on_the_surface),
        cmocka_unit_test(it_moves_in_textures),
        cmocka_unit_test(it_moves_in_textures_smaller_than_itself),
    };
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    SDL_Quit();
    return result;
}
