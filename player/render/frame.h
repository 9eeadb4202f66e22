/* The frame that the poster layouts share: a column of words and, where there is one, the code: at
 * the right in landscape, at the foot in portrait. */
#pragma once

#include "render/layout.h"
#include "render/stack.h"

/* Sets and draws `stack` with the code of `url` (NULL: none) into `area`; adds `basis` (or NULL) at
 * the foot. With `code_label` the words beside the code, else they are left away. */
void frame_draw(struct sheet *sheet, struct stack *stack, const char *url, const char *basis,
                struct rect area);

/* Whether a code of `url` would stand beside the words. */
bool frame_is_landscape(struct rect area);
