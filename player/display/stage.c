#include "display/stage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

void stage_close(struct stage *stage)
{
    if (stage->ops)
        stage->ops->close(stage);
    *stage = (struct stage){0};
}
