/* The palette of a slide: a dark or light base, the program's own or that of theme.json, with the
 * document's colours over it. */
#pragma once

#include <stdbool.h>

#include "render/rgb.h"

struct theme {
    bool light;
    bool name_band;           /* slides carry the office's name at their foot */
    double text_scale;        /* of the largest letters; the least stay */
    rgb background;           /* the slide's ground */
    rgb surface;              /* ground of a group: the name band, a quiet panel */
    rgb text;                 /* headlines and sentences */
    rgb quiet;                /* what matters less */
    rgb accent;               /* act here: address, number */
    rgb category;             /* what kind of slide this is */
    rgb urgent;               /* ground of a warning */
    rgb urgent_text;          /* on it */
    char logo[65];            /* asset for the name band, or "" */
    char backdrop[65];        /* asset behind the words, or "" */
    int logo_fd, backdrop_fd; /* theme.json's pictures, for documents that name none; or -1 */
};

struct cJSON;

/* What theme.json said. All zeroes: nothing. */
struct theme_bases {
    bool is_given;
    bool is_light; /* of documents that name no base */
    struct theme dark, light;
};

/* Reads the hello's `theme` (ipc/job.h), its colours and flags. Anything odd in it: all zeroes. The
 * descriptors are the caller's. */
struct theme_bases theme_bases_read(const struct cJSON *json);

/* The theme of the document's `theme` object, NULL or of another type: the base alone. Colours that
 * cannot be read are ignored; one that could not be told from its ground is brought to a contrast
 * of 4.5, because the screen must be legible whatever the document says. */
struct theme theme_read(const struct theme_bases *bases, const struct cJSON *json);

/* White on black: an LED board shines, and black is what does not. */
void theme_make_black(struct theme *theme);

/* Takes the pictures out: a board has no room for them. */
void theme_make_plain(struct theme *theme);
