/* What to do, one thing after another: a number in a disc, what it is called, what it says. Where
 * every step has an icon the disc holds that, and the number stands before the name. */
#include <stdio.h>
#include <stdlib.h>

#include "render/board.h"

static const double disc = 10, icon_side = 6.4; /* units */
static const double number_part = 0.62;         /* of the disc */

struct step {
    int number;
    enum icon icon; /* ICON_NONE: the disc shows the number */
};

static void draw_disc(struct sheet *sheet, const struct cell *cell)
{
    const struct theme *theme = &sheet->theme;
    const struct step *step = cell->what;
    char number[12];
    struct rect mark = cell->mark;
    double side = mark.width * icon_side / disc, edge = (mark.width - side) / 2;
    canvas_fill_round(&sheet->canvas, mark, mark.width / 2.0, theme->accent);
    if (step->icon != ICON_NONE) {
        canvas_icon(&sheet->canvas, step->icon, mark.x + edge, mark.y + edge, side, false,
                    theme->background);
        return;
    }
    snprintf(number, sizeof number, "%d", step->number);
    double size = mark.width / sheet->unit * number_part; /* a disc may be smaller than usual */
    sheet_line(sheet, "number", number, FONT_BOLD, size, size / 2, mark, TEXT_CENTRE,
               theme->background, theme->accent);
}

static bool has_icons(const struct slide *slide)
{
    for (size_t i = 0; i < slide->row_count; i++)
        if (slide->rows[i].icon == ICON_NONE)
            return false;
    return true;
}

static void add_words(struct cell *cell, struct sheet *sheet, const struct slide_row *row)
{
    const struct theme *theme = &sheet->theme;
    const struct step *step = cell->what;
    char *numbered = NULL;
    if (step->icon != ICON_NONE && row->lead &&
        asprintf(&numbered, "%d.\u00a0%s", step->number, row->lead) < 0)
        numbered = NULL;
    struct block *block = stack_add(&cell->words, sheet, "step", TYPE_STEP,
                                    numbered ? numbered : row->lead, theme->text, 0);
    if (block)
        block->rank = 0;
    block = stack_add(&cell->words, sheet, "text", TYPE_CELL, row->text, theme->quiet, 4);
    if (block)
        block->rank = 5;
    free(numbered);
}

int layout_steps(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct step steps[CELLS_MAX];
    struct cells cells = {
        .mark = disc, .column_gap = 6, .row_gap = 5, .grow = 1.25, .draw_mark = draw_disc};
    struct board board = {.category = WORD_GUIDE, .icon = slide_icon(slide, ICON_LIST)};
    bool with_icons = has_icons(slide);
    for (size_t i = 0; i < slide->row_count && i < CELLS_MAX; i++) {
        struct cell *cell = &cells.list[cells.count++];
        steps[i] = (struct step){(int)i + 1, with_icons ? slide->rows[i].icon : ICON_NONE};
        cell->what = &steps[i];
        add_words(cell, sheet, &slide->rows[i]);
    }
    board_begin(&board, sheet, slide, area);
    board_draw_cells(&board, sheet, &cells);
    return 0;
}
