/* Colours as 0xRRGGBB in sRGB, and how well two of them can be told apart. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t rgb;

/* What text needs against its ground (WCAG 2.1, success criterion 1.4.3). */
#define RGB_CONTRAST_MIN 4.5

/* Reads "#RRGGBB" or "#RGB". Returns false and leaves *ret alone where it is neither. */
bool rgb_parse(const char *text, rgb *ret);

/* Contrast ratio of two colours, 1 … 21 (WCAG 2.1, "contrast ratio" and "relative luminance"). */
double rgb_contrast(rgb a, rgb b);

/* Relative luminance 0 … 1 (WCAG 2.1). */
double rgb_luminance(rgb c);

/* `share` (0 … 1) of `b` mixed into `a`, in sRGB. */
rgb rgb_mix(rgb a, rgb b, double share);

/* `ink` itself where it is legible on `ground`; otherwise the nearest step towards white or black,
 * whichever the ground allows, that is. */
rgb rgb_legible(rgb ink, rgb ground);
