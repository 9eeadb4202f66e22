/* theme.json (content/theme.schema.json): how slides look where a document does not say otherwise.
 * An office's own stands beside its site.json, the program's in content/. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/finding.h"
#include "playlist/limits.h"

enum { THEME_DARK, THEME_LIGHT, THEME_BASES };

enum theme_colour {
    THEME_BACKGROUND,
    THEME_SURFACE,
    THEME_TEXT,
    THEME_QUIET_TEXT,
    THEME_ACCENT,
    THEME_SECOND_ACCENT,
    THEME_URGENT,
    THEME_COLOURS
};

#define THEME_SCALE_MIN 0.8
#define THEME_SCALE_MAX 1.25
#define THEME_NO_COLOUR UINT32_MAX

struct theme_file {
    uint32_t base; /* THEME_DARK, THEME_LIGHT */
    bool name_band;
    double text_scale;                            /* of the largest letters */
    uint32_t colours[THEME_BASES][THEME_COLOURS]; /* 0xRRGGBB, or THEME_NO_COLOUR: not named */
    char logo[LIMIT_HREF_BYTES + 1];              /* names of files beside theme.json, or "" */
    char background[LIMIT_HREF_BYTES + 1];
};

/* "quietText" and so on, as in theme.json and in a document's theme. */
const char *theme_colour_name(enum theme_colour colour);

/* "dark", "light". */
const char *theme_base_name(int base);

/* Reads the bytes of a theme.json strictly: anything odd but an unknown field is an error. Returns
 * 0 and *ret, or -1, *ret untouched. `findings` may be NULL. */
int theme_file_parse(const char *bytes, size_t size, struct findings *findings,
                     struct theme_file *ret);
