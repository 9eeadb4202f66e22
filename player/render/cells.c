#include "render/cells.h"

static const double rise_granted =
    3; /* units: how far the first words' marks may rise over the place */
static const double mark_least = 0.75; /* of its size: what is in it must be read */
static const double card_gap = 4;      /* units */

/* What one arrangement leaves to the words of a cell. */
struct arrangement {
    size_t columns, rows;
    int width, height;             /* of a cell, px */
    int mark, left, above, below;  /* the mark's side, and what it takes of the cell */
    int words_width, words_height; /* what is left */
};

/* A card keeps its side; where it finds no room nothing is left to the words. */
static void arrange_card(struct arrangement *way, const struct cells *cells,
                         const struct sheet *sheet)
{
    int taken = cells->card + sheet_px(sheet, card_gap);
    way->mark = cells->card;
    if (cells->is_mark_below)
        way->below = way->mark > way->width ? way->height : taken;
    else
        way->left = way->mark > way->height ? way->width : taken;
}

static struct arrangement arrange(const struct cells *cells, const struct sheet *sheet,
                                  struct rect area, size_t columns)
{
    int column_gap = sheet_px(sheet, cells->column_gap), row_gap = sheet_px(sheet, cells->row_gap);
    struct arrangement way = {.columns = columns};
    way.rows = cells->count > columns ? (cells->count + columns - 1) / columns : 1;
    way.width = (area.width - (int)(columns - 1) * column_gap) / (int)columns;
    way.height = (area.height - (int)(way.rows - 1) * row_gap) / (int)way.rows;
    if (cells->card > 0) {
        arrange_card(&way, cells, sheet);
    } else if (cells->mark > 0) {
        way.mark = sheet_px(sheet, cells->mark);
        if (cells->is_mark_below)
            way.below = 3 * way.mark;
        else if (way.mark > way.height)
            way.mark = way.height;
        if (cells->is_mark_above)
            way.above = way.mark * 4 / 3;
        else if (!cells->is_mark_below)
            way.left = way.mark * 4 / 3;
    }
    way.words_width = way.width - way.left;
    way.words_height = way.height - way.above - way.below;
    return way;
}

static void collect(struct cells *cells, struct stack *stacks[CELLS_MAX])
{
    for (size_t i = 0; i < cells->count; i++) {
        stacks[i] = &cells->list[i].words;
        stacks[i]->grow = cells->grow;
    }
}

/* The words as large as can be; of nearly equals the one that leaves no place empty, then the one
 * whose rows run as the area lies. Where the places are read in their order, one stays empty only
 * for words that are larger by a quarter. */
static struct arrangement choose(struct cells *cells, struct sheet *sheet, struct rect area,
                                 unsigned *ret_size)
{
    struct stack *stacks[CELLS_MAX];
    struct arrangement best = arrange(cells, sheet, area, 1);
    unsigned best_size = 0, best_worth = 0;
    size_t best_waste = 0;
    bool lies = area.width > area.height;
    collect(cells, stacks);
    size_t most = cells->columns_most > 0 ? cells->columns_most : cells->count;
    for (size_t columns = 1; columns <= cells->count && columns <= most; columns++) {
        struct arrangement way = arrange(cells, sheet, area, columns);
        bool is_low =
            !cells->is_mark_below && way.height < sheet_px(sheet, cells->mark * mark_least);
        if (way.words_width <= 0 || way.words_height <= 0 || is_low)
            continue;
        unsigned size =
            stack_fit_alike(stacks, cells->count, sheet, way.words_width, way.words_height);
        size_t waste = way.rows * columns - cells->count;
        bool is_ordered = cells->card > 0 || (cells->mark > 0 && !cells->is_mark_below);
        unsigned worth = waste > 0 && is_ordered ? size * 4 : size * 5;
        bool is_as_large = size > 0 && worth * 20 >= best_worth * 19;
        if (worth * 19 <= best_worth * 20 &&
            !(is_as_large && (waste < best_waste || (waste == best_waste && lies))))
            continue;
        best = way;
        best_size = size;
        best_worth = worth;
        best_waste = waste;
    }
    *ret_size = best_size;
    return best;
}

