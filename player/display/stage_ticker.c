#include "base/clock.h"
#include "display/stage.h"

static uint32_t length_of(const struct stage_ticker *ticker, const struct slide *slide)
{
    if (!slide)
        return 0;
    return ticker->is_upright ? slide->height : slide->width;
}

static struct belt belt_of(const struct stage_ticker *ticker)
{
    return (struct belt){
        .window = ticker->is_upright ? ticker->place.height : ticker->place.width,
        .lengths = {length_of(ticker, ticker->slides[0]), length_of(ticker, ticker->slides[1])},
        .at = ticker->at,
        .gap = ticker->gap};
}

static void drop_first(struct stage *stage)
{
    struct stage_ticker *ticker = &stage->ticker;
    if (ticker->slides[0] && ticker->slides[0] != ticker->slides[1])
        stage->ops->drop(stage, ticker->slides[0]);
    ticker->slides[0] = ticker->slides[1];
    ticker->slides[1] = NULL;
    ticker->gap = 0;
}

void stage_ticker_clear(struct stage *stage)
{
    for (size_t i = 0; i < BELT_PIECES; i++)
        drop_first(stage);
    stage->ticker = (struct stage_ticker){0};
}

static bool same_place(const struct slide_area *a, const struct slide_area *b)
{
    return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

/* Makes room at another place; the words come in from its end. */
static void begin(struct stage *stage, const struct slide_area *place, unsigned rotate)
{
    stage_ticker_clear(stage);
    stage->ticker = (struct stage_ticker){.place = *place,
                                          .is_upright = rotate % 180 != 0,
                                          .is_mirrored = rotate == 180 || rotate == 270};
    stage->ticker.at = -(int64_t)(rotate % 180 ? place->height : place->width);
}

static bool is_fit(const struct stage *stage, const struct slide *slide)
{
    const struct stage_ticker *ticker = &stage->ticker;
    const struct slide_area *place = &ticker->place;
    if (place->x + place->width > stage->view.width ||
        place->y + place->height > stage->view.height)
        return false;
    return ticker->is_upright ? slide->width == place->width && slide->height >= place->height
                              : slide->height == place->height && slide->width >= place->width;
}

int stage_ticker_add(struct stage *stage, const struct slide_area *place, unsigned rotate,
                     struct pixels *pixels)
{
    struct slide *slide = slide_create(pixels, 0);
    struct stage_ticker *ticker = &stage->ticker;
    bool is_mirrored = rotate == 180 || rotate == 270;
    if (!ticker->slides[0] || !same_place(&ticker->place, place) ||
        ticker->is_mirrored != is_mirrored)
        begin(stage, place, rotate);
    bool is_fine = slide && !ticker->slides[1] && is_fit(stage, slide);
    while (is_fine && !slide_is_ready(slide))
        is_fine = stage->ops->prepare(stage, slide, CLOCK_SECOND) == 0;
    if (!is_fine) {
        stage->ops->drop(stage, slide);
        return -1;
    }
    if (stage->ops->copies)
        pixels_finish(&slide->pixels);
    if (ticker->slides[0]) {
        const struct belt belt = belt_of(ticker);
        ticker->gap = belt_gap(&belt);
    }
    ticker->slides[ticker->slides[0] ? 1 : 0] = slide;
    return 0;
}

void stage_ticker_repeat(struct stage *stage)
{
    if (stage_ticker_is_short(stage))
        stage->ticker.slides[1] = stage->ticker.slides[0];
}

void stage_ticker_move(struct stage *stage, uint32_t step)
{
    struct stage_ticker *ticker = &stage->ticker;
    if (!ticker->slides[0])
        return;
    ticker->at += step;
    const struct belt belt = belt_of(ticker);
    if (!belt_has_passed(&belt))
        return;
    if (!ticker->slides[1]) { /* what follows has not come: the place stays bare until then */
        ticker->at = belt.lengths[0];
        return;
    }
    bool repeats = ticker->slides[0] == ticker->slides[1];
    ticker->at -= (int64_t)belt.lengths[0] + belt.gap;
    drop_first(stage);
    if (repeats)
        ticker->slides[1] = ticker->slides[0];
}

bool stage_ticker_is_short(const struct stage *stage)
{
    return stage->ticker.slides[0] && !stage->ticker.slides[1];
}

size_t stage_ticker_pieces(const struct stage *stage, struct belt_piece ret[BELT_PIECES])
{
    const struct belt belt = belt_of(&stage->ticker);
    size_t count = belt_pieces(&belt, ret);
    for (size_t i = 0; stage->ticker.is_mirrored && i < count; i++)
        belt_mirror(&belt, &ret[i]);
    return count;
}

bool stage_shows_strip(const struct stage *stage, enum stage_layer layer,
                       const struct stage_frame *frame)
{
    return stage->strips[layer].slide && (layer != STAGE_ALERT || frame->to->top > 0);
}

bool stage_shows_ticker(const struct stage *stage, const struct stage_frame *frame)
{
    return stage->ticker.slides[0] && frame->to->foot > 0;
}
