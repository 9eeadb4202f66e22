#include <stdlib.h>

#include "playlist/words.h"
#include "render/frame.h"

static const double icon_size = 8.5; /* units: of a number and an address one below the other */

/* Without a code there is room for a large icon: beside the words, or above them as on a notice. */
static void add_sign(struct stack *stack, const struct sheet *sheet, enum icon icon)
{
    struct block *block = stack_add_place(stack, sheet_px(sheet, 36), 12);
    if (!block)
        return;
    block->icon = icon;
    block->ink = sheet->theme.category;
    block->spring = block->is_spare = true;
    block->rank = 8;
    block->role = "sign";
}

int layout_service(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    char *address = slide_address(slide->url);
    struct block *block = stack_add(&stack, sheet, "category", TYPE_LABEL,
                                    word_in(WORD_SERVICE, sheet->language), theme->category, 0);
    bool has_sign = slide->icon != ICON_NONE && !slide->url;
    if (block) {
        block->icon = has_sign ? ICON_NONE : slide_icon(slide, ICON_GLOBE);
        block->rank = 6;
    }
    bool has_large = has_sign && !frame_is_landscape(area);
    if (has_large)
        add_sign(&stack, sheet, slide->icon);
    stack_add(&stack, sheet, "name", TYPE_NAME, slide->title, theme->text, has_large ? 14 : 8);
    block = stack_add(&stack, sheet, "summary", TYPE_SENTENCE, slide->body, theme->quiet, 8.5);
    if (block)
        block->rank = 5;
    bool both = slide->phone && address;
    block = stack_add(&stack, sheet, "phone", TYPE_ADDRESS, slide->phone, theme->accent, 8);
    if (block) {
        block->rank = 2;
        block->spring = true;
        block->icon = both ? ICON_PHONE : ICON_NONE;
        block->icon_size = icon_size;
    }
    block = stack_add(&stack, sheet, "url", TYPE_ADDRESS, address, theme->accent, both ? 6.5 : 8);
    if (block) {
        block->rank = 1;
        block->spring = !both;
        block->icon = both ? ICON_GLOBE : ICON_NONE;
        block->icon_size = icon_size;
        block->size_max = both ? 8 : 0;
    }
    if (has_large)
        stack_add_spring(&stack);
    struct frame frame = {.url = slide->url,
                          .basis = slide->basis,
                          .sign = has_sign ? slide->icon : ICON_NONE,
                          .sign_colour = theme->category};
    frame_draw(sheet, &stack, &frame, area);
    stack_finish(&stack);
    free(address);
    return 0;
}
