#include "display/slide.h"

#include <stdlib.h>

struct slide *slide_create(struct pixels *pixels, uint64_t digest)
{
    struct slide *slide = calloc(1, sizeof *slide);
    if (!slide) {
        pixels_finish(pixels);
        return NULL;
    }
    slide->pixels = *pixels;
    slide->width = pixels->width;
    slide->height = pixels->height;
    slide->digest = digest;
    slide->pages = 1;
    *pixels = PIXELS_NONE;
    return slide;
}

void slide_destroy(struct slide *slide)
{
    if (!slide)
        return;
    pixels_finish(&slide->pixels);
    free(slide->tiles);
    free(slide);
}

bool slide_is_ready(const struct slide *slide)
{
    return slide && slide->rows_ready == slide->height;
}
