#include "render/icon.h"

#include <math.h>

static void circle(cairo_t *cairo, double x, double y, double radius)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * M_PI);
}

static void line(cairo_t *cairo, double x1, double y1, double x2, double y2)
{
    cairo_move_to(cairo, x1, y1);
    cairo_line_to(cairo, x2, y2);
}

static void dot(cairo_t *cairo, double x, double y, double radius)
{
    circle(cairo, x, y, radius);
    cairo_fill(cairo);
}

static void globe(cairo_t *cairo)
{
    circle(cairo, 12, 12, 9.5);
    line(cairo, 2.5, 12, 21.5, 12);
    /* The meridians: two arcs that meet at the poles. */
    cairo_move_to(cairo, 12, 2.5);
    cairo_curve_to(cairo, 17.5, 7.5, 17.5, 16.5, 12, 21.5);
    cairo_curve_to(cairo, 6.5, 16.5, 6.5, 7.5, 12, 2.5);
    cairo_stroke(cairo);
}

/* A receiver, seen from the side. */
static void phone(cairo_t *cairo)
{
    cairo_move_to(cairo, 5, 2.8);
    cairo_line_to(cairo, 8.4, 2.8);
    cairo_line_to(cairo, 10.2, 7.4);
    cairo_line_to(cairo, 7.8, 9.2);
    cairo_curve_to(cairo, 9, 12.2, 11.8, 15, 14.8, 16.2);
    cairo_line_to(cairo, 16.6, 13.8);
    cairo_line_to(cairo, 21.2, 15.6);
    cairo_line_to(cairo, 21.2, 19);
    cairo_curve_to(cairo, 21.2, 20.2, 20.2, 21.2, 19, 21.2);
    cairo_curve_to(cairo, 10.4, 20.6, 3.4, 13.6, 2.8, 5);
    cairo_curve_to(cairo, 2.8, 3.8, 3.8, 2.8, 5, 2.8);
    cairo_close_path(cairo);
    cairo_stroke(cairo);
}

static void megaphone(cairo_t *cairo)
{
    cairo_move_to(cairo, 2.5, 9.2);
    cairo_line_to(cairo, 6.5, 9.2);
    cairo_line_to(cairo, 16.5, 4);
    cairo_line_to(cairo, 16.5, 19.2);
    cairo_line_to(cairo, 6.5, 14);
    cairo_line_to(cairo, 2.5, 14);
    cairo_close_path(cairo);
    cairo_move_to(cairo, 5.4, 14.4); /* the grip */
    cairo_line_to(cairo, 7, 20.6);
    cairo_line_to(cairo, 10.6, 20.6);
    cairo_line_to(cairo, 9.6, 16.2);
    cairo_new_sub_path(cairo); /* the sound */
    cairo_arc(cairo, 16.8, 11.6, 4.2, -M_PI / 4, M_PI / 4);
    cairo_stroke(cairo);
}

static void shield(cairo_t *cairo)
{
    cairo_move_to(cairo, 12, 2.5);
    cairo_line_to(cairo, 20, 5.5);
    cairo_line_to(cairo, 20, 11.5);
    cairo_curve_to(cairo, 20, 16.5, 16.8, 20, 12, 21.8);
    cairo_curve_to(cairo, 7.2, 20, 4, 16.5, 4, 11.5);
    cairo_line_to(cairo, 4, 5.5);
    cairo_close_path(cairo);
    cairo_move_to(cairo, 8.2, 12);
    cairo_line_to(cairo, 11, 14.8);
    cairo_line_to(cairo, 15.8, 9.4);
    cairo_stroke(cairo);
}

/* Two opening quotation marks, filled. */
static void quote(cairo_t *cairo)
{
    for (double x = 0; x <= 11; x += 11) {
        cairo_move_to(cairo, x + 10, 5);
        cairo_curve_to(cairo, x + 5, 6.5, x + 1.8, 10, x + 1.8, 15);
        cairo_line_to(cairo, x + 1.8, 19);
        cairo_line_to(cairo, x + 9, 19);
        cairo_line_to(cairo, x + 9, 12);
        cairo_line_to(cairo, x + 5.6, 12);
        cairo_curve_to(cairo, x + 6, 9.8, x + 7.6, 8.2, x + 10, 7.4);
        cairo_close_path(cairo);
        cairo_fill(cairo);
    }
}

