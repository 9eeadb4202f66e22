#include <stdlib.h>

#include "render/frame.h"
#include "render/words.h"

int layout_service(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    char *address = slide_address(slide->url);
    struct block *block = stack_add(&stack, sheet, "category", TYPE_LABEL,
                                    word_in(WORD_SERVICE, sheet->language), theme->category, 0);
    if (block) {
        block->icon = ICON_GLOBE;
        block->rank = 6;
    }
    stack_add(&stack, sheet, "name", TYPE_NAME, slide->title, theme->text, 6);
    block = stack_add(&stack, sheet, "summary", TYPE_SENTENCE, slide->body, theme->quiet, 6);
    if (block)
        block->rank = 5;
    block = stack_add(&stack, sheet, "phone", TYPE_ADDRESS, slide->phone, theme->accent, 7);
    if (block)
        block->rank = 2;
    block = stack_add(&stack, sheet, "url", TYPE_ADDRESS, address, theme->accent, 6);
    if (block)
        block->rank = 1;
    for (size_t i = stack.count; i-- > 0;) {
        bool acts = stack.blocks[i].style == TYPE_ADDRESS;
        bool first = acts && (i == 0 || stack.blocks[i - 1].style != TYPE_ADDRESS);
        stack.blocks[i].spring = first;
    }
    frame_draw(sheet, &stack, slide->url, slide->basis, area);
    stack_finish(&stack);
    free(address);
    return 0;
}
