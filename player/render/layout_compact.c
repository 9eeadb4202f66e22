/* Boards on which a whole item finds no room: its parts take turns as pages, each as large as it
 * can be read from the street. A banner keeps the name at its left and the code at its right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <string.h>

#include "playlist/words.h"
#include "render/act.h"
#include "render/layout.h"
#include "render/parts.h"
#include "render/severity.h"
#include "render/stack.h"

enum {
    PAGES_MAX = 8,      /* more would keep a passer-by for a minute */
    PIECES_MAX = 4,     /* pages of one text */
    LETTERS_EASY = 21,  /* px an em: several parts share a page only where they are that large */
    LETTERS_LEAST = 17, /* px an em: an x-height of nine */
    LETTERS_LAST = 12,  /* px an em: rather than not at all */
    SHORT = 40,         /* bytes: what is longer may take several lines before it becomes small */
    TINY_SIDE = 400,    /* docs/design.md, "Families" */
};

/* In units. */
static const double edge = 5, words_most = 24, alone_most = 30, act_most = 34, act_alone = 70,
                    words_easy = 21, rows_easy = 15, facts_easy = 17, words_split = 18,
                    words_least = 9;
static const double part_gap = 0.85, lead_gap = 0.55; /* parts of the letters' size */
static const double small = 0.7, below = 0.85; /* of the letters' size: labels, lines below */
static const double tail_part = 0.7;           /* of the margin, that tails may take */

struct board {
    struct parts parts;
    bool is_tiny, is_banner;
    bool is_single; /* one part is all that there is to say */
    bool is_saying; /* a slogan: no name beside what is said of it */
};

/* How a text of a part looks. */
struct look {
    enum type_style style;
    rgb ink;
    double most, least; /* units */
};

static struct look look_of_lead(const struct sheet *sheet, const struct part *part, double least)
{
    const struct theme *theme = &sheet->theme;
    bool is_label = part->kind == PART_FACT || part->kind == PART_PAPER ||
                    (part->kind == PART_STEP && part->text && !part->mark);
    bool is_plain = part->kind == PART_ENTRY || part->kind == PART_WORDS || is_label;
    struct look look = {TYPE_BOARD, is_plain ? theme->text : theme->accent, words_most, least};
    if (!is_plain && strlen(part->lead) <= SHORT)
        look.style = TYPE_REACH; /* its size is its own, not that of the words below it */
    if (part->kind == PART_FIGURE || part->kind == PART_STEP)
        look.most = act_most;
    if (is_label) {
        look.style = TYPE_LABEL;
        look.most = words_most * small;
        look.least = fmin(least, fmax(least * small, LETTERS_LEAST / sheet->unit));
    }
    return look;
}

static struct look look_of_text(const struct sheet *sheet, const struct part *part, double least,
                                bool is_alone)
{
    const struct theme *theme = &sheet->theme;
    bool is_act = part->kind == PART_ACT || part->kind == PART_ENTRY;
    bool is_marked = is_act || part->kind == PART_FACT || part->kind == PART_NUMBER;
    struct look look = {TYPE_BOARD, is_marked ? theme->accent : theme->text, words_most, least};
    if (part->kind == PART_ROW && strlen(part->text) <= SHORT)
        look.style = TYPE_STEP;
    if (part->kind == PART_FACT && !strchr(part->text, ' '))
        look.style = TYPE_REACH; /* an address is not parted to become larger */
    if (is_act)                  /* a long address must not make the number beside it small */
        look.style = part->is_url ? TYPE_ADDRESS : TYPE_REACH;
    if (is_act && is_alone && !part->lead)
        look.most = part->more[0] ? act_alone * small : act_alone;
    else if (is_marked)
        look.most = act_most;
    else if (is_alone)
        look.most = alone_most;
    return look;
}

