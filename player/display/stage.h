/* Where slides are shown: the trait behind which the ways to the screen differ.
 *
 * `surface` mixes in memory and hands whole frames to the window system: the quickest way where
 * there is no GPU. `texture` lets SDL's renderer do it: KMSDRM, Wayland, X11 with a GPU. */
#pragma once

#include <SDL2/SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "display/belt.h"
#include "display/slide.h"
#include "playlist/document.h"

/* Strips over the slides, from the lowest up. */
enum stage_layer {
    STAGE_ALERT, /* a warning at the upper edge, over slides that leave it room */
    STAGE_LINE,  /* who this machine is, for whoever installs it */
    STAGE_BAND,  /* a word to whoever stands before the screen */
    STAGE_LAYERS
};

/* A strip: finished, opaque pixels at a place of the view. They stay while slides change beneath
 * them. */
struct stage_strip {
    struct slide *slide; /* NULL: none */
    uint32_t x, y;       /* in the view */
};

/* The ticker: pictures that follow one another through a place at the lower edge, below all strips
 * and over slides that leave it room. */
struct stage_ticker {
    struct slide *slides[BELT_PIECES]; /* both may be the same one; NULL: none */
    struct slide_area place;           /* in the view */
    bool is_upright, is_mirrored;      /* the words go along y; towards the end of the axis */
    int64_t at;                        /* as of a belt, as the next */
    uint32_t gap;
};

/* What one frame shows: `to` over `from`, `progress` of the way (0 … STAGE_DONE). */
struct stage_frame {
    const struct slide *from; /* NULL: only `to` is shown */
    const struct slide *to;
    enum transition_type transition;
    uint32_t progress;
};

#define STAGE_DONE 65536U

struct stage;

struct stage_ops {
    const char *name;
    bool copies; /* once prepared, a slide's own pixels are needed no more */
    /* Takes over more of the slide's pixels, for about `budget` microseconds; sets rows_ready.
     * Returns 0, or -1 where it can never be shown (logged). */
    int (*prepare)(struct stage *stage, struct slide *slide, int64_t budget);
    /* Copies `pixels` over the slide's `area` (same size). */
    void (*patch)(struct stage *stage, struct slide *slide, const struct slide_area *area,
                  const uint32_t *pixels);
    /* Draws and presents a frame, with the strips over it. Returns 0, or -1 where the screen did
     * not take it (logged). */
    int (*show)(struct stage *stage, const struct stage_frame *frame);
    /* The same where nothing has changed since the last frame but the ticker's place. */
    int (*tick)(struct stage *stage, const struct stage_frame *frame);
    void (*drop)(struct stage *stage, struct slide *slide); /* destroys the slide */
    void (*close)(struct stage *stage);
};

struct stage {
    const struct stage_ops *ops;
    SDL_Window *window;
    SDL_Renderer *renderer; /* texture stage only, as the next */
    bool has_flipped;       /* a frame was presented */
    struct slide_area view; /* where in the output slides stand; the rest is black */
    uint32_t max_texture;   /* px a side; from the renderer, or less where a test says so */
    bool paced;             /* `show` returns just behind a vertical blank */
    uint64_t texture_bytes, peak_texture_bytes;
    struct stage_strip strips[STAGE_LAYERS];
    struct stage_ticker ticker;
};

/* Opens the stage that suits the running video driver on `window`. `view` is the part of the
 * output that slides fill. `max_texture` 0: as the renderer says. Returns 0 or -1 (logged). */
int stage_open(SDL_Window *window, const struct slide_area *view, uint32_t max_texture,
               struct stage *ret);
void stage_close(struct stage *stage); /* fine on zeroed memory */

/* Sets what part of the output slides fill from now on. The strips were made for the old one: they
 * are taken away. */
void stage_set_view(struct stage *stage, const struct slide_area *view);

/* Puts `pixels` (taken over in every case) over the slides, with their upper left corner at `x`,
 * `y` of the view, in place of what the layer held; the next frame shows it. Returns 0, or -1 where
 * they do not fit into the view or the stage cannot take them: then the layer is empty. */
int stage_cover(struct stage *stage, enum stage_layer layer, uint32_t x, uint32_t y,
                struct pixels *pixels);
/* Takes the layer's strip away; the next frame shows what is beneath. Returns whether there was
 * one. */
bool stage_uncover(struct stage *stage, enum stage_layer layer);

/* stage_ticker.c: what moves. */
/* Lets `pixels` (taken over in every case) follow what the ticker at `place` of the view shows; on
 * a screen that hangs turned by `rotate` degrees. Another place takes away what was there. Returns
 * 0, or -1 where the stage cannot take them. */
int stage_ticker_add(struct stage *stage, const struct slide_area *place, unsigned rotate,
                     struct pixels *pixels);
/* Lets what is shown follow itself: there is nothing else. */
void stage_ticker_repeat(struct stage *stage);
/* Moves it on by `step` px, where slides leave it room: the next frame shows that. */
void stage_ticker_move(struct stage *stage, uint32_t step);
/* Whether nothing follows the picture that is shown. */
bool stage_ticker_is_short(const struct stage *stage);
void stage_ticker_clear(struct stage *stage);
/* What is seen of it, along its axis, from the output's upper left on. Returns how many pieces. */
size_t stage_ticker_pieces(const struct stage *stage, struct belt_piece ret[BELT_PIECES]);

/* Whether the frame's slide leaves that strip, or the ticker, its room. */
bool stage_shows_strip(const struct stage *stage, enum stage_layer layer,
                       const struct stage_frame *frame);
bool stage_shows_ticker(const struct stage *stage, const struct stage_frame *frame);

extern const struct stage_ops stage_surface, stage_texture;

/* Makes `stage` ready for the one or the other; 0 or -1 (logged at debug level). */
int stage_surface_open(struct stage *stage);
int stage_texture_open(struct stage *stage);
