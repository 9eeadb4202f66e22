/* An infographic drawn from data: large numbers, and where it is a share of a whole, a ring that
 * shows it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "render/board.h"

static void draw_ring(struct sheet *sheet, const struct cell *cell)
{
    const struct slide_row *row = cell->what;
    const struct theme *theme = &sheet->theme;
    double line = cell->mark.width * 0.17, radius = (cell->mark.width - line) / 2.0;
    double x = cell->mark.x + cell->mark.width / 2.0, y = cell->mark.y + cell->mark.height / 2.0;
    canvas_ring(&sheet->canvas, x, y, radius, line, rgb_mix(theme->background, theme->text, 0.22));
    canvas_arc(&sheet->canvas, x, y, radius, line, row->share, theme->accent);
}

static void draw_bar(struct sheet *sheet, const struct cell *cell)
{
    const struct slide_row *row = cell->what;
    const struct theme *theme = &sheet->theme;
    struct rect bar = cell->mark;
    double radius = bar.height / 2.0;
    if (!row->has_share)
        return;
    canvas_fill_round(&sheet->canvas, bar, radius, rgb_mix(theme->background, theme->text, 0.22));
    bar.width = (int)lround(bar.width * row->share);
    if (bar.width >= bar.height)
        canvas_fill_round(&sheet->canvas, bar, radius, theme->accent);
}

static bool all_have_shares(const struct slide *slide)
{
    for (size_t i = 0; i < slide->row_count; i++)
        if (!slide->rows[i].has_share)
            return false;
    return slide->row_count > 0;
}

static bool some_have_shares(const struct slide *slide)
{
    for (size_t i = 0; i < slide->row_count; i++)
        if (slide->rows[i].has_share)
            return true;
    return false;
}

int layout_figures(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    struct cells cells = {.column_gap = 8, .row_gap = 6, .grow = 1.25};
    struct board board = {.category = WORD_FIGURES, .icon = slide_icon(slide, ICON_CHART)};
    if (all_have_shares(slide)) {
        cells.mark = slide->row_count == 1 ? 40 : 26;
        cells.draw_mark = draw_ring;
        /* Beside it the number of an upright screen would have half of the width. */
        cells.is_mark_above = slide->row_count == 1 && !frame_is_landscape(area);
    } else if (some_have_shares(slide)) {
        cells.mark = 2;
        cells.is_mark_below = true;
        cells.draw_mark = draw_bar;
    }
    for (size_t i = 0; i < slide->row_count && i < CELLS_MAX; i++) {
        const struct slide_row *row = &slide->rows[i];
        struct cell *cell = &cells.list[cells.count++];
        char *value = NULL;
        cell->what = row;
        /* A no-break space: number and unit stay together. */
        if (row->value && asprintf(&value, "%s%s%s", row->value, row->unit ? "\u00a0" : "",
                                   row->unit ? row->unit : "") < 0)
            value = NULL;
        struct block *block =
            stack_add(&cell->words, sheet, "value", TYPE_HERO, value, theme->accent, 0);
        if (block) {
            block->rank = 0;
            block->size_max = slide->row_count == 1 ? 26 : 16;
        }
        free(value);
        block = stack_add(&cell->words, sheet, "label", TYPE_CELL, row->text, theme->text, 6.5);
        if (block)
            block->rank = 2;
    }
    board_begin(&board, sheet, slide, area);
    board_draw_cells(&board, sheet, &cells);
    return 0;
}
