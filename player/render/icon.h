/* The outlines of the icons, on a grid of 24. Strokes are 2 wide beside a text, and thinner in a
 * large sign, where they would be heavier than the headline's. */
#pragma once

#include <cairo.h>

#include "playlist/icon.h"

#define ICON_GRID 24.0
#define ICON_STROKE 2.0
#define ICON_STROKE_LARGE 1.5

/* Strokes (and where it needs to, fills) the icon with the context's colour and line style; the
 * context is scaled to the grid. */
void icon_trace(enum icon icon, cairo_t *cairo);
