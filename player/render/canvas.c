#include "render/canvas.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#include "render/icon.h"

void canvas_init(struct canvas *canvas, uint32_t *pixels, uint32_t width, uint32_t height)
{
    *canvas = (struct canvas){.pixels = pixels, .width = width, .height = height};
}

void canvas_finish(struct canvas *canvas)
{
    if (canvas->cairo)
        cairo_destroy(canvas->cairo);
    *canvas = (struct canvas){0};
}

/* cairo's context, told that the pixels have changed under it. */
static cairo_t *begin(struct canvas *canvas)
{
    if (!canvas->cairo) {
        cairo_surface_t *surface = cairo_image_surface_create_for_data(
            (unsigned char *)canvas->pixels, CAIRO_FORMAT_RGB24, (int)canvas->width,
            (int)canvas->height, (int)canvas->width * 4);
        canvas->cairo = cairo_create(surface);
        cairo_surface_destroy(surface);
    }
    cairo_surface_mark_dirty(cairo_get_target(canvas->cairo));
    cairo_save(canvas->cairo);
    return canvas->cairo;
}

static void end(cairo_t *cairo)
{
    cairo_restore(cairo);
    cairo_surface_flush(cairo_get_target(cairo));
}

static void set_colour(cairo_t *cairo, rgb c)
{
    cairo_set_source_rgb(cairo, (c >> 16 & 255) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0);
}

static struct rect clip(const struct canvas *canvas, struct rect r)
{
    int left = r.x > 0 ? r.x : 0, top = r.y > 0 ? r.y : 0;
    int right = r.x + r.width, bottom = r.y + r.height;
    right = right < (int)canvas->width ? right : (int)canvas->width;
    bottom = bottom < (int)canvas->height ? bottom : (int)canvas->height;
    return (struct rect){left, top, right > left ? right - left : 0,
                         bottom > top ? bottom - top : 0};
}

void canvas_fill(struct canvas *canvas, struct rect rect, rgb c)
{
    struct rect r = clip(canvas, rect);
    for (int y = r.y; y < r.y + r.height; y++) {
        uint32_t *row = canvas->pixels + (size_t)y * canvas->width + (size_t)r.x;
        for (int x = 0; x < r.width; x++)
            row[x] = 0xFF000000 | c;
    }
}

void canvas_fill_round(struct canvas *canvas, struct rect r, double radius, rgb c)
{
    cairo_t *cairo = begin(canvas);
    double left = r.x + radius, right = r.x + r.width - radius;
    double top = r.y + radius, bottom = r.y + r.height - radius;
    set_colour(cairo, c);
    cairo_new_path(cairo);
    cairo_arc(cairo, right, top, radius, -M_PI / 2, 0);
    cairo_arc(cairo, right, bottom, radius, 0, M_PI / 2);
    cairo_arc(cairo, left, bottom, radius, M_PI / 2, M_PI);
    cairo_arc(cairo, left, top, radius, M_PI, M_PI * 3 / 2);
    cairo_close_path(cairo);
    cairo_fill(cairo);
    end(cairo);
}

void canvas_polygon(struct canvas *canvas, const double (*points)[2], size_t count, double round,
                    rgb c)
{
    cairo_t *cairo = begin(canvas);
    set_colour(cairo, c);
    cairo_new_path(cairo);
    for (size_t i = 0; i < count; i++)
        cairo_line_to(cairo, points[i][0], points[i][1]);
    cairo_close_path(cairo);
    cairo_set_line_width(cairo, round);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_fill_preserve(cairo);
    cairo_stroke(cairo);
    end(cairo);
}

void canvas_ring(struct canvas *canvas, double x, double y, double radius, double line, rgb c)
{
    cairo_t *cairo = begin(canvas);
    set_colour(cairo, c);
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * M_PI);
    cairo_set_line_width(cairo, line);
    cairo_stroke(cairo);
    end(cairo);
}

void canvas_arc(struct canvas *canvas, double x, double y, double radius, double line, double share,
                rgb c)
{
    cairo_t *cairo = begin(canvas);
    set_colour(cairo, c);
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, radius, -M_PI / 2, (2 * share - 0.5) * M_PI);
    cairo_set_line_width(cairo, line);
    cairo_stroke(cairo);
    end(cairo);
}

void canvas_copy(struct canvas *canvas, const uint32_t *pixels, size_t stride, uint32_t width,
                 uint32_t height, int x, int y)
{
    struct rect r = clip(canvas, (struct rect){x, y, (int)width, (int)height});
    for (int row = r.y; row < r.y + r.height; row++) {
        const char *from = (const char *)pixels + (size_t)(row - y) * stride;
        memcpy(canvas->pixels + (size_t)row * canvas->width + (size_t)r.x,
               from + (size_t)(r.x - x) * 4, (size_t)r.width * 4);
    }
}

static uint32_t over(uint32_t pixel, uint32_t ground)
{
    uint32_t rest = 255 - (pixel >> 24), mixed = 0xFF000000;
    for (int shift = 0; shift <= 16; shift += 8) {
        uint32_t channel = (pixel >> shift & 255) + ((ground >> shift & 255) * rest + 127) / 255;
        mixed |= (channel > 255 ? 255 : channel) << shift;
    }
    return mixed;
}

void canvas_lay(struct canvas *canvas, const uint32_t *pixels, size_t stride, uint32_t width,
                uint32_t height, int x, int y)
{
    struct rect r = clip(canvas, (struct rect){x, y, (int)width, (int)height});
    for (int row = r.y; row < r.y + r.height; row++) {
        const uint32_t *from =
            (const uint32_t *)(const void *)((const char *)pixels + (size_t)(row - y) * stride) +
            (r.x - x);
        uint32_t *to = canvas->pixels + (size_t)row * canvas->width + (size_t)r.x;
        for (int i = 0; i < r.width; i++)
            to[i] = over(from[i], to[i]);
    }
}

void canvas_icon(struct canvas *canvas, enum icon icon, double x, double y, double side, bool large,
                 rgb c)
{
    if (icon == ICON_NONE)
        return;
    cairo_t *cairo = begin(canvas);
    set_colour(cairo, c);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, side / ICON_GRID, side / ICON_GRID);
    cairo_set_line_width(cairo, large ? ICON_STROKE_LARGE : ICON_STROKE);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    icon_trace(icon, cairo);
    end(cairo);
}
