#include <stdlib.h>

#include "render/frame.h"
#include "render/words.h"

/* An urgent notice begins with a full strip in the colour of warnings; the sign and the word say
 * the same, for whoever sees no red. Returns what is left below it. */
static struct rect draw_strip(struct sheet *sheet, struct rect area)
{
    int height = sheet_px(sheet, 16), edge = sheet_px(sheet, 6), side = sheet_px(sheet, 9);
    const struct theme *theme = &sheet->theme;
    canvas_fill(&sheet->canvas, (struct rect){area.x, area.y, area.width, height}, theme->urgent);
    canvas_icon(&sheet->canvas, ICON_WARNING, area.x + edge, area.y + (height - side) / 2.0, side,
                theme->urgent_text);
    int left = edge + side + sheet_px(sheet, 3.5);
    sheet_line(sheet, "category", word_in(WORD_URGENT, sheet->language), FONT_BOLD, 7, 4,
               (struct rect){area.x + left, area.y, area.width - left - edge, height}, TEXT_LEFT,
               theme->urgent_text, theme->urgent);
    area.y += height;
    area.height -= height;
    return area;
}

static void add_severity(struct stack *stack, struct sheet *sheet, const struct slide *slide)
{
    bool important = slide->severity == SLIDE_IMPORTANT;
    enum word word = important ? WORD_IMPORTANT : WORD_NOTICE;
    struct block *block =
        stack_add(stack, sheet, "category", TYPE_LABEL, word_in(word, sheet->language),
                  important ? sheet->theme.accent : sheet->theme.category, 0);
    if (!block)
        return;
    block->icon = important ? ICON_WARNING : ICON_MEGAPHONE;
    block->size_max = important ? 6 : 4.5;
    block->rank = 6;
}

int layout_notice(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    char *address = slide_address(slide->url);
    if (slide->severity == SLIDE_URGENT && area.height > sheet_px(sheet, 50))
        area = draw_strip(sheet, area);
    else
        add_severity(&stack, sheet, slide);
    stack_add(&stack, sheet, "title", TYPE_HEADLINE, slide->title, theme->text, 7);
    struct block *block =
        stack_add(&stack, sheet, "body", TYPE_SENTENCE, slide->body, theme->quiet, 7);
    if (block)
        block->rank = 3;
    block = stack_add(&stack, sheet, "url", TYPE_ADDRESS, address, theme->accent, 7);
    if (block) {
        block->rank = 2;
        block->size_max = 7;
        block->spring = true;
    }
    frame_draw(sheet, &stack, slide->url, slide->basis, area);
    stack_finish(&stack);
    free(address);
    return 0;
}
