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
    stack_add(&stack, sheet, "name", TYPE_NAME, slide->title, theme->text, 8);
    block = stack_add(&stack, sheet, "summary", TYPE_SENTENCE, slide->body, theme->quiet, 8.5);
    if (block)
        block->rank = 5;
    bool both = slide->phone && address;
    block = stack_add(&stack, sheet, "phone", TYPE_ADDRESS, slide->phone, theme->accent, 8);
    if (block) {
        block->rank = 2;
        block->spring = true;
        block->icon = both ? ICON_PHONE : ICON_NONE;
    }
    block = stack_add(&stack, sheet, "url", TYPE_ADDRESS, address, theme->accent, both ? 6.5 : 8);
    if (block) {
        block->rank = 1;
        block->spring = !both;
        block->icon = both ? ICON_GLOBE : ICON_NONE;
        block->size_max = both ? 8 : 0;
    }
    const struct frame frame = {.url = slide->url, .basis = slide->basis};
    frame_draw(sheet, &stack, &frame, area);
    stack_finish(&stack);
    free(address);
    return 0;
}
