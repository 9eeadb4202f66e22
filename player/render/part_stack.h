/* Parts of an item below one another, as large as they can be read from the street: how the words
 * of a board look. */
#pragma once

#include "render/parts.h"
#include "render/stack.h"

#define PART_STACK_EDGE 5.0 /* units around them, of which marks and tails may take some */

enum { PART_STACK_LETTERS = 17 }; /* px an em: an x-height of nine */

/* Sets the parts into `place` less its edge, their letters `letters` px an em at least; labels may
 * be smaller. `is_single`: they are all that there is to say. Returns false, and the stack is
 * finished, where they do not fit whole. */
bool part_stack_set(struct stack *stack, struct sheet *sheet, const struct part list[],
                    size_t count, bool is_single, struct rect place, double letters);

/* Sets them in any case, smaller than that where it must be; what finds no room even so is
 * reported. */
void part_stack_fit(struct stack *stack, struct sheet *sheet, const struct part list[],
                    size_t count, bool is_single, struct rect place, double letters);

/* Draws what either has set, in the middle of the place's height. */
void part_stack_draw(const struct stack *stack, struct sheet *sheet, struct rect place);