/* What stands below the text: as large as it in a row of a table, else smaller. */
static struct look look_of_more(const struct sheet *sheet, const struct part *part, size_t index,
                                double least)
{
    struct look look = {TYPE_STEP, sheet->theme.text, words_most, least};
    if (part->kind == PART_ROW && strlen(part->more[index]) > SHORT)
        look.style = TYPE_BOARD;
    if (part->kind != PART_ROW) {
        look.most = words_most * below;
        look.least = fmin(least, fmax(least * small, LETTERS_LEAST / sheet->unit));
    }
    return look;
}

static void add_text(struct stack *stack, struct sheet *sheet, const char *role, const char *text,
                     struct look look, double gap)
{
    struct block *block = stack_add(stack, sheet, role, look.style, text, look.ink, gap);
    if (!block)
        return;
    block->size_max = fmax(look.most, look.least);
    block->size_min = look.least;
}

/* `before` is the part above on the same page, or NULL: what both are of is said once. */
static void add_blocks(struct stack *stack, struct sheet *sheet, const struct part *part,
                       const struct part *before, double letters, bool is_alone)
{
    double least = letters / sheet->unit, gap = least * part_gap;
    bool is_said = before && before->lead && part->lead && strcmp(before->lead, part->lead) == 0;
    if (is_said)
        gap = least * lead_gap;
    if (part->lead && !is_said) {
        struct look look = look_of_lead(sheet, part, least);
        add_text(stack, sheet, look.style == TYPE_LABEL ? "label" : part->role, part->lead, look,
                 gap);
        gap = least * lead_gap;
    }
    if (part->text)
        add_text(stack, sheet, part->role, part->text, look_of_text(sheet, part, least, is_alone),
                 gap);
    for (size_t i = 0; i < PART_MORE_MAX && part->more[i]; i++)
        add_text(stack, sheet, part->kind == PART_ACT ? "hours" : part->role, part->more[i],
                 look_of_more(sheet, part, i, least), least * lead_gap);
}

static void add_parts(struct stack *stack, struct sheet *sheet, const struct board *board,
                      size_t from, size_t to, double letters)
{
    const struct part *list = board->parts.list;
    for (size_t i = from; i < to; i++)
        add_blocks(stack, sheet, &list[i], i > from ? &list[i - 1] : NULL, letters,
                   board->is_single || (list[i].kind == PART_ACT && to - from == 1));
}

/* px by which marks above the first line and tails below the last would eat up the margin. */
static int excess_above(const struct stack *stack, const struct sheet *sheet)
{
    int over = stack_rise(stack) - sheet_px(sheet, edge);
    return over > 0 ? over : 0;
}

static int excess_below(const struct stack *stack, const struct sheet *sheet)
{
    int over = stack_fall(stack) - sheet_px(sheet, edge * tail_part);
    return over > 0 ? over : 0;
}

/* Sets parts from … to - 1 into width × height px, their letters `letters` px at least. False:
 * they do not fit whole. */
static bool set_parts(struct stack *stack, struct sheet *sheet, const struct board *board,
                      size_t from, size_t to, struct rect place, double letters)
{
    struct stack *const one[] = {stack};
    add_parts(stack, sheet, board, from, to, letters);
    bool fits = stack_fit_alike(one, 1, sheet, place.width, place.height) > 0;
    int height = place.height - excess_above(stack, sheet) - excess_below(stack, sheet);
    if (fits && stack->used > height)
        fits = stack_fit_alike(one, 1, sheet, place.width, height) > 0;
    if (!fits)
        stack_finish(stack);
    return fits;
}

static double least_letters(const struct sheet *sheet, double letters, double units)
{
    return fmax(letters, units * sheet->unit);
}

static bool is_easy(struct sheet *sheet, const struct board *board, size_t from, size_t to,
                    struct rect place)
{
    struct stack stack = {0};
    bool fits =
        set_parts(&stack, sheet, board, from, to, place,
                  least_letters(sheet, LETTERS_LEAST, board->is_tiny ? words_split : words_easy));
    stack_finish(&stack);
    return fits;
}

