#include "render/frame.h"

int layout_slogan(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    int edge = sheet_px(sheet, 6);
    int width = area.width - 2 * edge, height = area.height - 2 * edge;
    int sign = sheet_px(sheet, 11);
    bool has_sign = height > sheet_px(sheet, 40);
    struct block *block =
        stack_add(&stack, sheet, "text", TYPE_SLOGAN, slide->title, theme->text, 0);
    if (block && !frame_is_landscape(area))
        block->size_max = 11;
    block =
        stack_add(&stack, sheet, "attribution", TYPE_SENTENCE, slide->attribution, theme->quiet, 8);
    if (block)
        block->rank = 5;
    block = stack_add(&stack, sheet, "basis", TYPE_BASIS, slide->basis, theme->quiet, 6);
    if (block)
        block->rank = 9;
    int above = has_sign ? sign + sheet_px(sheet, 7) : 0;
    stack_fit(&stack, sheet, width, height - above);
    int top = area.y + (area.height - stack.used - above) / 2;
    if (has_sign)
        canvas_icon(&sheet->canvas, ICON_QUOTE, area.x + edge, top, sign, theme->accent);
    stack_draw(&stack, sheet, area.x + edge, top + above, width, theme->background);
    stack_finish(&stack);
    return 0;
}
