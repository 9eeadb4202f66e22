#include "render/decoder.h"

#include "base/i18n.h"
#include "playlist/limits.h"
#include "render/picture_fault.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

enum { CHUNK_BYTES_MAX = HEADER_PROFILE_MAX, CHUNKS_KEPT_MAX = 64, BUFFER_SIZE = 65536 };

struct png {
    struct decoder base;
    png_structp library;
    png_infop info;
    struct source source;
    struct picture_fault *fault; /* of the call that runs */
    jmp_buf escape;
    uint64_t offset;
    size_t have, used; /* of the buffer */
    bool ended;        /* the file, before the picture */
    uint32_t next;     /* row */
    size_t row_size;
    uint8_t *pixels; /* one row; of an interlaced picture all of them */
    bool interlaced;
    uint8_t buffer[BUFFER_SIZE];
};

__attribute__((noreturn)) static void on_error(png_structp library, png_const_charp text)
{
    struct png *png = png_get_error_ptr(library);
    unsigned percent = (unsigned)((uint64_t)png->next * 100 / (png->base.height + 1));
    if (png->ended && (png->interlaced || png->base.height == 0))
        picture_fault_set(png->fault, "picture-truncated", _("the file ends early; copy it again"));
    else if (png->ended)
        picture_fault_set(png->fault, "picture-truncated",
                          _("the file ends early: only %u %% of the picture is there; copy it "
                            "again"),
                          percent);
    else
        picture_fault_set(png->fault, "picture-damaged",
                          _("the PNG is damaged (%s); export it again"), text);
    longjmp(png->escape, 1);
}

static void on_warning(png_structp library, png_const_charp text)
{
    (void)library, (void)text; /* about chunks that make no difference to the pixels */
}

static void on_read(png_structp library, png_bytep data, size_t size)
{
    struct png *png = png_get_io_ptr(library);
    while (size > 0) {
        if (png->used == png->have) {
            ssize_t got = source_read(&png->source, png->offset, png->buffer, BUFFER_SIZE);
            if (got <= 0) {
                png->ended = true;
                png_error(library, "the file ends");
            }
            png->offset += (uint64_t)got;
            png->have = (size_t)got;
            png->used = 0;
        }
        size_t part = png->have - png->used < size ? png->have - png->used : size;
        memcpy(data, png->buffer + png->used, part);
        png->used += part;
        data += part;
        size -= part;
    }
}

static void png_close(struct decoder *decoder)
{
    struct png *png = (struct png *)decoder;
    png_destroy_read_struct(&png->library, &png->info, NULL);
    free(png->pixels);
    free(decoder->profile);
    free(png);
}

static void set_limits(png_structp library)
{
    static const png_byte ignored[] = "tEXt\0zTXt\0iTXt\0tIME\0pHYs\0bKGD\0hIST\0sPLT\0eXIf\0"
                                      "oFFs\0pCAL\0sCAL";
    png_set_user_limits(library, LIMIT_PICTURE_SIDE, LIMIT_PICTURE_SIDE);
    png_set_chunk_cache_max(library, CHUNKS_KEPT_MAX);
    png_set_chunk_malloc_max(library, CHUNK_BYTES_MAX);
    /* texts are where decompression bombs sit; nothing here asks for them */
    png_set_keep_unknown_chunks(library, PNG_HANDLE_CHUNK_NEVER, ignored, sizeof ignored / 5);
    png_set_crc_action(library, PNG_CRC_DEFAULT, PNG_CRC_QUIET_USE);
}

/* Whatever the file holds becomes grey, RGB or RGBA of 8 bits. */
static void set_transforms(struct png *png)
{
    png_structp library = png->library;
    png_byte type = png_get_color_type(library, png->info);
    bool transparent = png_get_valid(library, png->info, PNG_INFO_tRNS) != 0;
    if (png_get_bit_depth(library, png->info) == 16)
        png_set_scale_16(library);
    png_set_expand(library); /* palettes, fewer bits, tRNS */
    bool alpha = transparent || (type & PNG_COLOR_MASK_ALPHA);
    if (alpha && !(type & PNG_COLOR_MASK_COLOR))
        png_set_gray_to_rgb(library);
    if (alpha)
        png->base.layout = LAYOUT_RGBA;
    else
        png->base.layout = (type & PNG_COLOR_MASK_COLOR) ? LAYOUT_RGB : LAYOUT_GREY;
}

