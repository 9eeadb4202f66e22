#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "display/stage.h"

enum {
    STRIP_ROWS = 32,
    /* Mesa's v3d and vc4 refuse more than 4096 and 2048; llvmpipe says 16384. */
    TILE_MIN = 64
};

int stage_texture_open(struct stage *stage)
{
    SDL_RendererInfo info;
    SDL_Renderer *renderer =
        SDL_CreateRenderer(stage->window, -1, SDL_RENDERER_ACCELERATED | SDL_RENDERER_PRESENTVSYNC);
    if (!renderer)
        renderer = SDL_CreateRenderer(stage->window, -1, 0);
    if (!renderer || SDL_GetRendererInfo(renderer, &info) < 0) {
        log_debug("no renderer: %s", SDL_GetError());
        return -1;
    }
    uint32_t limit = 2048; /* what every GPU of the last twenty years takes */
    if (info.max_texture_width > 0 && info.max_texture_height > 0)
        limit = (uint32_t)SDL_min(info.max_texture_width, info.max_texture_height);
    if (stage->max_texture == 0 || stage->max_texture > limit)
        stage->max_texture = limit;
    if (stage->max_texture < TILE_MIN)
        stage->max_texture = TILE_MIN;
    stage->renderer = renderer;
    stage->paced = (info.flags & SDL_RENDERER_PRESENTVSYNC) != 0;
    stage->ops = &stage_texture;
    log_debug("renderer %s, textures up to %u, vsync %s", info.name, stage->max_texture,
              stage->paced ? "on" : "off");
    return 0;
}

static SDL_Rect tile_rect(const struct slide *slide, uint32_t column, uint32_t row)
{
    uint32_t side = slide->tile_side, x = column * side, y = row * side;
    return (SDL_Rect){(int)x, (int)y, (int)SDL_min(side, slide->width - x),
                      (int)SDL_min(side, slide->height - y)};
}

static SDL_Texture **tile_at(const struct slide *slide, uint32_t column, uint32_t row)
{
    return &slide->tiles[(size_t)row * slide->tile_columns + column];
}

static void free_tiles(struct stage *stage, struct slide *slide)
{
    for (size_t i = 0; slide->tiles && i < (size_t)slide->tile_columns * slide->tile_rows; i++) {
        if (slide->tiles[i])
            SDL_DestroyTexture(slide->tiles[i]);
    }
    if (slide->tiles)
        stage->texture_bytes -= (uint64_t)slide->width * slide->height * 4;
    free(slide->tiles);
    slide->tiles = NULL;
}

static int make_tiles(struct stage *stage, struct slide *slide)
{
    slide->tile_side = stage->max_texture;
    slide->tile_columns = (slide->width + slide->tile_side - 1) / slide->tile_side;
    slide->tile_rows = (slide->height + slide->tile_side - 1) / slide->tile_side;
    slide->tiles = calloc((size_t)slide->tile_columns * slide->tile_rows, sizeof(SDL_Texture *));
    if (!slide->tiles)
        return -1;
    stage->texture_bytes += (uint64_t)slide->width * slide->height * 4;
    stage->peak_texture_bytes = SDL_max(stage->peak_texture_bytes, stage->texture_bytes);
    for (uint32_t row = 0; row < slide->tile_rows; row++) {
        for (uint32_t column = 0; column < slide->tile_columns; column++) {
            SDL_Rect rect = tile_rect(slide, column, row);
            /* Static: a streaming texture keeps a second copy in our memory. */
            SDL_Texture *tile = SDL_CreateTexture(stage->renderer, SDL_PIXELFORMAT_RGB888,
                                                  SDL_TEXTUREACCESS_STATIC, rect.w, rect.h);
            if (!tile) {
                log_error("no texture of %dx%d: %s; this slide is left out", rect.w, rect.h,
                          SDL_GetError());
                free_tiles(stage, slide);
                return -1;
            }
            SDL_SetTextureBlendMode(tile, SDL_BLENDMODE_BLEND);
            *tile_at(slide, column, row) = tile;
        }
    }
    return 0;
}

/* Copies `area` of the slide from `pixels` (rows of `stride` pixels, the first at area->y) into the
 * tiles that it touches. A padded pitch makes SDL repack, so full rows go as they are. */
static void upload(struct slide *slide, const struct slide_area *area, const uint32_t *pixels,
                   uint32_t stride)
{
    SDL_Rect wanted = {(int)area->x, (int)area->y, (int)area->width, (int)area->height};
    for (uint32_t row = 0; row < slide->tile_rows; row++) {
        for (uint32_t column = 0; column < slide->tile_columns; column++) {
            SDL_Rect tile = tile_rect(slide, column, row), part;
            if (!SDL_IntersectRect(&tile, &wanted, &part))
                continue;
            SDL_Rect inside = {part.x - tile.x, part.y - tile.y, part.w, part.h};
            const uint32_t *first =
                pixels + (size_t)(part.y - wanted.y) * stride + (size_t)(part.x - wanted.x);
            SDL_UpdateTexture(*tile_at(slide, column, row), &inside, first, (int)stride * 4);
        }
    }
}

static int prepare(struct stage *stage, struct slide *slide, int64_t budget)
{
    if (!slide->tiles && make_tiles(stage, slide) < 0)
        return -1;
    int64_t end = clock_monotonic() + budget;
    do {
        uint32_t rows = SDL_min(STRIP_ROWS, slide->height - slide->rows_ready);
        struct slide_area strip = {0, slide->rows_ready, slide->width, rows};
        upload(slide, &strip, slide->pixels.data + (size_t)slide->rows_ready * slide->width,
               slide->width);
        slide->rows_ready += rows;
    } while (slide->rows_ready < slide->height && clock_monotonic() < end);
    return 0;
}

