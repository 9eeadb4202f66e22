/* An administrative procedure: how long, what it costs, where; and what to bring. */
#include <stdio.h>
#include <stdlib.h>

#include "render/board.h"

static const double papers_part = 0.6; /* of the middle's height, at most */
static const double part_gap = 6;      /* units */

static void add_facts(struct cells *cells, struct sheet *sheet, const struct slide *slide)
{
    const struct theme *theme = &sheet->theme;
    for (size_t i = 0; i < slide->row_count && i < CELLS_MAX; i++) {
        const struct slide_row *row = &slide->rows[i];
        struct stack *words = &cells->list[cells->count++].words;
        struct block *block =
            stack_add(words, sheet, "label", TYPE_LABEL, row->lead, theme->quiet, 0);
        if (block)
            block->rank = 5;
        block = stack_add(words, sheet, "fact", TYPE_STEP, row->text, theme->accent, 3.4);
        if (block)
            block->rank = 0;
        block = stack_add(words, sheet, "online", TYPE_CELL, row->place, theme->text, 3.4);
        if (block)
            block->rank = 3;
    }
}

static void add_papers(struct stack *papers, struct sheet *sheet, const struct slide *slide)
{
    const struct theme *theme = &sheet->theme;
    struct block *block = NULL;
    if (slide->paper_count > 0)
        block = stack_add(papers, sheet, "label", TYPE_LABEL, word_in(WORD_PAPERS, sheet->language),
                          theme->quiet, 0);
    if (block)
        block->rank = 0;
    for (size_t i = 0; i < slide->paper_count; i++) {
        char *line = NULL;
        if (asprintf(&line, "–\u00a0%s", slide->papers[i]) < 0)
            return;
        block = stack_add(papers, sheet, "paper", TYPE_CELL, line, theme->text, 3.2);
        if (block)
            block->rank = 4;
        free(line);
    }
}

int layout_procedure(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct cells facts = {.column_gap = 6, .row_gap = 4};
    struct stack papers = {0};
    struct board board = {.category = WORD_PROCEDURE, .icon = ICON_DOCUMENT};
    add_facts(&facts, sheet, slide);
    add_papers(&papers, sheet, slide);
    if (slide->rows_left_out)
        report_overflow(&sheet->report, "paper");
    board_begin(&board, sheet, slide, area);
    struct rect rest = board.middle;
    double part = facts.count > 0 ? papers_part : 1;
    stack_fit(&papers, sheet, rest.width, (int)(rest.height * part));
    int used = papers.used > 0 ? papers.used + sheet_px(sheet, part_gap) : 0;
    stack_draw(&papers, sheet, rest.x, rest.y + rest.height - papers.used, rest.width,
               sheet->theme.background);
    board.middle.height -= used;
    cells_fit(&facts, sheet, board.middle);
    cells_draw(&facts, sheet);
    board.middle.height += used;
    board_draw(&board, sheet);
    cells_finish(&facts);
    stack_finish(&papers);
    board_finish(&board);
    return 0;
}
