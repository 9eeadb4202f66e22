/* An administrative procedure: how long, what it costs, where; and what to bring. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/board.h"

enum { COLUMNS_MAX = 2, FACT_LINES = 2 };

static const double part_gap = 5, column_gap = 6, fact_gap = 6.5; /* units */

/* What to bring: a label above one or two columns of lines alike. */
struct papers {
    const struct slide *slide;
    struct stack label, columns[COLUMNS_MAX];
    size_t shown;        /* of the slide's; what is left is told in a line */
    size_t column_count; /* 0: there are none */
    struct rect place;   /* result, px; its height is what they use */
    int below, beside;   /* results, px: from the label to the columns, from column to column */
};

/* Facts stand in equal places or, where that takes too much, one below the other. */
struct facts {
    struct cells cells;
    struct stack column;
    bool is_column, has_online;
};

enum order { ORDER_BELOW, ORDER_COLUMN, ORDER_BESIDE };

/* How facts and papers share the middle. */
struct way {
    size_t columns;   /* of papers */
    double part;      /* of the middle's height that papers may take; of its width if beside */
    enum order order; /* papers below the places, below a column, or beside a column of facts */
};

static void add_fact(struct stack *words, struct sheet *sheet, const struct slide_row *row,
                     double gap)
{
    const struct theme *theme = &sheet->theme;
    struct block *block =
        stack_add(words, sheet, "label", TYPE_LABEL, row->lead, theme->quiet, gap);
    if (block)
        block->rank = 0; /* a fee without its name is a number */
    block = stack_add(words, sheet, "fact", TYPE_STEP, row->text, theme->accent, 3);
    if (block) {
        block->rank = 0;
        block->size_min = 3.6;
        block->lines = FACT_LINES;
    }
    block = stack_add(words, sheet, "online", TYPE_CELL, row->place, theme->text, 3);
    if (block) {
        block->rank = 3;
        block->size_max = 4.6;
    }
}

static void add_facts(struct facts *facts, struct sheet *sheet, const struct slide *slide)
{
    struct cells *cells = &facts->cells;
    for (size_t i = 0; i < slide->row_count && i < CELLS_MAX; i++) {
        add_fact(&cells->list[cells->count++].words, sheet, &slide->rows[i], 0);
        add_fact(&facts->column, sheet, &slide->rows[i], fact_gap);
        facts->has_online |= slide->rows[i].place != NULL;
    }
}

/* The mean size of their styles, px an em; 0: they do not fit. */
static unsigned facts_can_fit(struct facts *facts, struct sheet *sheet, struct rect place)
{
    struct stack *const one[] = {&facts->column};
    unsigned styles = facts->has_online ? 3 : 2;
    if (place.width <= 0 || place.height <= 0)
        return 0;
    if (!facts->is_column || facts->column.count == 0)
        return (cells_can_fit(&facts->cells, sheet, place) + styles - 1) / styles;
    return (stack_fit_alike(one, 1, sheet, place.width, place.height) + styles - 1) / styles;
}

static void add_paper(struct stack *column, struct sheet *sheet, const char *line, bool is_one)
{
    struct block *block =
        stack_add(column, sheet, "paper", TYPE_CELL, line, sheet->theme.text, 2.6);
    if (!block)
        return;
    block->rank = 0;
    block->has_dash = is_one;
}

/* The line at `index`: a paper, or how many more there are. A fresh string, or NULL. */
static char *paper_line(const struct papers *papers, const struct sheet *sheet, size_t index)
{
    const struct slide *slide = papers->slide;
    char *line = NULL;
    if (index < papers->shown)
        return strdup(slide->papers[index]);
    size_t more = slide->paper_count + slide->rows_left_out - papers->shown;
    return asprintf(&line, "…\u00a0%s %zu %s", word_in(WORD_AND, sheet->language), more,
                    word_in(WORD_MORE, sheet->language)) < 0
               ? NULL
               : line;
}

