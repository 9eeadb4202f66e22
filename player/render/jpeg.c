#include "render/decoder.h"

#include "base/i18n.h"
#include "playlist/limits.h"
#include "render/picture_fault.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

enum {
    BUFFER_SIZE = 65536,
    ROWS = 4,        /* read at once */
    SCANS_MAX = 100, /* legal files have ten; 80 000 of a hundred bytes each are an attack */
    SCANS_ALWAYS = 20
};
#define SCANNED_PIXELS_MAX UINT64_C(1000000000) /* scans × pixels: some ten seconds of work */

struct jpeg {
    struct decoder base;
    struct jpeg_decompress_struct library;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr input;
    struct jpeg_progress_mgr progress;
    struct source source;
    struct picture_fault *fault; /* of the call that runs */
    jmp_buf escape;
    uint64_t offset;
    bool ended;      /* the file, before the picture */
    bool has_passes; /* over the whole picture; libjpeg may be asked only behind its header */
    unsigned scans_max;
    JSAMPROW rows[ROWS];
    unsigned have, next; /* rows read at once, and the one to be given next */
    uint8_t buffer[BUFFER_SIZE];
};

static struct jpeg *jpeg_of(j_common_ptr library)
{
    return library->client_data;
}

/* How far the picture has been read, in percent of its rows. */
static unsigned percent(const struct jpeg *jpeg)
{
    const struct jpeg_decompress_struct *library = &jpeg->library;
    if (library->output_height == 0)
        return 0;
    return (unsigned)((uint64_t)library->output_scanline * 100 / library->output_height);
}

__attribute__((noreturn)) static void give_up(struct jpeg *jpeg)
{
    longjmp(jpeg->escape, 1);
}

__attribute__((noreturn)) static void give_up_damaged(struct jpeg *jpeg)
{
    if (jpeg->ended && jpeg->has_passes)
        picture_fault_set(jpeg->fault, "picture-truncated",
                          _("the file ends early, before all passes of the progressive JPEG; copy "
                            "it again"));
    else if (jpeg->ended)
        picture_fault_set(jpeg->fault, "picture-truncated",
                          _("the file ends early: only %u %% of the picture is there; copy it "
                            "again"),
                          percent(jpeg));
    else
        picture_fault_set(jpeg->fault, "picture-damaged",
                          _("the JPEG is damaged after %u %% of the picture; export it again"),
                          percent(jpeg));
    give_up(jpeg);
}

static void on_error(j_common_ptr library)
{
    struct jpeg *jpeg = jpeg_of(library);
    char text[JMSG_LENGTH_MAX];
    if (jpeg->ended)
        give_up_damaged(jpeg);
    library->err->format_message(library, text);
    if (library->err->msg_code == JERR_OUT_OF_MEMORY)
        picture_fault_set(jpeg->fault, "picture-memory",
                          _("not enough memory for this picture; make it smaller"));
    else
        picture_fault_set(jpeg->fault, "picture-damaged", _("the JPEG cannot be read: %s"), text);
    give_up(jpeg);
}

/* libjpeg goes on over damage and fills with grey. A screen must not show that: what loses pixels
 * ends the decoding, what is only odd (bytes too many, a newer version number) does not. */
static void on_message(j_common_ptr library, int level)
{
    if (level >= 0)
        return;
    switch (library->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_NOT_SEQUENTIAL:
        give_up_damaged(jpeg_of(library));
    default:
        break;
    }
}

static void on_progress(j_common_ptr library)
{
    struct jpeg *jpeg = jpeg_of(library);
    if ((unsigned)jpeg->library.input_scan_number <= jpeg->scans_max)
        return;
    picture_fault_set(jpeg->fault, "picture-kind",
                      _("the JPEG has more than %u passes (scans); save it again"),
                      jpeg->scans_max);
    give_up(jpeg);
}

static void input_init(j_decompress_ptr library)
{
    (void)library;
}

