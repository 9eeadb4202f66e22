#include "render/svg_draw.h"

#include "base/file.h"
#include "base/i18n.h"
#include "render/picture_fault.h"
#include "render/slot.h"
#include "render/svg_scan.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <librsvg/rsvg.h>

/* CSS pixels; what is larger is a slip of the keyboard or worse. */
static const double SIDE_MAX = 100000, SIDE_MIN = 0.01;
static const double DPI = 96; /* CSS Values and Units 3, 5.2: for sizes in mm or pt */

static int refuse_drawing(const char *detail, struct picture_fault *fault)
{
    return picture_fault_set(fault, "picture-damaged", _("the drawing cannot be read: %s"), detail);
}

/* The drawing's own size: width and height, or the viewBox's where they are left out or "100%". */
static int find_size(RsvgHandle *drawing, double *width, double *height,
                     struct picture_fault *fault)
{
    gboolean has_width, has_height, has_view;
    RsvgLength length;
    RsvgRectangle view;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(drawing, width, height)) {
        rsvg_handle_get_intrinsic_dimensions(drawing, &has_width, &length, &has_height, &length,
                                             &has_view, &view);
        if (!has_view)
            return picture_fault_set(fault, "svg-size",
                                     _("the drawing states no size; give its <svg> a viewBox"));
        *width = view.width;
        *height = view.height;
    }
    if (!(*width >= SIDE_MIN && *height >= SIDE_MIN && *width <= SIDE_MAX && *height <= SIDE_MAX))
        return picture_fault_set(fault, "svg-size",
                                 _("the drawing is %g × %g; at most %g on a side"), *width, *height,
                                 SIDE_MAX);
    return 0;
}

/* Scales by cairo, since a drawing with a size but without a viewBox is not scaled by librsvg. */
static int paint(RsvgHandle *drawing, double width, double height, const struct slot *slot,
                 struct pixels *pixels, struct picture_fault *fault)
{
    RsvgRectangle viewport = {.width = width, .height = height};
    double shown_width = width * slot->x.part, shown_height = height * slot->y.part;
    GError *error = NULL;
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)pixels->data, CAIRO_FORMAT_ARGB32, (int)pixels->width, (int)pixels->height,
        (int)pixels->width * 4);
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, pixels->width / shown_width, pixels->height / shown_height);
    cairo_translate(cairo, (shown_width - width) / 2, (shown_height - height) / 2);
    bool is_drawn = rsvg_handle_render_document(drawing, cairo, &viewport, &error);
    bool has_failed = cairo_status(cairo) != CAIRO_STATUS_SUCCESS;
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
    if (is_drawn && !has_failed)
        return 0;
    picture_fault_set(fault, "svg-complex",
                      _("the drawing is too complex (%s); simplify it, or export it as PNG"),
                      error ? error->message : "cairo");
    g_clear_error(&error);
    return -1;
}

static int draw(RsvgHandle *drawing, const struct svg_request *request, struct pixels *ret,
                struct picture_fault *fault)
{
    double width, height;
    struct slot slot;
    struct pixels pixels;
    rsvg_handle_set_dpi(drawing, DPI);
    if (find_size(drawing, &width, &height, fault) < 0)
        return -1;
    slot_find(width, height, 1, request->width, request->height, request->fit, &slot);
    int result = pixels_create(slot.width, slot.height, &pixels);
    if (result < 0)
        return picture_fault_set(fault, "picture-memory", _("not enough memory: %s"),
                                 strerror(-result));
    if (paint(drawing, width, height, &slot, &pixels, fault) < 0) {
        pixels_finish(&pixels);
        return -1;
    }
    *ret = pixels;
    return 0;
}

int svg_draw(int fd, const struct svg_request *request, struct pixels *ret,
             struct picture_fault *fault)
{
    char *text;
    size_t size;
    GError *error = NULL;
    int result = file_read_fd(fd, SVG_BYTES_MAX, &text, &size);
    if (result == -EFBIG)
        return picture_fault_set(fault, "svg-complex",
                                 _("the drawing is larger than %d MiB; simplify it, or export it "
                                   "as PNG"),
                                 SVG_BYTES_MAX / 1024 / 1024);
    if (result < 0)
        return picture_fault_set(fault, "picture-read", _("the file cannot be read: %s"),
                                 strerror(-result));
    RsvgHandle *drawing = NULL;
    result = svg_scan(text, size, fault);
    if (result == 0 && !(drawing = rsvg_handle_new_from_data((const guint8 *)text, size, &error))) {
        result = refuse_drawing(error ? error->message : "XML", fault);
        g_clear_error(&error);
    }
    free(text);
    if (result == 0)
        result = draw(drawing, request, ret, fault);
    g_clear_object(&drawing);
    return result;
}
