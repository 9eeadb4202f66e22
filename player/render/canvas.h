/* A picture being drawn: plain pixels, shapes by cairo on the same memory. Coordinates are pixels,
 * from the upper left corner; what lies outside is clipped. The only user of cairo for slides. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "playlist/icon.h"
#include "render/rgb.h"

struct rect {
    int x, y, width, height;
};

struct canvas {
    uint32_t *pixels; /* XRGB8888, rows without padding, the X byte 0xFF; not owned */
    uint32_t width, height;
    void *cairo; /* made when the first shape is drawn */
};

/* Lays a canvas over width × height pixels. */
void canvas_init(struct canvas *canvas, uint32_t *pixels, uint32_t width, uint32_t height);
void canvas_finish(struct canvas *canvas);

/* Fills whole pixels. */
void canvas_fill(struct canvas *canvas, struct rect rect, rgb c);

/* Fills a rectangle with corners of `radius` px, edges smoothed. */
void canvas_fill_round(struct canvas *canvas, struct rect rect, double radius, rgb c);

/* Fills a polygon, its corners (x, y) rounded by a line of `round` px along its edge. */
void canvas_polygon(struct canvas *canvas, const double (*points)[2], size_t count, double round,
                    rgb c);

/* Strokes a circle of `radius` px (to the middle of its line) round `x`, `y`. */
void canvas_ring(struct canvas *canvas, double x, double y, double radius, double line, rgb c);

/* The same, but only the part `share` (0 … 1) of it, clockwise from the top. */
void canvas_arc(struct canvas *canvas, double x, double y, double radius, double line, double share,
                rgb c);

/* Copies a picture of `width` × `height` pixels (`stride` bytes a row) to `x`, `y`. */
void canvas_copy(struct canvas *canvas, const uint32_t *pixels, size_t stride, uint32_t width,
                 uint32_t height, int x, int y);

/* The same for premultiplied ARGB8888, over what is there. */
void canvas_lay(struct canvas *canvas, const uint32_t *pixels, size_t stride, uint32_t width,
                uint32_t height, int x, int y);

/* Draws an icon into the square of `side` px at `x`, `y`; `large`: a sign of its own, with the
 * finer strokes of its size. */
void canvas_icon(struct canvas *canvas, enum icon icon, double x, double y, double side, bool large,
                 rgb c);
