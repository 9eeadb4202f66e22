/* One finished picture on its way to the screen. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "ipc/pixels.h"

struct SDL_Texture;

/* A rectangle of the picture in its own pixels. */
struct slide_area {
    uint32_t x, y, width, height;
};

/* Made by slide_create, prepared by the stage, destroyed through the stage that prepared it. */
struct slide {
    struct pixels pixels; /* a stage that copies them to the screen's memory lets them go */
    uint32_t width, height;
    uint64_t digest;    /* the job's: the same digest is the same picture */
    unsigned pages;     /* of a first page: how many its item takes; at least 1 */
    int64_t need;       /* of one of several pages: ipc/pages.h */
    uint32_t top, foot; /* px at its upright edges that it leaves to strips */
    bool has_clock;
    struct slide_area clock;    /* where the clock's line goes */
    uint32_t rows_ready;        /* rows that the stage has taken over; height: ready to be shown */
    struct SDL_Texture **tiles; /* the texture stage's; row by row */
    uint32_t tile_columns, tile_rows, tile_side;
};

/* Takes `pixels` over in every case. NULL without memory. */
struct slide *slide_create(struct pixels *pixels, uint64_t digest);
void slide_destroy(struct slide *slide); /* NULL is fine; its textures must be gone */
bool slide_is_ready(const struct slide *slide);
