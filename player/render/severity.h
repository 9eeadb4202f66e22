/* The mark of what is important or urgent on a board. */
#pragma once

#include "render/sheet.h"

/* Draws sign and word, on a strip at the top of `area` or, with `is_beside`, at its left: never a
 * colour alone. Returns what is left. */
struct rect severity_draw(struct sheet *sheet, const struct slide *slide, struct rect area,
                          bool is_beside);