/* As many pieces as there may be, where even these are small. */
static void split_coarse(struct board *board, const struct sheet *sheet, size_t index)
{
    for (size_t pieces = PIECES_MAX; pieces >= 2; pieces--)
        if (!board->parts.list[index].is_rest &&
            parts_split_text(&board->parts, sheet->breaker, index, pieces))
            return;
}

/* Into as few pieces as are read easily. False: not even PIECES_MAX would be. */
static bool split_text(struct board *board, struct sheet *sheet, size_t index, struct rect place)
{
    struct parts *parts = &board->parts;
    const struct part whole = parts->list[index];
    for (size_t pieces = 2; pieces <= PIECES_MAX; pieces++) {
        bool fits = true;
        if (!parts_split_text(parts, sheet->breaker, index, pieces))
            continue;
        for (size_t i = 0; i < pieces && fits; i++)
            fits = is_easy(sheet, board, index + i, index + i + 1, place);
        if (fits)
            return true;
        parts_join(parts, index, pieces, &whole);
    }
    return false;
}

/* What would be too small in one piece takes two pages, or more. */
static void split_long(struct board *board, struct sheet *sheet, size_t from, struct rect place)
{
    struct parts *parts = &board->parts;
    for (size_t i = from; i < parts->count; i++) {
        const struct part *part = &parts->list[i];
        bool is_act = part->kind == PART_ACT;
        if (!part->text || (is_act && !part->more[0]) || is_easy(sheet, board, i, i + 1, place))
            continue;
        if (parts_split_more(parts, i)) {
            i--;
            continue;
        }
        if (part->kind == PART_ENTRY || is_act)
            continue; /* what is to be copied keeps its name */
        bool is_step = part->kind == PART_STEP && part->mark;
        if (!is_step && split_text(board, sheet, i, place))
            continue;
        if (part->kind != PART_FACT && part->kind != PART_PAPER && part->lead != part->mark &&
            parts_split_lead(parts, i))
            i--;
        else
            split_coarse(board, sheet, i);
    }
}

/* How many parts from `from` on stand on one page: as many as are read easily together. */
static size_t page_end(struct sheet *sheet, const struct board *board, size_t from,
                       struct rect place)
{
    const struct part *list = board->parts.list;
    size_t to = from + 1;
    bool is_list = list[from].kind == PART_ROW || list[from].kind == PART_PAPER;
    double easy = board->is_tiny                 ? words_easy
                  : is_list                      ? rows_easy
                  : list[from].kind == PART_FACT ? facts_easy
                                                 : words_easy;
    for (; to < board->parts.count; to++) {
        struct stack stack = {0};
        if (list[to].is_rest && list[to].kind != PART_ROW)
            break; /* what was parted for its length */
        if (list[to].kind != list[from].kind)
            easy = words_easy; /* only what is alike may stand closer */
        bool fits = set_parts(&stack, sheet, board, from, to + 1, place,
                              least_letters(sheet, LETTERS_EASY, easy));
        stack_finish(&stack);
        if (!fits)
            break;
    }
    return to;
}

static void draw_parts(struct sheet *sheet, const struct board *board, size_t from, size_t to,
                       struct rect place)
{
    struct stack stack = {0};
    if (!set_parts(&stack, sheet, board, from, to, place,
                   least_letters(sheet, LETTERS_LEAST, words_least)) &&
        !set_parts(&stack, sheet, board, from, to, place, LETTERS_LAST)) {
        add_parts(&stack, sheet, board, from, to, LETTERS_LAST);
        stack_fit(&stack, sheet, place.width, place.height);
    }
    int down = excess_above(&stack, sheet) - excess_below(&stack, sheet);
    int top = (place.height - stack.used + down) / 2;
    stack_draw(&stack, sheet, place.x, place.y + (top > 0 ? top : 0), place.width,
               sheet->theme.background);
    stack_finish(&stack);
}

/* Fills starts[] with the first part of each page, and behind them the end; returns how many pages
 * there are, PAGES_MAX + 1 where not all find room. */
