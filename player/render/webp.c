#include "render/decoder.h"

#include "base/i18n.h"
#include "render/picture_fault.h"

#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>

enum { PIECE_SIZE = 65536 };

struct webp {
    struct decoder base;
    WebPDecoderConfig config;
    uint32_t next; /* row */
};

static void webp_close(struct decoder *decoder)
{
    struct webp *webp = (struct webp *)decoder;
    WebPFreeDecBuffer(&webp->config.output);
    free(decoder->profile);
    free(webp);
}

static int refuse(VP8StatusCode status, unsigned percent, struct picture_fault *fault)
{
    switch (status) {
    case VP8_STATUS_OUT_OF_MEMORY:
        return picture_fault_set(fault, "picture-memory",
                                 _("not enough memory for this picture; make it smaller"));
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
        return picture_fault_set(
            fault, "picture-truncated",
            _("the file ends early: only %u %% of the picture is there; copy it again"), percent);
    case VP8_STATUS_UNSUPPORTED_FEATURE:
        return picture_fault_set(
            fault, "picture-kind",
            _("this kind of WebP cannot be shown; save it as a still picture"));
    case VP8_STATUS_OK:
    case VP8_STATUS_INVALID_PARAM:
    case VP8_STATUS_BITSTREAM_ERROR:
    case VP8_STATUS_USER_ABORT:
        break;
    }
    return picture_fault_set(fault, "picture-damaged",
                             _("the WebP is damaged; export the picture again"));
}

/* Fed in pieces: libwebp throws away what it has decoded, so that a large file is never in memory
 * as a whole (a lossless one is, for its code refers back). */
static int decode(struct webp *webp, const struct source *source, struct picture_fault *fault)
{
    uint8_t piece[PIECE_SIZE];
    VP8StatusCode status = VP8_STATUS_SUSPENDED;
    WebPIDecoder *incremental = WebPIDecode(NULL, 0, &webp->config);
    if (!incremental)
        return refuse(VP8_STATUS_OUT_OF_MEMORY, 0, fault);
    for (uint64_t at = 0; status == VP8_STATUS_SUSPENDED;) {
        ssize_t got = source_read(source, at, piece, sizeof piece);
        if (got <= 0)
            break;
        status = WebPIAppend(incremental, piece, (size_t)got);
        at += (uint64_t)got;
    }
    int last = 0, height = 0;
    if (status != VP8_STATUS_OK && WebPIDecGetRGB(incremental, &last, NULL, &height, NULL) == NULL)
        last = 0;
    WebPIDelete(incremental);
    if (status == VP8_STATUS_OK)
        return 0;
    return refuse(status, height > 0 ? (unsigned)(last * 100 / height) : 0, fault);
}

static void set_up(struct webp *webp, const struct header *header, uint32_t width, uint32_t height)
{
    uint32_t scale = 1;
    bool alpha = header->info.has_alpha;
    while (header->width / (scale * 2) >= width && header->height / (scale * 2) >= height &&
           width > 0 && height > 0)
        scale *= 2;
    webp->base.width = (header->width + scale - 1) / scale;
    webp->base.height = (header->height + scale - 1) / scale;
    webp->base.across = webp->base.width; /* libwebp stretches over what it is asked for */
    webp->base.down = webp->base.height;
    webp->base.layout = alpha ? LAYOUT_RGBA : LAYOUT_RGB;
    webp->base.premultiplied = alpha;
    webp->config.output.colorspace = alpha ? MODE_rgbA : MODE_RGB;
    webp->config.options.use_scaling = scale > 1;
    webp->config.options.scaled_width = (int)webp->base.width;
    webp->config.options.scaled_height = (int)webp->base.height;
}

static struct decoder *webp_open(const struct source *source, const struct header *header,
                                 uint32_t width, uint32_t height, struct picture_fault *fault)
{
    struct webp *webp = calloc(1, sizeof *webp);
    if (!webp || !WebPInitDecoderConfig(&webp->config)) {
        free(webp);
        refuse(VP8_STATUS_OUT_OF_MEMORY, 0, fault);
        return NULL;
    }
    webp->base.trait = &decoder_webp;
    set_up(webp, header, width, height);
    if (decode(webp, source, fault) < 0) {
        webp_close(&webp->base);
        return NULL;
    }
    if (header->profile_size > 0) {
        webp->base.profile = header_bytes(source, header->profile_at, header->profile_size);
        webp->base.profile_size = webp->base.profile ? header->profile_size : 0;
    }
    return &webp->base;
}

static const uint8_t *webp_row(struct decoder *decoder, struct picture_fault *fault)
{
    (void)fault;
    struct webp *webp = (struct webp *)decoder;
    const WebPRGBABuffer *rows = &webp->config.output.u.RGBA;
    return rows->rgba + (size_t)webp->next++ * (size_t)rows->stride;
}

const struct decoder_trait decoder_webp = {.open = webp_open, .row = webp_row, .close = webp_close};