static boolean input_fill(j_decompress_ptr library)
{
    struct jpeg *jpeg = jpeg_of((j_common_ptr)library);
    ssize_t got = source_read(&jpeg->source, jpeg->offset, jpeg->buffer, BUFFER_SIZE);
    if (got <= 0) {
        /* An end-of-image marker that is missing is forgiven; pixels that are missing show up as
         * JWRN_HIT_MARKER behind it. In a progressive picture scans might be missing unnoticed. */
        static const uint8_t end[] = {0xFF, JPEG_EOI};
        jpeg->ended = true;
        if (jpeg->has_passes)
            give_up_damaged(jpeg);
        memcpy(jpeg->buffer, end, sizeof end);
        got = sizeof end;
    }
    jpeg->offset += (uint64_t)got;
    jpeg->input.next_input_byte = jpeg->buffer;
    jpeg->input.bytes_in_buffer = (size_t)got;
    return TRUE;
}

static void input_skip(j_decompress_ptr library, long count)
{
    struct jpeg *jpeg = jpeg_of((j_common_ptr)library);
    if (count <= 0)
        return;
    if ((size_t)count <= jpeg->input.bytes_in_buffer) {
        jpeg->input.next_input_byte += count;
        jpeg->input.bytes_in_buffer -= (size_t)count;
        return;
    }
    jpeg->offset += (size_t)count - jpeg->input.bytes_in_buffer;
    jpeg->input.bytes_in_buffer = 0;
}

static void input_term(j_decompress_ptr library)
{
    (void)library;
}

static void jpeg_close(struct decoder *decoder)
{
    struct jpeg *jpeg = (struct jpeg *)decoder;
    jpeg_destroy_decompress(&jpeg->library);
    for (unsigned i = 0; i < ROWS; i++)
        free(jpeg->rows[i]);
    free(decoder->profile);
    free(jpeg);
}

/* Halves, quarters and eighths only: these inverse transforms have SIMD code in libjpeg-turbo, the
 * odd ones have not, and cost more than the whole picture does. */
static unsigned choose_scale(const struct header *header, uint32_t width, uint32_t height)
{
    unsigned scale = 8;
    while (scale > 1 && (header->width / scale < width || header->height / scale < height))
        scale /= 2;
    return scale;
}

static void choose_colours(struct jpeg *jpeg)
{
    struct jpeg_decompress_struct *library = &jpeg->library;
    if (library->num_components == 1) {
        library->out_color_space = JCS_GRAYSCALE;
        jpeg->base.layout = LAYOUT_GREY;
    } else if (library->num_components == 4) {
        library->out_color_space = JCS_CMYK;
        jpeg->base.layout = LAYOUT_CMYK;
    } else {
        library->out_color_space = JCS_RGB;
        jpeg->base.layout = LAYOUT_RGB;
    }
}

/* libjpeg's own word on what it is about to decode must agree with what has been checked. */
static void check_header(struct jpeg *jpeg, const struct header *header)
{
    const struct jpeg_decompress_struct *library = &jpeg->library;
    uint64_t pixels = (uint64_t)library->image_width * library->image_height;
    if (library->image_width != header->width || library->image_height != header->height ||
        (unsigned)library->num_components != header->info.components) {
        picture_fault_set(jpeg->fault, "picture-damaged",
                          _("the JPEG has two headers that differ; export it again"));
        give_up(jpeg);
    }
    jpeg->has_passes = jpeg_has_multiple_scans(&jpeg->library);
    if (jpeg->has_passes && (pixels > LIMIT_PROGRESSIVE_PIXELS ||
                             header->coefficients > (uint64_t)LIMIT_PROGRESSIVE_PIXELS * 3 * 2)) {
        picture_fault_set(jpeg->fault, "picture-size",
                          _("the picture is %u × %u and stored in several passes; at most %d "
                            "megapixels so: save it as a baseline JPEG or make it smaller"),
                          header->width, header->height, LIMIT_PROGRESSIVE_PIXELS / 1000000);
        give_up(jpeg);
    }
    uint64_t scans = SCANNED_PIXELS_MAX / pixels;
    jpeg->scans_max = scans < SCANS_ALWAYS ? SCANS_ALWAYS
                      : scans > SCANS_MAX  ? SCANS_MAX
                                           : (unsigned)scans;
}