static void patch(struct stage *stage, struct slide *slide, const struct slide_area *area,
                  const uint32_t *pixels)
{
    (void)stage;
    if (slide->tiles)
        upload(slide, area, pixels, area->width);
}

static void draw_slide(struct stage *stage, const struct slide *slide, int x, int y, uint8_t alpha)
{
    for (uint32_t row = 0; row < slide->tile_rows; row++) {
        for (uint32_t column = 0; column < slide->tile_columns; column++) {
            SDL_Rect rect = tile_rect(slide, column, row);
            SDL_Texture *tile = *tile_at(slide, column, row);
            rect.x += (int)stage->view.x + x;
            rect.y += (int)stage->view.y + y;
            SDL_SetTextureAlphaMod(tile, alpha);
            SDL_RenderCopy(stage->renderer, tile, NULL, &rect);
        }
    }
}

static SDL_Rect view_rect(const struct stage *stage)
{
    return (SDL_Rect){(int)stage->view.x, (int)stage->view.y, (int)stage->view.width,
                      (int)stage->view.height};
}

static void draw_transition(struct stage *stage, const struct stage_frame *frame)
{
    int width = (int)frame->to->width, height = (int)frame->to->height;
    int across = (int)((uint64_t)frame->progress * (uint64_t)width / STAGE_DONE);
    int down = (int)((uint64_t)frame->progress * (uint64_t)height / STAGE_DONE);
    SDL_Rect clip = view_rect(stage);
    switch (frame->transition) {
    case TRANSITION_CROSSFADE:
        draw_slide(stage, frame->from, 0, 0, 255);
        draw_slide(stage, frame->to, 0, 0, (uint8_t)(frame->progress * 255 / STAGE_DONE));
        break;
    case TRANSITION_PUSH_LEFT:
        draw_slide(stage, frame->from, -across, 0, 255);
        draw_slide(stage, frame->to, width - across, 0, 255);
        break;
    case TRANSITION_PUSH_UP:
        draw_slide(stage, frame->from, 0, -down, 255);
        draw_slide(stage, frame->to, 0, height - down, 255);
        break;
    case TRANSITION_WIPE_LEFT:
        draw_slide(stage, frame->from, 0, 0, 255);
        clip.x += width - across;
        clip.w = across;
        SDL_RenderSetClipRect(stage->renderer, &clip);
        draw_slide(stage, frame->to, 0, 0, 255);
        break;
    case TRANSITION_CUT:
    case TRANSITION_TYPES:
        draw_slide(stage, frame->to, 0, 0, 255);
        break;
    }
}

/* Each piece is its whole picture at its place, seen through the window that it has there. */
static void draw_ticker(struct stage *stage)
{
    const struct stage_ticker *ticker = &stage->ticker;
    const struct slide_area *place = &ticker->place;
    struct belt_piece pieces[BELT_PIECES];
    size_t count = stage_ticker_pieces(stage, pieces);
    for (size_t i = 0; i < count; i++) {
        int shift = (int)pieces[i].dest - (int)pieces[i].source;
        int x = (int)place->x + (ticker->is_upright ? 0 : shift);
        int y = (int)place->y + (ticker->is_upright ? shift : 0);
        SDL_Rect window = {(int)(stage->view.x + place->x), (int)(stage->view.y + place->y),
                           (int)place->width, (int)place->height};
        SDL_RenderSetClipRect(stage->renderer, &window);
        draw_slide(stage, ticker->slides[pieces[i].picture], x, y, 255);
    }
}

/* Over whatever the frame shows, so that a transition passes beneath. */
static void draw_strips(struct stage *stage, const struct stage_frame *frame)
{
    SDL_Rect view = view_rect(stage);
    if (stage_shows_ticker(stage, frame))
        draw_ticker(stage);
    SDL_RenderSetClipRect(stage->renderer, &view); /* a wipe has made it narrower */
    for (size_t layer = 0; layer < STAGE_LAYERS; layer++) {
        const struct stage_strip *strip = &stage->strips[layer];
        if (stage_shows_strip(stage, (enum stage_layer)layer, frame))
            draw_slide(stage, strip->slide, (int)strip->x, (int)strip->y, 255);
    }
}

static void draw(struct stage *stage, const struct stage_frame *frame)
{
    SDL_Rect view = view_rect(stage);
    SDL_RenderSetClipRect(stage->renderer, NULL);
    SDL_SetRenderDrawColor(stage->renderer, 0, 0, 0, 255);
    SDL_RenderClear(stage->renderer); /* the buffers take turns: what lay in this one is old */
    SDL_RenderSetClipRect(stage->renderer, &view);
    if (frame->from && frame->progress < STAGE_DONE)
        draw_transition(stage, frame);
    else
        draw_slide(stage, frame->to, 0, 0, 255);
    draw_strips(stage, frame);
    SDL_RenderPresent(stage->renderer);
}

/* On KMSDRM the first frame sets the mode and only the next ones are flips, and there are drivers
 * that show nothing before a flip (virtio-gpu). A picture that is held would stay black, so the
 * first frame goes twice; drawn again, because the buffers take turns. */
static int show(struct stage *stage, const struct stage_frame *frame)
{
    draw(stage, frame);
    if (!stage->has_flipped)
        draw(stage, frame);
    stage->has_flipped = true;
    return 0;
}

static void drop(struct stage *stage, struct slide *slide)
{
    if (slide)
        free_tiles(stage, slide);
    slide_destroy(slide);
}

static void close_stage(struct stage *stage)
{
    SDL_DestroyRenderer(stage->renderer);
}

const struct stage_ops stage_texture = {"texture", true, prepare, patch,
                                        show,      show, drop,    close_stage};
