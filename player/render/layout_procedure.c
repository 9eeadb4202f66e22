/* An administrative procedure: how long, what it costs, where; and what to bring. */
#include <stdio.h>
#include <stdlib.h>

#include "render/board.h"

static const double part_gap = 6; /* units */

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
        block = stack_add(words, sheet, "fact", TYPE_STEP, row->text, theme->accent, 3);
        if (block) {
            block->rank = 0;
            block->size_min = 3.8;
        }
        block = stack_add(words, sheet, "online", TYPE_CELL, row->place, theme->text, 3);
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
        block = stack_add(papers, sheet, "paper", TYPE_CELL, line, theme->text, 2.6);
        if (block)
            block->rank = 4;
        free(line);
    }
}

/* Whether both fit whole where the papers get `part` of the middle's height; *ret: what is left for
 * the facts. */
static bool try_part(const struct board *board, struct sheet *sheet, struct cells *facts,
                     struct stack *papers, double part, struct rect *ret)
{
    struct stack *const one[] = {papers};
    *ret = board->middle;
    if (papers->count == 0)
        return cells_can_fit(facts, sheet, *ret);
    if (stack_fit_alike(one, 1, sheet, ret->width, (int)(ret->height * part)) == 0)
        return false;
    ret->height -= papers->used + sheet_px(sheet, part_gap);
    return cells_can_fit(facts, sheet, *ret);
}

/* Parts the middle; a smaller headline goes before words that find no room. */
static struct rect share_room(struct board *board, struct sheet *sheet, struct cells *facts,
                              struct stack *papers)
{
    static const double parts[] = {0.6, 0.5, 0.7, 0.4}, heads[] = {1, 0.8, 0.65};
    struct rect rest;
    for (size_t head = 0; head < sizeof heads / sizeof *heads; head++) {
        if (head > 0)
            board_shrink(board, sheet, heads[head]);
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (try_part(board, sheet, facts, papers, facts->count ? parts[i] : 1, &rest))
                return rest;
    }
    rest = board->middle;
    for (size_t i = 0; i < papers->count; i++)
        papers->blocks[i].even = 0;
    stack_fit(papers, sheet, rest.width, (int)(rest.height * (facts->count ? parts[0] : 1)));
    rest.height -= papers->used > 0 ? papers->used + sheet_px(sheet, part_gap) : 0;
    return rest;
}

int layout_procedure(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct cells facts = {.column_gap = 6, .row_gap = 4};
    struct stack papers = {0};
    struct board board = {.category = WORD_PROCEDURE, .icon = slide_icon(slide, ICON_DOCUMENT)};
    add_facts(&facts, sheet, slide);
    add_papers(&papers, sheet, slide);
    if (slide->rows_left_out)
        report_overflow(&sheet->report, "paper");
    board_begin(&board, sheet, slide, area);
    struct rect middle = share_room(&board, sheet, &facts, &papers);
    cells_fit(&facts, sheet, middle);
    cells_draw(&facts, sheet);
    stack_draw(&papers, sheet, middle.x, board.middle.y + board.middle.height - papers.used,
               middle.width, sheet->theme.background);
    board_draw(&board, sheet);
    cells_finish(&facts);
    stack_finish(&papers);
    board_finish(&board);
    return 0;
}