/* An ICC profile says most; sRGB says it all; a bare gAMA counts where it differs from sRGB's. */
static int read_colours(struct png *png)
{
    png_charp name;
    png_bytep profile;
    png_uint_32 size;
    int compression, intent;
    double gamma;
    if (png_get_iCCP(png->library, png->info, &name, &compression, &profile, &size)) {
        png->base.profile = malloc(size);
        if (!png->base.profile)
            return -1;
        memcpy(png->base.profile, profile, size);
        png->base.profile_size = size;
    } else if (!png_get_sRGB(png->library, png->info, &intent) &&
               png_get_gAMA(png->library, png->info, &gamma) && gamma > 0.1 && gamma <= 1.0 &&
               (gamma < 0.43 || gamma > 0.48)) {
        png->base.gamma = 1 / gamma;
    }
    return 0;
}

static int read_all(struct png *png)
{
    for (int pass = png_set_interlace_handling(png->library); pass > 0; pass--) {
        for (uint32_t y = 0; y < png->base.height; y++)
            png_read_row(png->library, png->pixels + y * png->row_size, NULL);
    }
    return 0;
}

static int start(struct png *png, const struct header *header)
{
    png_structp library = png->library;
    png_set_read_fn(library, png, on_read);
    set_limits(library);
    png_read_info(library, png->info);
    png->interlaced = png_get_interlace_type(library, png->info) != PNG_INTERLACE_NONE;
    if (png_get_image_width(library, png->info) != header->width ||
        png_get_image_height(library, png->info) != header->height ||
        png->interlaced != header->info.progressive)
        png_error(library, "two headers that differ");
    set_transforms(png);
    if (read_colours(png) < 0)
        return -1;
    if (png->interlaced)
        png_set_interlace_handling(library);
    png_read_update_info(library, png->info);
    png->row_size = (size_t)header->width * layout_channels(png->base.layout);
    if (png_get_rowbytes(library, png->info) != png->row_size)
        png_error(library, "rows of an unexpected size");
    size_t size = png->row_size;
    if (png->interlaced && __builtin_mul_overflow(size, header->height, &size))
        return -1;
    png->pixels = malloc(size);
    if (!png->pixels)
        return -1;
    png->base.width = header->width;
    png->base.height = header->height;
    png->base.across = header->width;
    png->base.down = header->height;
    return png->interlaced ? read_all(png) : 0;
}

static struct decoder *png_open(const struct source *source, const struct header *header,
                                uint32_t width, uint32_t height, struct picture_fault *fault)
{
    (void)width, (void)height; /* PNG has no smaller way of being read */
    struct png *png = calloc(1, sizeof *png);
    if (!png)
        goto no_memory;
    png->base.trait = &decoder_png;
    png->source = *source;
    png->fault = fault;
    if (setjmp(png->escape)) {
        png_close(&png->base);
        return NULL;
    }
    png->library = png_create_read_struct(PNG_LIBPNG_VER_STRING, png, on_error, on_warning);
    png->info = png->library ? png_create_info_struct(png->library) : NULL;
    if (!png->info || start(png, header) < 0)
        goto no_memory;
    return &png->base;
no_memory:
    if (png)
        png_close(&png->base);
    picture_fault_set(fault, "picture-memory",
                      _("not enough memory for this picture; make it smaller"));
    return NULL;
}

static const uint8_t *png_row(struct decoder *decoder, struct picture_fault *fault)
{
    struct png *png = (struct png *)decoder;
    png->fault = fault;
    if (setjmp(png->escape))
        return NULL;
    uint32_t y = png->next++;
    if (png->interlaced)
        return png->pixels + y * png->row_size;
    png_read_row(png->library, png->pixels, NULL);
    return png->pixels;
}

const struct decoder_trait decoder_png = {.open = png_open, .row = png_row, .close = png_close};