static void clear_papers(struct papers *papers)
{
    stack_finish(&papers->label);
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        stack_finish(&papers->columns[i]);
}

static void add_papers(struct papers *papers, struct sheet *sheet, size_t columns)
{
    const struct slide *slide = papers->slide;
    bool is_shortened = papers->shown < slide->paper_count + slide->rows_left_out;
    size_t lines = papers->shown + is_shortened;
    clear_papers(papers);
    papers->column_count = lines < columns ? lines : columns;
    if (lines == 0)
        return;
    struct block *block = stack_add(&papers->label, sheet, "label", TYPE_LABEL,
                                    word_in(WORD_PAPERS, sheet->language), sheet->theme.quiet, 0);
    if (block)
        block->rank = 0;
    size_t each = (lines + papers->column_count - 1) / papers->column_count;
    for (size_t i = 0; i < lines; i++) {
        char *line = paper_line(papers, sheet, i);
        add_paper(&papers->columns[i / each], sheet, line, i < papers->shown);
        free(line);
    }
    papers->column_count = (lines + each - 1) / each;
}

/* Returns their size, px an em; 0: they do not fit whole. */
static unsigned fit_papers(struct papers *papers, struct sheet *sheet, struct rect place)
{
    struct stack *const label[] = {&papers->label};
    struct stack *const columns[] = {&papers->columns[0], &papers->columns[1]};
    size_t count = papers->column_count;
    int gap = sheet_px(sheet, column_gap);
    int width = (place.width - (int)(count - 1) * gap) / (int)count, used = 0;
    if (width <= 0 || stack_fit_alike(label, 1, sheet, place.width, place.height) == 0)
        return 0;
    papers->below = papers->label.used + sheet_px(sheet, 1) + stack_fall(&papers->label);
    int most = place.height - papers->below - sheet_px(sheet, 2);
    unsigned size = most > 0 ? stack_fit_alike(columns, count, sheet, width, most) : 0;
    if (size == 0)
        return 0;
    papers->below += stack_rise(&papers->columns[0]);
    for (size_t i = 0; i < count; i++)
        used = papers->columns[i].used > used ? papers->columns[i].used : used;
    papers->beside = width + gap;
    papers->place = place;
    papers->place.height = papers->below + used;
    return papers->place.height <= place.height ? size : 0;
}

static unsigned lesser(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The size of the smaller of both where they fit whole that way, px an em, or 0; *ret: what is left
 * for the facts. */
static unsigned try_way(const struct board *board, struct sheet *sheet, struct facts *facts,
                        struct papers *papers, const struct way *way, struct rect *ret)
{
    struct rect place = board->middle;
    int gap = sheet_px(sheet, part_gap);
    *ret = board->middle;
    facts->is_column = way->order != ORDER_BELOW;
    if (papers->slide->paper_count == 0)
        return facts_can_fit(facts, sheet, *ret);
    add_papers(papers, sheet, way->columns);
    if (way->order == ORDER_BESIDE && facts->column.count > 0) {
        place.width = (int)(place.width * way->part);
        ret->width -= place.width + gap;
        place.x += ret->width + gap;
        return lesser(fit_papers(papers, sheet, place), facts_can_fit(facts, sheet, *ret));
    }
    if (facts->column.count > 0)
        place.height = (int)(place.height * way->part);
    unsigned size = fit_papers(papers, sheet, place);
    if (size == 0 || facts->column.count == 0)
        return size;
    papers->place.y = board->middle.y + board->middle.height - papers->place.height;
    ret->height -= papers->place.height + gap;
    size = lesser(size, facts_can_fit(facts, sheet, *ret));
    /* One below the other they belong together: what is left over stays below. */
    if (size > 0 && facts->is_column && ret->height > facts->column.used + gap)
        papers->place.y -= ret->height - facts->column.used - gap;
    return size;
}

/* The way in which the smallest words are largest; of near equals the first. */
static bool try_ways(const struct board *board, struct sheet *sheet, struct facts *facts,
                     struct papers *papers, struct rect *ret)
{
    static const struct way lying[] = {
        {1, 0.6, ORDER_BELOW},  {1, 0.5, ORDER_BELOW},  {1, 0.7, ORDER_BELOW},
        {1, 0.4, ORDER_BELOW},  {2, 0.5, ORDER_BELOW},  {2, 0.4, ORDER_BELOW},
        {2, 0.6, ORDER_BELOW},  {1, 0.5, ORDER_BESIDE}, {1, 0.42, ORDER_BESIDE},
        {1, 0.6, ORDER_BESIDE},
    };
    static const struct way standing[] = {
        {1, 0.5, ORDER_COLUMN}, {1, 0.6, ORDER_COLUMN}, {1, 0.4, ORDER_COLUMN},
        {1, 0.5, ORDER_BELOW},  {2, 0.5, ORDER_COLUMN},
    };
    bool lies = board->middle.width > board->middle.height * 5 / 4;
    const struct way *ways = lies ? lying : standing;
    size_t count = lies ? sizeof lying / sizeof *lying : sizeof standing / sizeof *standing;
    unsigned best_size = 0;
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned size = try_way(board, sheet, facts, papers, &ways[i], ret);
        if (size * 19 > best_size * 20) {
            best_size = size;
            best = i;
        }
    }
    return best_size > 0 && try_way(board, sheet, facts, papers, &ways[best], ret) > 0;
}

