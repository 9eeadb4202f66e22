#include "render/upright.h"

#include <stdlib.h>
#include <string.h>

int upright_init(struct upright *upright, const struct slot *slot, enum layout layout,
                 const struct colour *colour, const struct picture_request *request)
{
    bool keep_alpha = request->keep_alpha && layout == LAYOUT_RGBA;
    *upright = (struct upright){.slot = *slot,
                                .layout = layout,
                                .colour = colour,
                                .background = request->background,
                                .keep_alpha = keep_alpha};
    size_t stride = (size_t)slot->width * 4, size;
    if (__builtin_mul_overflow(stride, slot->height, &size))
        return -1;
    upright->picture = (struct picture){.data = malloc(size),
                                        .width = slot->width,
                                        .height = slot->height,
                                        .stride = stride,
                                        .has_alpha = keep_alpha};
    upright->line = malloc((size_t)slot->x.size * 4);
    if (colour) {
        upright->plain = malloc((size_t)slot->x.size * 4);
        upright->rgb = malloc((size_t)slot->x.size * 3);
    }
    if (upright->picture.data && upright->line && (!colour || (upright->plain && upright->rgb)))
        return 0;
    upright_finish(upright);
    return -1;
}

void upright_finish(struct upright *upright)
{
    picture_finish(&upright->picture);
    free(upright->line);
    free(upright->plain);
    free(upright->rgb);
    *upright = (struct upright){0};
}

void upright_take(struct upright *upright, struct picture *ret)
{
    *ret = upright->picture;
    upright->picture = (struct picture){0};
}

static uint32_t pack(unsigned alpha, unsigned red, unsigned green, unsigned blue)
{
    return alpha << 24 | red << 16 | green << 8 | blue;
}

static unsigned times(unsigned a, unsigned b)
{
    unsigned product = a * b + 128;
    return (product + (product >> 8)) >> 8;
}

static void divide_alpha(uint8_t *to, const uint8_t *from, size_t pixels)
{
    for (size_t i = 0; i < pixels; i++) {
        unsigned alpha = from[4 * i + 3];
        for (unsigned k = 0; k < 3; k++) {
            unsigned value = alpha ? (from[4 * i + k] * 255U + alpha / 2) / alpha : 0;
            to[4 * i + k] = (uint8_t)(value < 255 ? value : 255);
        }
        to[4 * i + 3] = (uint8_t)alpha;
    }
}

/* Filters overshoot each channel by itself: a colour may come out above its alpha. */
static unsigned at_most(unsigned value, unsigned limit)
{
    return value < limit ? value : limit;
}

static void lay_alpha(const struct upright *upright, const uint8_t *row)
{
    const uint32_t ground = upright->background;
    for (size_t i = 0; i < upright->slot.x.size; i++) {
        const uint8_t *p = row + 4 * i;
        unsigned alpha = p[3], red, green, blue;
        if (upright->colour) {
            const uint8_t *c = upright->rgb + 3 * i;
            red = times(c[0], alpha), green = times(c[1], alpha), blue = times(c[2], alpha);
        } else {
            red = at_most(p[0], alpha), green = at_most(p[1], alpha), blue = at_most(p[2], alpha);
        }
        if (!upright->keep_alpha) {
            red += times(ground >> 16 & 255, 255 - alpha);
            green += times(ground >> 8 & 255, 255 - alpha);
            blue += times(ground & 255, 255 - alpha);
            red = at_most(red, 255), green = at_most(green, 255), blue = at_most(blue, 255);
            alpha = 255;
        }
        upright->line[i] = pack(alpha, red, green, blue);
    }
}

static void lay_line(struct upright *upright, const uint8_t *row)
{
    size_t pixels = upright->slot.x.size;
    bool has_alpha = upright->layout == LAYOUT_RGBA;
    if (upright->colour) {
        if (has_alpha)
            divide_alpha(upright->plain, row, pixels);
        colour_row(upright->colour, upright->rgb, has_alpha ? upright->plain : row, pixels);
    }
    if (has_alpha) {
        lay_alpha(upright, row);
    } else if (upright->colour || upright->layout == LAYOUT_RGB) {
        const uint8_t *rgb = upright->colour ? upright->rgb : row;
        for (size_t i = 0; i < pixels; i++)
            upright->line[i] = pack(255, rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
    } else {
        for (size_t i = 0; i < pixels; i++)
            upright->line[i] = pack(255, row[i], row[i], row[i]);
    }
}

void upright_put(struct upright *upright, const uint8_t *row)
{
    const struct slot *slot = &upright->slot;
    uint32_t width = slot->width, height = slot->height, y = upright->next++;
    uint32_t *to = upright->picture.data;
    lay_line(upright, row);
    /* Exif 2.32, 4.6.4: where row 0 and column 0 of what is stored stand on the upright picture */
    bool turned = slot->orientation >= 5;
    bool right_to_left = slot->orientation == 2 || slot->orientation == 3;
    bool bottom_up = slot->orientation == 3 || slot->orientation == 4;
    ptrdiff_t step = 1;
    size_t start;
    if (!turned) {
        start = (size_t)(bottom_up ? height - 1 - y : y) * width;
        if (!right_to_left) {
            memcpy(to + start, upright->line, (size_t)width * 4);
            return;
        }
        start += width - 1;
        step = -1;
    } else {
        bool from_right = slot->orientation == 6 || slot->orientation == 7;
        bool upwards = slot->orientation == 7 || slot->orientation == 8;
        start = from_right ? width - 1 - y : y;
        step = upwards ? -(ptrdiff_t)width : (ptrdiff_t)width;
        if (upwards)
            start += (size_t)(height - 1) * width;
    }
    for (uint32_t i = 0; i < slot->x.size; i++)
        to[(ptrdiff_t)start + i * step] = upright->line[i];
}
