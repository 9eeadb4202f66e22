/* A legal document made known: its number, which people ask for, and what it is about. */
#include <stdlib.h>

#include "playlist/words.h"
#include "render/frame.h"

int layout_document(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    char *address = slide_address(slide->url);
    struct block *block = stack_add(&stack, sheet, "category", TYPE_LABEL,
                                    word_in(WORD_DOCUMENT, sheet->language), theme->category, 0);
    if (block) {
        block->icon = slide_icon(slide, ICON_DOCUMENT);
        block->rank = 6;
    }
    block = stack_add(&stack, sheet, "number", TYPE_HERO, slide->number, theme->accent, 9);
    if (block) {
        block->rank = 0;
        block->size_max = slide->url ? 13 : 18;
        block->spring = !slide->url;
    }
    block = stack_add(&stack, sheet, "title", TYPE_BOARD, slide->title, theme->text, 7);
    if (block) {
        block->rank = 0;
        block->size_max = slide->url ? 7.5 : 9;
        block->size_min = 4.6;
    }
    block = stack_add(&stack, sheet, "origin", TYPE_SENTENCE, slide->origin, theme->quiet, 6);
    if (block)
        block->rank = 3;
    block = stack_add(&stack, sheet, "url", TYPE_ADDRESS, address, theme->accent, 7);
    if (block) {
        block->rank = 2;
        block->size_max = 7;
        block->spring = true;
    }
    if (!slide->url)
        stack_add_spring(&stack);
    struct frame frame = {.url = slide->url, .basis = slide->basis};
    frame_draw(sheet, &stack, &frame, area);
    stack_finish(&stack);
    free(address);
    return 0;
}
