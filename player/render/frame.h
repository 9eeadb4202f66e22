/* The frame that the poster layouts share: a column of words and, where there is one, the code: at
 * the right in landscape, at the foot in portrait. */
#pragma once

#include "render/layout.h"
#include "render/stack.h"

struct frame {
    const char *url;   /* drawn as a code; NULL: none */
    const char *basis; /* at the foot of the words, or NULL */
    enum icon sign;    /* a large one where there is no code, or ICON_NONE */
    rgb sign_colour;
};

/* Sets and draws `stack` and what else the frame holds into `area`. */
void frame_draw(struct sheet *sheet, struct stack *stack, const struct frame *frame,
                struct rect area);

/* Whether the code stands beside the words rather than below them. */
bool frame_is_landscape(struct rect area);
