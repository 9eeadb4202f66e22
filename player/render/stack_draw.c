/* Columns of blocks, drawn as stack.c has set them. */
#include <math.h>

#include "render/stack.h"

/* em: a dash is as long and as high as the letter would be. */
static const double dash_long = 0.5, dash_thick = 0.075, dash_rise = 0.27;

static void draw_dash(const struct block *block, struct sheet *sheet, int x, int y)
{
    int size = (int)block->set.size, thick = (int)lround(size * dash_thick);
    int middle = y + block->set.cap - (int)lround(size * dash_rise);
    canvas_fill(
        &sheet->canvas,
        (struct rect){x, middle - thick / 2, (int)lround(size * dash_long), thick > 0 ? thick : 1},
        block->ink);
}

static void draw_block(const struct block *block, struct sheet *sheet, int x, int y, int width,
                       rgb ground)
{
    if (!block->text) {
        canvas_icon(&sheet->canvas, block->icon, x, y, block->height, true, block->ink);
        return;
    }
    if (block->has_dash) {
        draw_dash(block, sheet, x, y);
    } else if (block->icon != ICON_NONE) {
        double side = block->indent * 10 / 14.0;
        canvas_icon(&sheet->canvas, block->icon, x, y + (block->set.cap - side) / 2, side, false,
                    block->ink);
    }
    sheet_draw(sheet, block->role, block->text, &block->set, x + block->indent, y,
               width - block->indent, TEXT_LEFT, block->ink, ground);
}

void stack_draw(const struct stack *stack, struct sheet *sheet, int x, int y, int width, rgb ground)
{
    for (size_t i = 0; i < stack->count; i++) {
        const struct block *block = &stack->blocks[i];
        if (!block->is_out)
            draw_block(block, sheet, x, y + block->top, width, ground);
    }
}
