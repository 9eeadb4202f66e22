#include "render/picture.h"

#include "base/i18n.h"
#include "ipc/pixels.h"
#include "render/colour.h"
#include "render/decoder.h"
#include "render/header.h"
#include "render/picture_fault.h"
#include "render/picture_svg.h"
#include "render/reduce.h"
#include "render/scale.h"
#include "render/slot.h"
#include "render/upright.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a row passes on its way: decoder → plain CMYK or premultiplying → reducer → scaler →
 * colours → its place in the picture. Each asks the one before it for rows. */
struct stream {
    struct decoder *decoder;
    struct colour *colour;
    struct picture_fault *fault;
    enum layout layout; /* behind the first step */
    uint32_t taken;     /* rows of the decoder */
    uint8_t *prepared;  /* a row behind the first step, where that does anything */
    struct reducer reducer;
    struct scale_axis x, y;
    struct scaler scaler;
    bool is_scaled;
};

int picture_fit_parse(const char *name, enum picture_fit *ret)
{
    static const char *const names[] = {"contain", "cover", "fill"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            *ret = (enum picture_fit)i;
            return 0;
        }
    }
    return -1;
}

static int refuse_memory(struct picture_fault *fault)
{
    return picture_fault_set(fault, "picture-memory",
                             _("not enough memory for this picture; make it smaller"));
}

static int open_header(int fd, struct source *source, struct header *header,
                       struct picture_fault *fault)
{
    int result = source_open(fd, source);
    if (result == -ENOTSUP)
        return picture_fault_set(fault, "picture-read",
                                 _("this is a folder or a device, not a picture file"));
    if (result < 0)
        return picture_fault_set(fault, "picture-read", _("the file cannot be read: %s"),
                                 strerror(-result));
    return header_read(source, header, fault);
}

int picture_probe(int fd, struct picture_info *ret, struct picture_fault *fault)
{
    struct source source;
    struct header header;
    if (open_header(fd, &source, &header, fault) < 0)
        return -1;
    *ret = header.info;
    return 0;
}

static const uint8_t *next_prepared(struct stream *stream)
{
    struct decoder *decoder = stream->decoder;
    const uint8_t *row = decoder->trait->row(decoder, stream->fault);
    if (!row)
        return NULL;
    stream->taken++;
    if (!stream->prepared)
        return row;
    if (decoder->layout == LAYOUT_CMYK)
        colour_plain_cmyk(stream->prepared, row, decoder->width);
    else
        reduce_premultiply(stream->prepared, row, decoder->width);
    return stream->prepared;
}

static const uint8_t *next_reduced(void *context)
{
    struct stream *stream = context;
    const uint8_t *reduced = NULL;
    while (!reduced) {
        assert(stream->taken < stream->decoder->height);
        const uint8_t *row = next_prepared(stream);
        if (!row)
            return NULL;
        reduced = reducer_push(&stream->reducer, row, stream->taken == stream->decoder->height);
    }
    return reduced;
}

/* How much of the reduction the box may do, so that the better filter has a good part of it left: a
 * box alone aliases. */
static const double REST = 1.5;

static unsigned box_factor(double ratio)
{
    if (ratio < 2 * REST)
        return 1;
    return ratio / REST < REDUCE_MAX ? (unsigned)(ratio / REST) : REDUCE_MAX;
}

/* One direction of the scaling: the shown part of `covered` decoded pixels onto `out`. */
static int plan_axis(struct scale_axis *axis, unsigned factor, uint32_t decoded, double covered,
                     const struct slot_axis *slot)
{
    uint32_t in = (decoded + factor - 1) / factor;
    double length = covered * slot->part / factor;
    double offset = (covered / factor - length) / 2;
    if (offset < 1e-6)
        offset = 0;
    if (offset + length > in)
        length = in - offset;
    return scale_axis_init(axis, in, offset, length, slot->size);
}

