/* The command line of bangtin-display, which `bangtin play` writes. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "playlist/document.h"

struct options {
    const char *content;    /* a playlist folder; NULL: the site's feeds, or the built-in content */
    const char *site;       /* settings file; NULL: with a folder none, else where it usually is */
    const char *store;      /* directory; NULL: where it usually is */
    const char *run;        /* directory; NULL: where it usually is */
    bool is_testcard;       /* in place of any content */
    bool has_no_sync;       /* bangtin-sync is not started */
    const char *log_level;  /* as it was written; NULL: the usual one */
    const char *stats;      /* where the figures go at the end; NULL: nowhere */
    uint32_t width, height; /* 0: fullscreen */
    int rotate;             /* -1: as the settings say */
    bool has_viewport;
    uint32_t viewport_width, viewport_height, viewport_x, viewport_y;
    int64_t run_for;                 /* microseconds; 0: for ever */
    int64_t started;                 /* monotonic: when `bangtin` began; 0: now */
    enum transition_type transition; /* TRANSITION_TYPES: the document's */
    int64_t duration;                /* 0: the document's */
    uint32_t max_texture;            /* 0: the renderer's; for tests */
};

/* Reads the arguments. Returns 0, or -1 after saying what is wrong. Strings stay the arguments'. */
int options_parse(int argc, char *argv[], struct options *ret);
