#include "render/frame.h"

int layout_slogan(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    int edge = sheet_px(sheet, 6);
    int width = area.width - 2 * edge, height = area.height - 2 * edge;
    /* Its icon, or quotation marks where someone is quoted, else a bar: the one accent. */
    enum icon icon = slide_icon(slide, slide->attribution ? ICON_QUOTE : ICON_NONE);
    bool has_icon = icon != ICON_NONE;
    int sign = sheet_px(sheet, has_icon ? 11 : 1.6),
        above = sign + sheet_px(sheet, has_icon ? 7 : 9);
    bool has_sign = height > sheet_px(sheet, 40);
    if (!has_sign)
        above = 0;
    struct block *block =
        stack_add(&stack, sheet, "text", TYPE_SLOGAN, slide->title, theme->text, 0);
    if (block && !frame_is_landscape(area))
        block->size_max = 12;
    block = stack_add(&stack, sheet, "attribution", TYPE_SENTENCE, slide->attribution, theme->quiet,
                      10);
    if (block)
        block->rank = 5;
    block = stack_add(&stack, sheet, "basis", TYPE_BASIS, slide->basis, theme->quiet, 6);
    if (block)
        block->rank = 9;
    stack_fit(&stack, sheet, width, height - above);
    int left = area.x + edge, top = area.y + (area.height - stack.used - above) / 2;
    if (has_sign && has_icon)
        canvas_icon(&sheet->canvas, icon, left, top, sign, icon == ICON_QUOTE, theme->accent);
    else if (has_sign)
        canvas_fill(&sheet->canvas, (struct rect){left, top, sheet_px(sheet, 16), sign},
                    theme->accent);
    stack_draw(&stack, sheet, left, top + above, width, theme->background);
    stack_finish(&stack);
    return 0;
}
