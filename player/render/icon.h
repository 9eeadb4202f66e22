/* The outlines of the icons, on a grid of 24 with strokes of 2. */
#pragma once

#include <cairo.h>

#include "render/canvas.h"

enum { ICON_GRID = 24, ICON_STROKE = 2 };

/* Strokes (and where it needs to, fills) the icon with the context's colour and line style; the
 * context is scaled to the grid. */
void icon_trace(enum icon icon, cairo_t *cairo);
