/* The output: which video driver, its window, its size, its events. All of SDL's video is behind
 * this and `stage`. */
#pragma once

#include <SDL2/SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "display/mode.h"
#include "display/slide.h"

struct screen_wish {
    uint32_t width, height;           /* of a window; 0: the whole screen */
    uint32_t mode_width, mode_height; /* on KMS: of the mode; 0: as suits the screen */
};

struct screen {
    SDL_Window *window;
    uint32_t width, height; /* of the output */
    struct screen_wish wish;
    struct mode wanted; /* on KMS: what the screen was to be driven with; zeros: unknown */
    double refresh;     /* Hz, 60 where unknown */
    bool is_kms;
    int card;       /* on KMS: /dev/dri/cardN */
    bool is_window; /* of a size of its own, on somebody's desktop */
    int event_fd;   /* becomes readable with events; -1: none but signals */
};

enum screen_event {
    SCREEN_QUIET,
    SCREEN_QUIT,    /* its window was closed, or q or Esc pressed in it */
    SCREEN_EXPOSED, /* draw again */
    SCREEN_RESIZED  /* the output has another size now */
};

/* Whether SDL will have to take the kernel's mode setting: no desktop, no driver named. */
bool screen_is_console(void);

/* Chooses the driver and starts SDL's video; then `screen->width` … are known, and the first job
 * can be asked for while screen_open_window works. `kms_card` is used on a console. Returns 0, or
 * -1 (logged). */
int screen_start(const struct screen_wish *wish, int kms_card, struct screen *ret);
int screen_open_window(struct screen *screen);
void screen_stop(struct screen *screen); /* fine on zeroed memory */

/* Takes all events that wait and says the gravest. */
enum screen_event screen_pump(struct screen *screen);

/* On KMS: whether the output is still connected with the mode it was started with. Elsewhere
 * true. Asks the kernel through SDL's descriptor, since the kernel leaves probing to the program
 * that owns the screen. *ret_same_mode: whether the screen would still get this mode. */
bool screen_is_connected(const struct screen *screen, bool *ret_same_mode);

/* On KMS: switches the output on or off by DPMS; nothing may be presented while it is off. Returns
 * whether it did so; elsewhere false. */
bool screen_set_power(const struct screen *screen, bool on);
