/* The fonts of the worker: which of them serves a letter, how wide a run of text is, what its
 * pixels are. The only user of SDL2_ttf.
 *
 * A `face` is one script's font in two weights; faces are numbered from 0 in the order in which
 * they were added, the first one serves numbers and signs. Files come as descriptors, are mapped
 * when first needed, and shaped by HarfBuzz with the script's own tag: without it Khmer falls apart
 * (SDL_ttf guesses nothing). Lengths named `em` are in units of the font size. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum font_weight { FONT_REGULAR, FONT_BOLD, FONT_WEIGHTS };

enum {
    FONTS_FACES_MAX = 12,
    FONTS_OPEN_MAX = 12,   /* sizes kept open; the one unused for longest goes first */
    FONTS_SIZE_MAX = 2048, /* px an em */
    FONTS_RUN_MAX = 4096   /* bytes of one run */
};

/* Noto Sans: capitals are 0.714 em high, stacked Vietnamese capitals 1.05, descenders 0.27. */
#define FONTS_CAP_HEIGHT 0.714

struct fonts;

/* None yet. NULL without memory. */
struct fonts *fonts_create(void);
void fonts_destroy(struct fonts *fonts); /* NULL is fine */

/* Adds the file `fd` (taken over in every case) as `weight` of the face for `script` (an ISO 15924
 * name such as "Khmr"). Reads nothing yet. Returns 0, -EINVAL (no such script) or -ENOSPC. */
int fonts_add(struct fonts *fonts, const char *script, enum font_weight weight, int fd);

/* Whether no font has been added: there is nothing to draw words with. */
bool fonts_is_empty(const struct fonts *fonts);

/* The face for a letter: that of its script, else the first that has the letter in this weight,
 * else -1. `script` is the script of the run that the letter stands in, a four-letter name or "" .
 */
int fonts_face(struct fonts *fonts, enum font_weight weight, uint32_t code, const char *script);

struct font_extent {
    double width;   /* em */
    double descent; /* em below the baseline: the font's own, or what the ink needs if more */
};

/* How far the ink of a face's script rises above the baseline, em: what a line needs for it. */
double fonts_rise(const struct fonts *fonts, int face);

/* Measures `text` (UTF-8, of one face) unhinted. Returns 0 or -EIO (no such font). */
int fonts_measure(struct fonts *fonts, int face, enum font_weight weight, const char *text,
                  struct font_extent *ret);

/* A run as coverage: 0 nothing … 255 all ink. */
struct font_run {
    const uint8_t *coverage;
    size_t stride; /* bytes a row */
    unsigned width, height;
    unsigned baseline; /* rows above it */
    void *owner;
};

/* Draws `text` at `size` px an em. Returns 0 and a run that the caller finishes, or -EIO. */
int fonts_draw(struct fonts *fonts, int face, enum font_weight weight, unsigned size,
               const char *text, struct font_run *ret);
void font_run_finish(struct font_run *run);