static unsigned find_pages(struct sheet *sheet, const struct board *board, size_t from,
                           struct rect place, size_t starts[PAGES_MAX + 2])
{
    unsigned pages = 0;
    starts[0] = from;
    while (from < board->parts.count && pages <= PAGES_MAX) {
        from = page_end(sheet, board, from, place);
        starts[++pages] = from;
    }
    return pages;
}

/* Draws page `sheet->page` of the parts from `from` on and returns how many pages there are. */
static unsigned draw_page(struct sheet *sheet, struct board *board, size_t from, struct rect place)
{
    size_t starts[PAGES_MAX + 2];
    unsigned pages = find_pages(sheet, board, from, place, starts);
    if (pages > PAGES_MAX) {
        size_t last = starts[PAGES_MAX - 1];
        pages = PAGES_MAX;
        if (sheet->page == 0)
            report_overflow(&sheet->report, board->parts.list[starts[PAGES_MAX]].role);
        if (board->parts.list[last].kind == PART_PAPER) {
            parts_count_papers(&board->parts, last, sheet->language);
            starts[PAGES_MAX] = last + 1;
        }
    }
    if (sheet->page < pages)
        draw_parts(sheet, board, starts[sheet->page], starts[sheet->page + 1], place);
    return pages;
}

static unsigned draw_banner(struct sheet *sheet, struct board *board, const char *code,
                            struct rect place)
{
    int gap = sheet_px(sheet, 2 * edge);
    struct act act = {0};
    act_prepare(&act, sheet, code, place.height, place.height);
    if (act.side > 0 && act.side < place.width / 3) {
        act_draw(&act, sheet, place.x + place.width - act.side,
                 place.y + (place.height - act.side) / 2);
        place.width -= act.side + gap;
    }
    act_finish(&act);
    if (board->parts.count < 2 || board->is_saying) {
        split_long(board, sheet, 0, place);
        return draw_page(sheet, board, 0, place);
    }
    struct rect name = {place.x, place.y, place.width * 9 / 20 - gap / 2, place.height};
    draw_parts(sheet, board, 0, 1, name);
    place.x += name.width + gap;
    place.width -= name.width + gap;
    split_long(board, sheet, 1, place);
    return draw_page(sheet, board, 1, place);
}

/* An LED board shines: black is what does not. */
static void darken(struct theme *theme)
{
    theme->background = theme->surface = 0x000000;
    theme->text = theme->quiet = 0xFFFFFF;
    theme->accent = rgb_legible(theme->accent, theme->background);
}

int layout_compact(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    bool is_tiny = area.width < TINY_SIDE && area.height < TINY_SIDE;
    struct board board = {.is_tiny = is_tiny, .is_banner = area.width > 2 * area.height};
    const char *code = slide->code_url ? slide->code_url : slide->url;
    int margin = sheet_px(sheet, edge);
    if (is_tiny) {
        darken(&sheet->theme);
        canvas_fill(&sheet->canvas, area, sheet->theme.background);
    }
    if (slide->severity != SLIDE_INFO)
        area = severity_draw(sheet, slide, area, board.is_banner && area.width >= TINY_SIDE);
    struct rect place = {area.x + margin, area.y + margin, area.width - 2 * margin,
                         area.height - 2 * margin};
    parts_collect(&board.parts, slide, sheet->language);
    board.is_single = board.parts.count == 1;
    board.is_saying = slide->type == ITEM_SLOGAN;
    if (slide->basis && sheet->page == 0)
        report_overflow(&sheet->report, "basis");
    unsigned pages;
    if (board.is_banner && !is_tiny) {
        pages = draw_banner(sheet, &board, code, place);
    } else {
        split_long(&board, sheet, 0, place);
        pages = draw_page(sheet, &board, 0, place);
        pages += act_draw_page(sheet, code, area, pages == sheet->page);
    }
    sheet->report.pages = pages > 0 ? pages : 1;
    parts_finish(&board.parts);
    return 0;
}
