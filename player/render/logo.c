#include "render/logo.h"

#include "base/log.h"

/* In units: the logo's height and greatest width, the plate's edge, the gap to the words. */
static const double logo_height = 6, logo_width = 22, plate_edge = 0.6, logo_gap = 2.5;

/* What can be told from its ground, and the share of a logo that may not be. */
static const double seen_contrast = 1.8, hidden_share = 0.3;

static int logo_fd(const struct sheet *sheet)
{
    const struct theme *theme = &sheet->theme;
    return *theme->logo ? sheet_asset(sheet, theme->logo) : theme->logo_fd;
}

bool logo_is_there(const struct sheet *sheet)
{
    return logo_fd(sheet) >= 0;
}

/* A pixel's own colour, its alpha (not 0) taken out. */
static rgb colour_of(uint32_t pixel)
{
    uint32_t alpha = pixel >> 24, half = alpha / 2;
    rgb colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        uint32_t channel = ((pixel >> shift & 255) * 255 + half) / alpha;
        colour |= (channel > 255 ? 255 : channel) << shift;
    }
    return colour;
}

/* The share of what the logo draws that cannot be told from `ground`. */
static double hidden_on(const struct picture *logo, rgb ground)
{
    size_t count = (size_t)logo->width * logo->height, drawn = 0, hidden = 0;
    for (size_t i = 0; i < count; i++) {
        if (logo->data[i] >> 24 < 128)
            continue;
        drawn++;
        hidden += rgb_contrast(colour_of(logo->data[i]), ground) < seen_contrast;
    }
    return drawn ? (double)hidden / (double)drawn : 0;
}

static bool needs_plate(const struct picture *logo, rgb ground)
{
    double hidden = logo->has_alpha ? hidden_on(logo, ground) : 0;
    return hidden > hidden_share && hidden > hidden_on(logo, 0xFFFFFF);
}

int logo_draw(struct sheet *sheet, struct rect place)
{
    int height = sheet_px(sheet, logo_height), edge = sheet_px(sheet, plate_edge);
    struct picture logo;
    struct picture_fault fault;
    int fd = logo_fd(sheet);
    const struct picture_request request = {.width = (uint32_t)sheet_px(sheet, logo_width),
                                            .height = (uint32_t)height,
                                            .fit = PICTURE_CONTAIN,
                                            .background = sheet->theme.surface,
                                            .keep_alpha = true,
                                            .svg = sheet->svg};
    if (fd < 0)
        return 0;
    if (picture_read(fd, &request, &logo, &fault) < 0) {
        log_warning("the logo is left out: %s", fault.code);
        return 0;
    }
    int x = place.x, y = place.y + (place.height - (int)logo.height) / 2;
    int width = (int)logo.width;
    if (needs_plate(&logo, sheet->theme.surface)) {
        x += edge;
        width += 2 * edge;
        canvas_fill_round(&sheet->canvas,
                          (struct rect){x - edge, y - edge, width, (int)logo.height + 2 * edge},
                          edge * 1.5, 0xFFFFFF);
    }
    canvas_lay(&sheet->canvas, logo.data, logo.stride, logo.width, logo.height, x, y);
    picture_finish(&logo);
    return width + sheet_px(sheet, logo_gap);
}
