/* Strips over the slides on their way from words to the screen: asked of the worker when it has
 * nothing better to do, put up and taken away between changes of slides, redrawn once a second at
 * most. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "display/band.h"
#include "display/front.h"
#include "display/stage.h"

/* What a strip says, and for which screen it is drawn. */
struct announce_look {
    bool is_on;
    bool is_quiet;
    struct band_message message;
    char language[3];
    struct slide_area view;
    unsigned rotate;
};

struct announce_strip {
    struct announce_look wanted, asked, shown, failed;
    struct pixels pixels; /* of `asked`, come, not on the stage yet */
    int64_t asked_at;     /* monotonic */
};

struct announce {
    struct front front;
    bool is_told;      /* the files are to be read */
    bool has_read;     /* they were read before */
    int64_t reopen_at; /* monotonic: not before */
    struct front_usb usb;
    uint64_t usb_mark;
    int64_t usb_since; /* monotonic */
    struct front_device device;
    struct announce_strip strips[STAGE_LAYERS];
    bool is_asked; /* the job under way is a strip's */
    enum stage_layer asked_layer;
    int64_t not_before; /* monotonic: no job earlier */
    int64_t wake_at;    /* monotonic */
};

#define ANNOUNCE_NONE                                                                              \
    ((struct announce){                                                                            \
        .front = FRONT_CLOSED,                                                                     \
        .strips =                                                                                  \
            {[STAGE_LINE] = {.pixels = PIXELS_NONE}, [STAGE_BAND] = {.pixels = PIXELS_NONE}},      \
        .wake_at = INT64_MAX})
