#include "display/stage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

static bool has_render_node(void)
{
    for (int i = 128; i < 136; i++) {
        char path[32];
        snprintf(path, sizeof path, "/dev/dri/renderD%d", i);
        if (access(path, R_OK | W_OK) == 0)
            return true;
    }
    return false;
}

/* Mixing in memory wins wherever SDL's renderer would only be llvmpipe; a person who names a
 * renderer gets it. */
static bool suits_surface(const char *driver)
{
    if (getenv("SDL_RENDER_DRIVER"))
        return false;
    if (strcmp(driver, "x11") == 0)
        return !has_render_node();
    return strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0;
}

int stage_open(SDL_Window *window, const struct slide_area *view, uint32_t max_texture,
               struct stage *ret)
{
    struct stage stage = {.window = window, .view = *view, .max_texture = max_texture};
    bool surface = suits_surface(SDL_GetCurrentVideoDriver());
    if (!(surface && stage_surface_open(&stage) == 0) && stage_texture_open(&stage) < 0 &&
        stage_surface_open(&stage) < 0) {
        log_error("cannot draw on the screen: %s", SDL_GetError());
        return -1;
    }
    log_info("screen: %s by %s, slides of %ux%u", SDL_GetCurrentVideoDriver(), stage.ops->name,
             view->width, view->height);
    *ret = stage;
    return 0;
}

bool stage_uncover(struct stage *stage, enum stage_layer layer)
{
    struct stage_strip *strip = &stage->strips[layer];
    bool was_there = strip->slide != NULL;
    if (was_there)
        stage->ops->drop(stage, strip->slide);
    *strip = (struct stage_strip){0};
    return was_there;
}

void stage_set_view(struct stage *stage, const struct slide_area *view)
{
    for (int layer = 0; layer < STAGE_LAYERS; layer++)
        stage_uncover(stage, (enum stage_layer)layer);
    stage_ticker_clear(stage);
    stage->view = *view;
}

static bool is_inside(const struct slide_area *view, uint32_t x, uint32_t y,
                      const struct slide *slide)
{
    return slide->width <= view->width && x <= view->width - slide->width &&
           slide->height <= view->height && y <= view->height - slide->height;
}

int stage_cover(struct stage *stage, enum stage_layer layer, uint32_t x, uint32_t y,
                struct pixels *pixels)
{
    struct slide *slide = slide_create(pixels, 0);
    bool is_fine = slide && is_inside(&stage->view, x, y, slide);
    while (is_fine && !slide_is_ready(slide))
        is_fine = stage->ops->prepare(stage, slide, CLOCK_SECOND) == 0;
    stage_uncover(stage, layer);
    if (!is_fine) {
        stage->ops->drop(stage, slide);
        return -1;
    }
    if (stage->ops->copies)
        pixels_finish(&slide->pixels);
    stage->strips[layer] = (struct stage_strip){slide, x, y};
    return 0;
}

void stage_close(struct stage *stage)
{
    for (int layer = 0; stage->ops && layer < STAGE_LAYERS; layer++)
        stage_uncover(stage, (enum stage_layer)layer);
    if (stage->ops) {
        stage_ticker_clear(stage);
        stage->ops->close(stage);
    }
    *stage = (struct stage){0};
}
