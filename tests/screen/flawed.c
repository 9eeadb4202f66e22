/* A deliberately bad program, to prove that the watcher sees what it must see: paints plates into
 * the framebuffer file itself.
 *   flawed FRAMEBUFFER FLAW PLATES HOLD_MS CHANGES
 * FLAW: none, blank (5 ms of black between two plates), torn (the lower half of a change comes 5 ms
 * late), mixed (the same in a crossfade, one frame late), foreign (a picture of its own for 5 ms),
 * skip (every fourth plate left out), back (every fourth change goes back), freeze (crossfades that
 * stop for 80 ms), fade and push (without a flaw). */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plate.h"
#include "xwd.h"

enum { FADE_FRAMES = 30, FRAME_MS = 16 };

/* Frames are painted aside and copied at once, as a server does it. */
struct canvas {
    struct xwd screen, aside;
};

static void wait_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static uint32_t mix(uint32_t from, uint32_t to, double amount)
{
    uint32_t mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        double a = from >> shift & 255, b = to >> shift & 255;
        mixed |= (uint32_t)(a + (b - a) * amount + 0.5) << shift;
    }
    return mixed;
}

/* Copies the rows from … to, both 0 … 1 of the height. */
static void present(struct canvas *canvas, double from, double to)
{
    uint32_t top = (uint32_t)(from * canvas->screen.height);
    uint32_t bottom = (uint32_t)(to * canvas->screen.height);
    memcpy(xwd_row(&canvas->screen, top), xwd_row(&canvas->aside, top),
           (bottom - top) * canvas->screen.stride);
}

/* Fills the aside by its first row: the plates' rows differ in green alone. */
static void paint_down(struct canvas *canvas)
{
    struct xwd *aside = &canvas->aside;
    for (uint32_t y = aside->height; y-- > 0;) {
        uint32_t green = plate_colour(0, 0, (y + 0.5) / aside->height) & 0xff00;
        for (uint32_t x = 0; x < aside->width; x++)
            xwd_row(aside, y)[x] = (xwd_row(aside, 0)[x] & 0xff00ff) | green;
    }
}

static void paint_mix(struct canvas *canvas, unsigned from, unsigned to, double amount)
{
    for (uint32_t x = 0; x < canvas->aside.width; x++) {
        double u = (x + 0.5) / canvas->aside.width;
        xwd_row(&canvas->aside, 0)[x] =
            mix(plate_colour(from, u, 0), plate_colour(to, u, 0), amount);
    }
    paint_down(canvas);
}

static void paint_pushed(struct canvas *canvas, unsigned from, unsigned to, double way)
{
    for (uint32_t x = 0; x < canvas->aside.width; x++) {
        double u = (x + 0.5) / canvas->aside.width + way;
        xwd_row(&canvas->aside, 0)[x] = plate_colour(u < 1 ? from : to, u < 1 ? u : u - 1, 0);
    }
    paint_down(canvas);
}

static void paint_squares(struct canvas *canvas, uint32_t colour, uint32_t other)
{
    for (uint32_t y = 0; y < canvas->aside.height; y++)
        for (uint32_t x = 0; x < canvas->aside.width; x++)
            xwd_row(&canvas->aside, y)[x] = (x / 50 + y / 50) % 2 ? colour : other;
}

static void fade(struct canvas *canvas, unsigned from, unsigned to, const char *flaw)
{
    for (int frame = 1; frame < FADE_FRAMES; frame++) {
        paint_mix(canvas, from, to, (double)frame / FADE_FRAMES);
        present(canvas, 0, 0.5);
        if (strcmp(flaw, "mixed") == 0)
            wait_ms(FRAME_MS);
        present(canvas, 0.5, 1);
        wait_ms(strcmp(flaw, "freeze") == 0 && frame == FADE_FRAMES / 2 ? 80 : FRAME_MS);
    }
    paint_mix(canvas, to, to, 0);
    present(canvas, 0, 1);
}

static void push(struct canvas *canvas, unsigned from, unsigned to)
{
    for (int frame = 1; frame <= FADE_FRAMES; frame++) {
        paint_pushed(canvas, from, to, (double)frame / FADE_FRAMES);
        present(canvas, 0, 1);
        wait_ms(FRAME_MS);
    }
}

static void change(struct canvas *canvas, unsigned from, unsigned to, const char *flaw)
{
    if (strcmp(flaw, "fade") == 0 || strcmp(flaw, "mixed") == 0 || strcmp(flaw, "freeze") == 0) {
        fade(canvas, from, to, flaw);
        return;
    }
    if (strcmp(flaw, "push") == 0) {
        push(canvas, from, to);
        return;
    }
    bool blank = strcmp(flaw, "blank") == 0;
    if (blank || strcmp(flaw, "foreign") == 0) {
        paint_squares(canvas, blank ? 0 : 0x804020, blank ? 0 : 0x30c0a0);
        present(canvas, 0, 1);
        wait_ms(5);
    }
    paint_mix(canvas, to, to, 0);
    present(canvas, 0, 0.5);
    if (strcmp(flaw, "torn") == 0)
        wait_ms(5);
    present(canvas, 0.5, 1);
}

int main(int argc, char **argv)
{
    struct canvas canvas;
    if (argc != 6 || xwd_map(argv[1], true, &canvas.screen) < 0) {
        fprintf(stderr, "usage: flawed FRAMEBUFFER FLAW PLATES HOLD_MS CHANGES\n");
        return 2;
    }
    canvas.aside = canvas.screen;
    canvas.aside.pixels = malloc(canvas.screen.stride * canvas.screen.height);
    if (!canvas.aside.pixels)
        return 3;
    unsigned plates = (unsigned)atoi(argv[3]), shown = 0;
    paint_mix(&canvas, 0, 0, 0);
    present(&canvas, 0, 1);
    for (int i = 1; i <= atoi(argv[5]); i++) {
        wait_ms(atoi(argv[4]));
        bool odd = i % 4 == 0;
        unsigned step = odd && strcmp(argv[2], "skip") == 0   ? 2
                        : odd && strcmp(argv[2], "back") == 0 ? plates - 1
                                                              : 1;
        unsigned next = (shown + step) % plates;
        change(&canvas, shown, next, argv[2]);
        shown = next;
    }
    wait_ms(atoi(argv[4]));
    free(canvas.aside.pixels);
    xwd_unmap(&canvas.screen);
    return 0;
}