static int plan_stream(struct stream *stream, const struct slot *slot)
{
    const struct decoder *decoder = stream->decoder;
    bool plain_cmyk = decoder->layout == LAYOUT_CMYK && !stream->colour;
    bool straight = decoder->layout == LAYOUT_RGBA && !decoder->premultiplied;
    stream->layout = plain_cmyk ? LAYOUT_RGB : decoder->layout;
    unsigned channels = layout_channels(stream->layout);
    if (plain_cmyk || straight) {
        stream->prepared = malloc((size_t)decoder->width * channels);
        if (!stream->prepared)
            return -1;
    }
    unsigned across = box_factor(decoder->across * slot->x.part / slot->x.size);
    unsigned down = box_factor(decoder->down * slot->y.part / slot->y.size);
    if (reducer_init(&stream->reducer, decoder->width, channels, across, down) < 0 ||
        plan_axis(&stream->x, across, decoder->width, decoder->across, &slot->x) < 0 ||
        plan_axis(&stream->y, down, decoder->height, decoder->down, &slot->y) < 0)
        return -1;
    stream->is_scaled = !stream->x.is_copy || !stream->y.is_copy || stream->x.in != stream->x.out ||
                        stream->y.in != stream->y.out;
    if (!stream->is_scaled)
        return 0;
    return scaler_init(&stream->scaler, &stream->x, &stream->y, channels);
}

static void stream_finish(struct stream *stream)
{
    if (stream->decoder)
        stream->decoder->trait->close(stream->decoder);
    colour_destroy(stream->colour);
    free(stream->prepared);
    reducer_finish(&stream->reducer);
    scale_axis_finish(&stream->x);
    scale_axis_finish(&stream->y);
    scaler_finish(&stream->scaler);
}

static const struct decoder_trait *find_trait(enum picture_format format)
{
    switch (format) {
    case PICTURE_JPEG:
        return &decoder_jpeg;
    case PICTURE_PNG:
        return &decoder_png;
    case PICTURE_WEBP:
        return &decoder_webp;
    case PICTURE_SVG:
        break;
    }
    return NULL;
}

/* Brings all rows to their places; what is cut off below is read too, for it may be damaged. */
static int run(struct stream *stream, struct upright *upright, struct picture_fault *fault)
{
    for (uint32_t y = 0; y < stream->y.out; y++) {
        const uint8_t *row = stream->is_scaled ? scaler_row(&stream->scaler, next_reduced, stream)
                                               : next_reduced(stream);
        if (!row)
            return -1;
        upright_put(upright, row);
    }
    while (stream->taken < stream->decoder->height) {
        if (!next_prepared(stream))
            return -1;
    }
    (void)fault;
    return 0;
}

static int decode(const struct source *source, const struct header *header,
                  const struct picture_request *request, struct picture *ret,
                  struct picture_fault *fault)
{
    struct stream stream = {.fault = fault};
    struct upright upright = {0};
    struct slot slot;
    int result = -1;
    slot_find(header->info.width, header->info.height, header->info.orientation, request->width,
              request->height, request->fit, &slot);
    stream.decoder = find_trait(header->info.format)
                         ->open(source, header, slot.decode_width, slot.decode_height, fault);
    if (!stream.decoder)
        return -1;
    stream.colour = colour_create(stream.decoder->profile, stream.decoder->profile_size,
                                  stream.decoder->gamma, stream.decoder->layout);
    if (plan_stream(&stream, &slot) < 0 ||
        upright_init(&upright, &slot, stream.layout, stream.colour, request) < 0)
        refuse_memory(fault);
    else
        result = run(&stream, &upright, fault);
    if (result == 0) {
        upright_take(&upright, ret);
        ret->own_width = header->info.width;
        ret->own_height = header->info.height;
    }
    upright_finish(&upright);
    stream_finish(&stream);
    return result;
}

int picture_read(int fd, const struct picture_request *request, struct picture *ret,
                 struct picture_fault *fault)
{
    struct source source;
    struct header header = {0};
    assert(request->width > 0 && request->height > 0);
    assert(request->width <= PIXELS_SIDE_MAX && request->height <= PIXELS_SIDE_MAX);
    if (open_header(fd, &source, &header, fault) < 0)
        return -1;
    if (header.info.format == PICTURE_SVG)
        return picture_svg_read(fd, request, ret, fault);
    return decode(&source, &header, request, ret, fault);
}

void picture_finish(struct picture *picture)
{
    free(picture->data);
    *picture = (struct picture){0};
}
