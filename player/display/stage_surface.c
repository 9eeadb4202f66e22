#include <string.h>
#include <sys/mman.h>

#include "base/log.h"
#include "display/blend.h"
#include "display/stage.h"

static SDL_Surface *window_surface(struct stage *stage)
{
    SDL_Surface *surface = SDL_GetWindowSurface(stage->window);
    if (surface && surface->format->BytesPerPixel == 4 && surface->format->Rmask == 0xff0000 &&
        surface->format->Bmask == 0xff)
        return surface;
    return NULL;
}

int stage_surface_open(struct stage *stage)
{
    SDL_Surface *surface = window_surface(stage);
    if (!surface) {
        log_debug("no window surface of 32 bits: %s", SDL_GetError());
        return -1;
    }
    bool is_whole =
        stage->view.width == (uint32_t)surface->w && stage->view.height == (uint32_t)surface->h;
    if (!is_whole) { /* what slides do not fill is black once and for all */
        SDL_FillRect(surface, NULL, 0);
        SDL_UpdateWindowSurface(stage->window);
    }
    stage->ops = &stage_surface;
    return 0;
}

/* Nothing to upload. The pages are only touched ahead of time: two thousand page faults in the
 * frame of a cut would show. */
static int prepare(struct stage *stage, struct slide *slide, int64_t budget)
{
    (void)stage;
    (void)budget;
#ifdef MADV_POPULATE_READ
    madvise(slide->pixels.data, slide->pixels.size, MADV_POPULATE_READ);
#endif
    slide->rows_ready = slide->height;
    return 0;
}

static void patch(struct stage *stage, struct slide *slide, const struct slide_area *area,
                  const uint32_t *pixels)
{
    (void)stage;
    for (uint32_t y = 0; y < area->height; y++)
        memcpy(slide->pixels.data + (size_t)(area->y + y) * slide->width + area->x,
               pixels + (size_t)y * area->width, (size_t)area->width * 4);
}

static const uint32_t *slide_row(const struct slide *slide, uint32_t y)
{
    return slide->pixels.data + (size_t)y * slide->width;
}

/* One row of a frame. `offset` is how far the incoming slide has come, in pixels of the axis of the
 * transition; a row is copied from the one, from the other, or from both. */
static void draw_row(uint32_t *out, const struct stage_frame *frame, uint32_t y, size_t offset)
{
    const struct slide *from = frame->from, *to = frame->to;
    size_t width = to->width, rest = width - offset;
    switch (frame->transition) {
    case TRANSITION_CROSSFADE:
        blend_mix(out, slide_row(from, y), slide_row(to, y), width,
                  frame->progress * BLEND_ONE / STAGE_DONE);
        break;
    case TRANSITION_PUSH_LEFT:
        memcpy(out, slide_row(from, y) + offset, rest * 4);
        memcpy(out + rest, slide_row(to, y), offset * 4);
        break;
    case TRANSITION_PUSH_UP:
        memcpy(out,
               y + offset < to->height ? slide_row(from, y + offset)
                                       : slide_row(to, y + offset - to->height),
               width * 4);
        break;
    case TRANSITION_WIPE_LEFT:
        memcpy(out, slide_row(from, y), rest * 4);
        memcpy(out + rest, slide_row(to, y) + rest, offset * 4);
        break;
    case TRANSITION_CUT:
    case TRANSITION_TYPES:
        memcpy(out, slide_row(to, y), width * 4);
        break;
    }
}

/* A slide that was drawn for another size of the output, just before one that fits follows. */
static void draw_clipped(SDL_Surface *surface, const struct stage *stage, const struct slide *slide)
{
    SDL_FillRect(surface, NULL, 0);
    for (uint32_t y = 0; y < slide->height && stage->view.y + y < (uint32_t)surface->h; y++) {
        uint32_t room =
            (uint32_t)surface->w > stage->view.x ? (uint32_t)surface->w - stage->view.x : 0;
        uint32_t *row = (uint32_t *)((uint8_t *)surface->pixels +
                                     (size_t)(stage->view.y + y) * (size_t)surface->pitch);
        memcpy(row + stage->view.x, slide_row(slide, y),
               (size_t)(slide->width < room ? slide->width : room) * 4);
    }
}

static void draw(SDL_Surface *surface, const struct stage *stage, const struct stage_frame *frame)
{
    struct stage_frame whole = *frame;
    if (!frame->from || frame->progress >= STAGE_DONE)
        whole.transition = TRANSITION_CUT;
    uint32_t length =
        whole.transition == TRANSITION_PUSH_UP ? stage->view.height : stage->view.width;
    uint32_t offset = (uint32_t)((uint64_t)frame->progress * length / STAGE_DONE);
    for (uint32_t y = 0; y < stage->view.height; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)surface->pixels +
                                     (size_t)(stage->view.y + y) * (size_t)surface->pitch);
        draw_row(row + stage->view.x, &whole, y, offset);
    }
}