unsigned cells_can_fit(struct cells *cells, struct sheet *sheet, struct rect area)
{
    unsigned size = 1;
    if (cells->count > 0)
        choose(cells, sheet, area, &size);
    return size;
}

static int most_used(const struct cells *cells)
{
    int used = 0;
    for (size_t i = 0; i < cells->count; i++)
        if (cells->list[i].words.used > used)
            used = cells->list[i].words.used;
    return used;
}

static struct rect mark_place(const struct cells *cells, const struct arrangement *way,
                              struct rect place, int used)
{
    if (way->below && cells->card > 0)
        return (struct rect){place.x, place.y + used + way->below - way->mark, way->mark,
                             way->mark};
    if (way->below)
        return (struct rect){place.x, place.y + used + 2 * way->mark, place.width, way->mark};
    return (struct rect){place.x, place.y, way->mark, way->mark};
}

/* Sets the words; where even the smallest find no room the last cells go. */
static struct arrangement settle(struct cells *cells, struct sheet *sheet, struct rect area)
{
    struct stack *stacks[CELLS_MAX];
    for (;;) {
        unsigned size;
        struct arrangement way = choose(cells, sheet, area, &size);
        collect(cells, stacks);
        if (size == 0 && stack_leave_out(stacks, cells->count, sheet))
            continue; /* without it another arrangement may be the best */
        bool fits = size > 0 ? stack_fit_alike(stacks, cells->count, sheet, way.words_width,
                                               way.words_height)
                             : stack_fit_alike_cut(stacks, cells->count, sheet, way.words_width,
                                                   way.words_height);
        if (fits || cells->count == 1)
            return way;
        const struct stack *last = &cells->list[--cells->count].words;
        report_overflow(&sheet->report, last->count > 0 ? last->blocks[0].role : "text");
        stack_finish(&cells->list[cells->count].words);
    }
}

void cells_fit(struct cells *cells, struct sheet *sheet, struct rect area)
{
    if (cells->count == 0)
        return;
    struct arrangement way = settle(cells, sheet, area);
    int lift = stack_rise(&cells->list[0].words) - sheet_px(sheet, rise_granted);
    if (lift > 0) {
        area.y += lift;
        area.height -= lift;
        way = settle(cells, sheet, area);
    }
    int used = most_used(cells), row_gap = sheet_px(sheet, cells->row_gap);
    int height = used + way.above + way.below;
    if (way.left && way.mark > height)
        height = way.mark;
    /* What is left over parts the rows, but not so far that they fall apart. */
    int loose = height + 2 * row_gap, even = (area.height + row_gap) / (int)way.rows;
    int pitch = loose < even ? loose : even;
    if (way.left && way.mark > pitch)
        way.mark = pitch; /* a mark never touches the next */
    int spare = area.height - (pitch * ((int)way.rows - 1) + height);
    int above = spare > 0 ? spare * 2 / 5 : 0;
    for (size_t i = 0; i < cells->count; i++) {
        struct cell *cell = &cells->list[i];
        int column = (int)(i % way.columns), row = (int)(i / way.columns);
        struct rect place = {area.x + column * (way.width + sheet_px(sheet, cells->column_gap)),
                             area.y + above + row * pitch, way.width, height};
        cell->mark = mark_place(cells, &way, place, used);
        cell->place = place;
        if (!cell->is_bare) {
            cell->place.x += way.left;
            cell->place.width -= way.left;
        }
        cell->place.y += way.above;
        cell->place.height -= way.above;
        /* Few words stand in the middle of a large mark; beside cards all begin at one height. */
        int words = cells->card > 0 ? used : cell->words.used;
        if (way.left && words < way.mark)
            cell->place.y += (way.mark - words) / 2;
    }
    cells->columns = way.columns;
    cells->rows = way.rows;
}

void cells_draw(const struct cells *cells, struct sheet *sheet)
{
    for (size_t i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->list[i];
        if ((cells->mark > 0 || cells->card > 0) && !cell->is_bare && cells->draw_mark)
            cells->draw_mark(sheet, cell);
        stack_draw(&cell->words, sheet, cell->place.x, cell->place.y, cell->place.width,
                   sheet->theme.background);
    }
}

void cells_finish(struct cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        stack_finish(&cells->list[i].words);
    cells->count = 0;
}
