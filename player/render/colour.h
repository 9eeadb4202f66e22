/* Colours of a picture into sRGB, by the ICC profile that it carries. The only user of lcms. */
#pragma once

#include "render/decoder.h"

#include <stddef.h>
#include <stdint.h>

struct colour;

/* A transform for rows of `layout` with the given profile or, without one, with `gamma` (0: sRGB).
 * Returns NULL where the values are good as they are: no profile, one that says sRGB, or one that
 * cannot be used (broken, of another kind than the picture), which is logged as a warning. */
struct colour *colour_create(const uint8_t *profile, size_t size, double gamma, enum layout layout);
void colour_destroy(struct colour *colour);

/* Turns `pixels` values of the layout (of RGBA only the colours, not multiplied by alpha) into
 * RGB, three bytes each. `to` is not `from`. */
void colour_row(const struct colour *colour, uint8_t *to, const uint8_t *from, size_t pixels);

/* CMYK as LAYOUT_CMYK has it into RGB without a profile: R = C × K and so on, what every program
 * does that knows no better. */
void colour_plain_cmyk(uint8_t *to, const uint8_t *from, size_t pixels);