static uint32_t *view_row(SDL_Surface *surface, const struct stage *stage, uint32_t y)
{
    return (uint32_t *)((uint8_t *)surface->pixels +
                        (size_t)(stage->view.y + y) * (size_t)surface->pitch) +
           stage->view.x;
}

static void draw_piece(SDL_Surface *surface, const struct stage *stage,
                       const struct belt_piece *piece)
{
    const struct stage_ticker *ticker = &stage->ticker;
    const struct slide_area *place = &ticker->place;
    const struct slide *slide = ticker->slides[piece->picture];
    uint32_t rows = ticker->is_upright ? piece->length : place->height;
    for (uint32_t y = 0; y < rows; y++) {
        if (ticker->is_upright)
            memcpy(view_row(surface, stage, place->y + piece->dest + y) + place->x,
                   slide_row(slide, piece->source + y), (size_t)place->width * 4);
        else
            memcpy(view_row(surface, stage, place->y + y) + place->x + piece->dest,
                   slide_row(slide, y) + piece->source, (size_t)piece->length * 4);
    }
}

static void draw_ticker(SDL_Surface *surface, const struct stage *stage,
                        const struct stage_frame *frame)
{
    struct belt_piece pieces[BELT_PIECES];
    if (!stage_shows_ticker(stage, frame))
        return;
    size_t count = stage_ticker_pieces(stage, pieces);
    for (size_t i = 0; i < count; i++)
        draw_piece(surface, stage, &pieces[i]);
}

/* Over whatever the frame shows, so that a transition passes beneath. */
static void draw_strips(SDL_Surface *surface, const struct stage *stage,
                        const struct stage_frame *frame)
{
    draw_ticker(surface, stage, frame);
    for (size_t layer = 0; layer < STAGE_LAYERS; layer++) {
        const struct stage_strip *strip = &stage->strips[layer];
        if (!stage_shows_strip(stage, (enum stage_layer)layer, frame))
            continue;
        for (uint32_t y = 0; y < strip->slide->height; y++)
            memcpy(view_row(surface, stage, strip->y + y) + strip->x, slide_row(strip->slide, y),
                   (size_t)strip->slide->width * 4);
    }
}

/* Whether the frame's slide and the window are what the view says. */
static bool fits(const SDL_Surface *surface, const struct slide_area *view,
                 const struct stage_frame *frame)
{
    return frame->to->width == view->width && frame->to->height == view->height &&
           view->x + view->width <= (uint32_t)surface->w &&
           view->y + view->height <= (uint32_t)surface->h;
}

static int show(struct stage *stage, const struct stage_frame *frame)
{
    const struct slide_area *view = &stage->view;
    SDL_Surface *surface = window_surface(stage);
    if (!surface)
        return -1;
    if (!fits(surface, view, frame)) {
        draw_clipped(surface, stage, frame->to);
        return SDL_UpdateWindowSurface(stage->window);
    }
    draw(surface, stage, frame);
    draw_strips(surface, stage, frame);
    const SDL_Rect part = {(int)view->x, (int)view->y, (int)view->width, (int)view->height};
    return SDL_UpdateWindowSurfaceRects(stage->window, &part, 1);
}

/* Without a GPU every pixel costs: only those of the ticker are drawn and sent. */
static int tick(struct stage *stage, const struct stage_frame *frame)
{
    const struct slide_area *view = &stage->view, *place = &stage->ticker.place;
    SDL_Surface *surface = window_surface(stage);
    if (!surface)
        return -1;
    if (!fits(surface, view, frame))
        return 0;
    for (uint32_t y = place->y; y < place->y + place->height; y++) /* where the ticker is bare */
        memcpy(view_row(surface, stage, y) + place->x, slide_row(frame->to, y) + place->x,
               (size_t)place->width * 4);
    draw_strips(surface, stage, frame);
    const SDL_Rect part = {(int)(view->x + place->x), (int)(view->y + place->y), (int)place->width,
                           (int)place->height};
    return SDL_UpdateWindowSurfaceRects(stage->window, &part, 1);
}

static void drop(struct stage *stage, struct slide *slide)
{
    (void)stage;
    slide_destroy(slide);
}

static void close_stage(struct stage *stage)
{
    (void)stage; /* the surface goes with its window */
}

const struct stage_ops stage_surface = {"surface", false, prepare, patch,
                                        show,      tick,  drop,    close_stage};
