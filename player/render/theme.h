/* The palette of a slide: the built-in dark or light one, with the document's colours over it. */
#pragma once

#include <stdbool.h>

#include "render/rgb.h"

struct theme {
    bool light;
    bool name_band;  /* slides carry the office's name at their foot */
    rgb background;  /* the slide's ground */
    rgb surface;     /* ground of a group: the name band, a quiet panel */
    rgb text;        /* headlines and sentences */
    rgb quiet;       /* what matters less */
    rgb accent;      /* act here: address, number */
    rgb category;    /* what kind of slide this is */
    rgb urgent;      /* ground of a warning */
    rgb urgent_text; /* on it */
    char logo[65];   /* asset for the name band, or "" */
};

struct cJSON;

/* The theme of the document's `theme` object, NULL or of another type: the dark one. Colours that
 * cannot be read are ignored; one that could not be told from its ground is brought to a contrast
 * of 4.5, because the screen must be legible whatever the document says. */
struct theme theme_read(const struct cJSON *json);