static void warning(cairo_t *cairo)
{
    cairo_move_to(cairo, 12, 3);
    cairo_line_to(cairo, 22, 20.5);
    cairo_line_to(cairo, 2, 20.5);
    cairo_close_path(cairo);
    line(cairo, 12, 9.5, 12, 14);
    cairo_stroke(cairo);
    dot(cairo, 12, 17.3, 1.25);
}

static void document(cairo_t *cairo)
{
    cairo_move_to(cairo, 14, 2.5);
    cairo_line_to(cairo, 4.5, 2.5);
    cairo_line_to(cairo, 4.5, 21.5);
    cairo_line_to(cairo, 19.5, 21.5);
    cairo_line_to(cairo, 19.5, 8);
    cairo_line_to(cairo, 14, 2.5);
    cairo_line_to(cairo, 14, 8);
    cairo_line_to(cairo, 19.5, 8);
    line(cairo, 8.5, 12.5, 15.5, 12.5);
    line(cairo, 8.5, 16.5, 15.5, 16.5);
    cairo_stroke(cairo);
}

static void list(cairo_t *cairo)
{
    for (double y = 5; y <= 19; y += 7) {
        line(cairo, 9, y, 21, y);
        cairo_stroke(cairo);
        dot(cairo, 4, y, 1.6);
    }
}

static void chart(cairo_t *cairo)
{
    line(cairo, 3, 21, 21, 21);
    line(cairo, 6.5, 21, 6.5, 13);
    line(cairo, 12, 21, 12, 4);
    line(cairo, 17.5, 21, 17.5, 9);
    cairo_stroke(cairo);
}

static void clock(cairo_t *cairo)
{
    circle(cairo, 12, 12, 9.5);
    cairo_move_to(cairo, 12, 6.5);
    cairo_line_to(cairo, 12, 12);
    cairo_line_to(cairo, 15.5, 14.5);
    cairo_stroke(cairo);
}

/* A stick, its plug upwards, with the two contacts. */
static void stick(cairo_t *cairo)
{
    cairo_move_to(cairo, 6, 10.5);
    cairo_line_to(cairo, 18, 10.5);
    cairo_line_to(cairo, 18, 19.5);
    cairo_curve_to(cairo, 18, 20.9, 16.9, 22, 15.5, 22);
    cairo_line_to(cairo, 8.5, 22);
    cairo_curve_to(cairo, 7.1, 22, 6, 20.9, 6, 19.5);
    cairo_close_path(cairo);
    cairo_move_to(cairo, 8, 10.5);
    cairo_line_to(cairo, 8, 2.5);
    cairo_line_to(cairo, 16, 2.5);
    cairo_line_to(cairo, 16, 10.5);
    cairo_stroke(cairo);
    dot(cairo, 10.6, 6.2, 1.2);
    dot(cairo, 13.4, 6.2, 1.2);
}

static void tick(cairo_t *cairo)
{
    circle(cairo, 12, 12, 9.5);
    cairo_move_to(cairo, 7.4, 12.4);
    cairo_line_to(cairo, 10.7, 15.6);
    cairo_line_to(cairo, 16.6, 8.8);
    cairo_stroke(cairo);
}

void icon_trace(enum icon icon, cairo_t *cairo)
{
    static void (*const traces[])(cairo_t *) = {
        [ICON_GLOBE] = globe,       [ICON_PHONE] = phone, [ICON_MEGAPHONE] = megaphone,
        [ICON_SHIELD] = shield,     [ICON_QUOTE] = quote, [ICON_WARNING] = warning,
        [ICON_DOCUMENT] = document, [ICON_LIST] = list,   [ICON_CHART] = chart,
        [ICON_CLOCK] = clock,       [ICON_STICK] = stick, [ICON_TICK] = tick,
    };
    cairo_new_path(cairo);
    if ((size_t)icon < sizeof traces / sizeof *traces && traces[icon])
        traces[icon](cairo);
}
