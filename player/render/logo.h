/* The theme's logo in the name band. */
#pragma once

#include "render/sheet.h"

/* Draws it at the left of `place`, fitted, on a white plate where it could not be told from the
 * band. Returns the width that it takes with the gap behind it; 0: there is none. */
int logo_draw(struct sheet *sheet, struct rect place);

/* Whether the theme has one. */
bool logo_is_there(const struct sheet *sheet);