static void start(struct jpeg *jpeg, const struct header *header, uint32_t width, uint32_t height)
{
    struct jpeg_decompress_struct *library = &jpeg->library;
    jpeg_create_decompress(library);
    library->client_data = jpeg;
    library->src = &jpeg->input;
    library->progress = &jpeg->progress;
    jpeg_read_header(library, TRUE);
    check_header(jpeg, header);
    unsigned scale = choose_scale(header, width, height);
    library->scale_num = 1;
    library->scale_denom = scale;
    choose_colours(jpeg);
    jpeg_start_decompress(library);
    jpeg->base.width = library->output_width;
    jpeg->base.height = library->output_height;
    jpeg->base.across = (double)header->width / scale;
    jpeg->base.down = (double)header->height / scale;
}

static struct decoder *jpeg_open(const struct source *source, const struct header *header,
                                 uint32_t width, uint32_t height, struct picture_fault *fault)
{
    struct jpeg *jpeg = calloc(1, sizeof *jpeg);
    if (!jpeg)
        goto no_memory;
    jpeg->base.trait = &decoder_jpeg;
    jpeg->source = *source;
    jpeg->fault = fault;
    jpeg->has_passes = header->info.progressive;
    jpeg->library.err = jpeg_std_error(&jpeg->errors);
    jpeg->library.client_data = jpeg;
    jpeg->errors.error_exit = on_error;
    jpeg->errors.emit_message = on_message;
    jpeg->progress.progress_monitor = on_progress;
    jpeg->input = (struct jpeg_source_mgr){.init_source = input_init,
                                           .fill_input_buffer = input_fill,
                                           .skip_input_data = input_skip,
                                           .resync_to_restart = jpeg_resync_to_restart,
                                           .term_source = input_term};
    if (setjmp(jpeg->escape)) {
        jpeg_close(&jpeg->base);
        return NULL;
    }
    start(jpeg, header, width, height);
    size_t row = (size_t)jpeg->library.output_width * layout_channels(jpeg->base.layout);
    for (unsigned i = 0; i < ROWS; i++) {
        jpeg->rows[i] = malloc(row);
        if (!jpeg->rows[i])
            goto no_memory;
    }
    if (header->info.has_profile)
        jpeg->base.profile = header_jpeg_profile(source, &jpeg->base.profile_size);
    return &jpeg->base;
no_memory:
    if (jpeg)
        jpeg_close(&jpeg->base);
    picture_fault_set(fault, "picture-memory",
                      _("not enough memory for this picture; make it smaller"));
    return NULL;
}

/* Adobe's programs store CMYK inverted and say so by their marker; the rest is turned to theirs. */
static void invert(uint8_t *row, size_t size)
{
    for (size_t i = 0; i < size; i++)
        row[i] = 255 - row[i];
}

static const uint8_t *jpeg_row(struct decoder *decoder, struct picture_fault *fault)
{
    struct jpeg *jpeg = (struct jpeg *)decoder;
    if (jpeg->next < jpeg->have)
        return jpeg->rows[jpeg->next++];
    jpeg->fault = fault;
    if (setjmp(jpeg->escape))
        return NULL;
    jpeg->have = jpeg_read_scanlines(&jpeg->library, jpeg->rows, ROWS);
    if (jpeg->have == 0)
        give_up_damaged(jpeg);
    if (decoder->layout == LAYOUT_CMYK && !jpeg->library.saw_Adobe_marker) {
        for (unsigned i = 0; i < jpeg->have; i++)
            invert(jpeg->rows[i], (size_t)decoder->width * 4);
    }
    jpeg->next = 1;
    return jpeg->rows[0];
}

const struct decoder_trait decoder_jpeg = {.open = jpeg_open, .row = jpeg_row, .close = jpeg_close};
