/* The frame that the poster layouts share: a column of words and, where there is one, the code: at
 * the right in landscape, at the foot in portrait. */
#pragma once

#include "render/layout.h"
#include "render/stack.h"

struct frame {
    const char *url;   /* drawn as a code; NULL: none */
    double card;       /* units, the code's; 0: as large as a poster's */
    const char *basis; /* at the foot of the words, or NULL */
    enum icon sign;    /* a large one where there is no code, or ICON_NONE */
    rgb sign_colour;
    const char *address; /* in portrait it stands beside the code where there is room; or NULL */
    bool has_address;    /* result: it does */
};

/* Sets and draws `stack` and what else the frame holds into `area`. */
void frame_draw(struct sheet *sheet, struct stack *stack, struct frame *frame, struct rect area);

/* Draws the code or the sign. Returns where words go: `area` without its margins and that. */
struct rect frame_begin(struct sheet *sheet, struct frame *frame, struct rect area);

/* Adds the legal basis, small, at the end. */
void frame_add_basis(struct stack *stack, struct sheet *sheet, const char *basis);

/* Whether the code stands beside the words rather than below them. */
bool frame_is_landscape(struct rect area);
