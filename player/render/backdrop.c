#include "render/backdrop.h"

#include <math.h>
#include <stdlib.h>

#include "base/log.h"

/* A picture that is seen and does not speak: the least share of background over it, and the steps
 * in which more of it is tried. */
static const double veil_least = 0.7, veil_step = 0.02;

enum { CELLS = 1 << 18 }; /* colours told apart by six bits a channel */

/* Which colours the picture has. */
struct census {
    uint8_t has[CELLS / 8];
};

static struct census *census_take(const struct picture *picture)
{
    struct census *census = calloc(1, sizeof *census);
    size_t count = (size_t)picture->width * picture->height;
    for (size_t i = 0; census && i < count; i++) {
        uint32_t pixel = picture->data[i];
        uint32_t cell = (pixel >> 6 & 0x3F000) | (pixel >> 4 & 0xFC0) | (pixel >> 2 & 0x3F);
        census->has[cell >> 3] |= (uint8_t)(1u << (cell & 7));
    }
    return census;
}

/* The darkest and the lightest luminance under a veil; each cell counts with its darkest and its
 * lightest corner, so that no pixel lies outside. */
struct range {
    double least, most;
};

static void fill_tables(rgb ground, double share, double tables[2][3][64])
{
    for (unsigned corner = 0; corner < 2; corner++) {
        for (unsigned i = 0; i < 64; i++) {
            unsigned value = i << 2 | (corner ? 3 : 0);
            rgb mixed = rgb_mix(value << 16 | value << 8 | value, ground, share);
            tables[corner][0][i] = rgb_luminance(mixed & 0xFF0000);
            tables[corner][1][i] = rgb_luminance(mixed & 0x00FF00);
            tables[corner][2][i] = rgb_luminance(mixed & 0x0000FF);
        }
    }
}

static struct range range_under(const struct census *census, rgb ground, double share)
{
    double tables[2][3][64];
    struct range range = {1, 0};
    fill_tables(ground, share, tables);
    for (unsigned cell = 0; cell < CELLS; cell++) {
        if (!(census->has[cell >> 3] >> (cell & 7) & 1))
            continue;
        unsigned red = cell >> 12, green = cell >> 6 & 63, blue = cell & 63;
        range.least =
            fmin(range.least, tables[0][0][red] + tables[0][1][green] + tables[0][2][blue]);
        range.most = fmax(range.most, tables[1][0][red] + tables[1][1][green] + tables[1][2][blue]);
    }
    return range;
}

static bool is_clear(rgb ink, struct range range)
{
    double own = rgb_luminance(ink) + 0.05;
    double light = (range.most + 0.05), dark = (range.least + 0.05);
    return own / light >= RGB_CONTRAST_MIN || dark / own >= RGB_CONTRAST_MIN;
}

/* The thinnest veil under which every ink of the theme can be read on every pixel. */
static double veil_for(const struct picture *picture, const struct theme *theme)
{
    const rgb inks[] = {theme->text, theme->quiet, theme->accent, theme->category};
    struct census *census = census_take(picture);
    double share = veil_least;
    if (!census)
        return 1;
    for (; share < 1; share += veil_step) {
        struct range range = range_under(census, theme->background, share);
        bool clear = true;
        for (size_t i = 0; clear && i < sizeof inks / sizeof *inks; i++)
            clear = is_clear(inks[i], range);
        if (clear)
            break;
    }
    free(census);
    return fmin(share, 1);
}

static void lay_veil(struct picture *picture, rgb ground, double share)
{
    uint32_t tables[3][256];
    size_t count = (size_t)picture->width * picture->height;
    for (uint32_t i = 0; i < 256; i++) {
        rgb mixed = rgb_mix(i << 16 | i << 8 | i, ground, share);
        tables[0][i] = mixed & 0xFF0000;
        tables[1][i] = mixed & 0x00FF00;
        tables[2][i] = mixed & 0x0000FF;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t pixel = picture->data[i];
        picture->data[i] = 0xFF000000 | tables[0][pixel >> 16 & 255] | tables[1][pixel >> 8 & 255] |
                           tables[2][pixel & 255];
    }
}

void backdrop_draw(struct sheet *sheet, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct picture_fault fault;
    struct picture picture;
    int fd = *theme->backdrop ? sheet_asset(sheet, theme->backdrop) : theme->backdrop_fd;
    if (fd < 0 || area.width <= 0 || area.height <= 0)
        return;
    const struct picture_request request = {.width = (uint32_t)area.width,
                                            .height = (uint32_t)area.height,
                                            .fit = PICTURE_COVER,
                                            .background = theme->background,
                                            .svg = sheet->svg};
    if (picture_read(fd, &request, &picture, &fault) < 0) {
        log_warning("the picture behind the slides is left out: %s", fault.code);
        return;
    }
    lay_veil(&picture, theme->background, veil_for(&picture, theme));
    canvas_copy(&sheet->canvas, picture.data, picture.stride, picture.width, picture.height, area.x,
                area.y);
    picture_finish(&picture);
}
