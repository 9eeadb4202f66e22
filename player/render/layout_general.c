#include <stdio.h>
#include <stdlib.h>

#include "render/frame.h"
#include "render/words.h"

static const struct {
    enum word word;
    enum icon icon;
} categories[ITEM_TYPES] = {
    [ITEM_VIDEO] = {WORD_NOTICE, ICON_MEGAPHONE},
    [ITEM_STEPS] = {WORD_GUIDE, ICON_LIST},
    [ITEM_FIGURES] = {WORD_FIGURES, ICON_LIST},
    [ITEM_DIRECTORY] = {WORD_DIRECTORY, ICON_PHONE},
    [ITEM_PROCEDURE] = {WORD_PROCEDURE, ICON_DOCUMENT},
    [ITEM_TABLE] = {WORD_NOTICE, ICON_LIST},
    [ITEM_DOCUMENT] = {WORD_DOCUMENT, ICON_DOCUMENT},
};

/* The lead and the text of a row, one below the other; a row without a lead gets a dash. */
static void add_row(struct stack *stack, struct sheet *sheet, const struct slide_row *row,
                    bool first)
{
    const struct theme *theme = &sheet->theme;
    struct block *block = NULL;
    if (row->lead) {
        block = stack_add(stack, sheet, "label", TYPE_LABEL, row->lead, theme->text, first ? 7 : 5);
        if (block)
            block->size_max = 5;
    }
    if (row->text) {
        char *line = NULL;
        if (asprintf(&line, "%s%s", row->lead ? "" : "– ", row->text) < 0)
            return;
        block = stack_add(stack, sheet, "text", TYPE_ROW, line, theme->quiet,
                          row->lead ? 2.6
                          : first   ? 7
                                    : 3.4);
        free(line);
    }
    if (block)
        block->rank = 4;
}

int layout_general(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct stack stack = {0};
    char *address = slide_address(slide->url);
    struct block *block =
        stack_add(&stack, sheet, "category", TYPE_LABEL,
                  word_in(categories[slide->type].word, sheet->language), theme->category, 0);
    if (block) {
        block->icon = slide_icon(slide, categories[slide->type].icon);
        block->rank = 6;
    }
    stack_add(&stack, sheet, "title", TYPE_NAME, slide->title, theme->text, 8);
    block = stack_add(&stack, sheet, "body", TYPE_SENTENCE, slide->body, theme->quiet, 5);
    if (block)
        block->rank = 3;
    for (size_t i = 0; i < slide->row_count; i++)
        add_row(&stack, sheet, &slide->rows[i], i == 0);
    if (slide->rows_left_out)
        report_overflow(&sheet->report, "text");
    block = stack_add(&stack, sheet, "url", TYPE_ADDRESS, address, theme->accent, 7);
    if (block) {
        block->rank = 2;
        block->size_max = 7;
        block->spring = true;
    }
    const struct frame frame = {.url = slide->url, .basis = slide->basis};
    frame_draw(sheet, &stack, &frame, area);
    stack_finish(&stack);
    free(address);
    return 0;
}
