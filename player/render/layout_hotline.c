#include <stdio.h>
#include <stdlib.h>

#include "playlist/words.h"
#include "render/frame.h"

static void add_channels(struct stack *stack, struct sheet *sheet, const struct slide *slide)
{
    for (size_t i = 0; i < slide->row_count; i++) {
        char *line = NULL;
        const char *lead = slide->rows[i].lead, *text = slide->rows[i].text;
        if (asprintf(&line, "%s%s%s", lead ? lead : "", lead && text ? ": " : "",
                     text ? text : "") < 0)
            return;
        struct block *block =
            stack_add(stack, sheet, "channel", TYPE_ROW, line, sheet->theme.text, i == 0 ? 6 : 3.5);
        if (block)
            block->rank = 7;
        free(line);
    }
}

int layout_hotline(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    struct block *block = stack_add(&stack, sheet, "category", TYPE_LABEL,
                                    word_in(WORD_HOTLINE, sheet->language), theme->category, 0);
    if (block) {
        block->icon = slide_icon(slide, ICON_PHONE);
        block->rank = 6;
    }
    const char *code = slide->code_url ? slide->code_url : slide->url;
    block = stack_add(&stack, sheet, "name", TYPE_NAME, slide->title, theme->text, 8);
    if (block)
        block->rank = 2;
    block = stack_add(&stack, sheet, "summary", TYPE_SENTENCE, slide->body, theme->quiet, 8.5);
    if (block)
        block->rank = 5;
    block = stack_add(&stack, sheet, "phone", TYPE_HERO, slide->phone, theme->accent, 9);
    if (block) {
        block->spring = true;
        block->size_glad = code ? 0 : 34; /* alone it may fill the width */
    }
    block = stack_add(&stack, sheet, "hours", TYPE_SENTENCE, slide->hours, theme->text, 7);
    if (block)
        block->rank = 4;
    add_channels(&stack, sheet, slide);
    if (!code && !frame_is_landscape(area))
        stack_add_spring(&stack);
    struct frame frame = {.url = code, .basis = slide->basis};
    frame_draw(sheet, &stack, &frame, area);
    stack_finish(&stack);
    return 0;
}