/* A smaller headline goes before words that find no room; then the last papers, of which the number
 * remains; then the facts make do with what there is. */
static struct rect share_room(struct board *board, struct sheet *sheet, struct facts *facts,
                              struct papers *papers)
{
    static const double heads[] = {1, 0.8, 0.65};
    struct rect rest;
    for (size_t head = 0; head < sizeof heads / sizeof *heads; head++) {
        if (head > 0)
            board_shrink(board, sheet, heads[head]);
        if (try_ways(board, sheet, facts, papers, &rest))
            return rest;
    }
    if (papers->shown > 0)
        report_overflow(&sheet->report, "paper");
    while (papers->shown > 0) {
        papers->shown--;
        if (try_ways(board, sheet, facts, papers, &rest))
            return rest;
    }
    clear_papers(papers);
    papers->column_count = 0;
    facts->is_column = false;
    return board->middle;
}

static void draw_facts(struct facts *facts, struct sheet *sheet, struct rect place)
{
    if (facts->is_column) {
        stack_draw(&facts->column, sheet, place.x, place.y, place.width, sheet->theme.background);
        return;
    }
    cells_fit(&facts->cells, sheet, place);
    cells_draw(&facts->cells, sheet);
}

static void draw_papers(const struct papers *papers, struct sheet *sheet)
{
    const struct rect *place = &papers->place;
    rgb ground = sheet->theme.background;
    if (papers->column_count == 0)
        return;
    stack_draw(&papers->label, sheet, place->x, place->y, place->width, ground);
    for (size_t i = 0; i < papers->column_count; i++)
        stack_draw(&papers->columns[i], sheet, place->x + (int)i * papers->beside,
                   place->y + papers->below, papers->beside, ground);
}

int layout_procedure(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    struct facts facts = {.cells = {.column_gap = 6, .row_gap = 4}};
    struct papers papers = {.slide = slide, .shown = slide->paper_count};
    struct board board = {.category = WORD_PROCEDURE, .icon = slide_icon(slide, ICON_DOCUMENT)};
    add_facts(&facts, sheet, slide);
    if (slide->rows_left_out)
        report_overflow(&sheet->report, "paper");
    board_begin(&board, sheet, slide, area);
    struct rect middle = share_room(&board, sheet, &facts, &papers);
    draw_facts(&facts, sheet, middle);
    draw_papers(&papers, sheet);
    board_draw(&board, sheet);
    cells_finish(&facts.cells);
    stack_finish(&facts.column);
    clear_papers(&papers);
    board_finish(&board);
    return 0;
}
