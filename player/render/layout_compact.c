/* Boards on which a whole item finds no room: its parts take turns as pages, each as large as it
 * can be read from the street. A banner keeps the name at its left and the code at its right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <string.h>

#include "playlist/words.h"
#include "render/act.h"
#include "render/layout.h"
#include "render/part_stack.h"
#include "render/severity.h"

enum {
    PIECES_MAX = 4,    /* pages of one text */
    LETTERS_EASY = 21, /* px an em: several parts share a page only where they are that large */
    TINY_SIDE = 400,   /* docs/design.md, "Families" */
};

/* In units. */
static const double words_easy = 21, rows_easy = 15, row_whole = 13, words_split = 18,
                    words_least = 9;
static const double name_gap = 18, code_gap = 10;
static const double name_most = 0.45, name_least = 0.36; /* of a banner's width */
static const double below_gain = 1.15;
static const double act_beside = 26; /* units */

/* Parts from … to - 1. */
struct page {
    size_t from, to;
};

struct board {
    struct parts parts;
    bool is_tiny;
    bool is_single;      /* one part is all that there is to say */
    bool is_saying;      /* a slogan: no name beside what is said of it */
    unsigned pages_most; /* without that of the code; more would keep a passer-by for a minute */
};

static double least_letters(const struct sheet *sheet, double letters, double units)
{
    return fmax(letters, units * sheet->unit);
}

static void fit_parts(struct stack *stack, struct sheet *sheet, const struct board *board,
                      struct page page, struct rect place)
{
    part_stack_fit(stack, sheet, &board->parts.list[page.from], page.to - page.from,
                   board->is_single, place, least_letters(sheet, PART_STACK_LETTERS, words_least));
}

/* How large the words of a part must be for it to be read easily, units. */
static double easy_of(const struct part *part)
{
    if (part->kind == PART_FIGURE)
        return words_easy; /* it stands out, or is nothing */
    return part->kind == PART_ROW ? row_whole : words_split;
}

static bool is_easy(struct sheet *sheet, const struct board *board, size_t index, struct rect place)
{
    struct stack stack = {0};
    const struct part *part = &board->parts.list[index];
    bool fits = part_stack_set(&stack, sheet, part, 1, board->is_single, place,
                               least_letters(sheet, PART_STACK_LETTERS, easy_of(part)));
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
            fits = is_easy(sheet, board, index + i, place);
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
        if (!part->text || (is_act && !part->more[0]) || is_easy(sheet, board, i, place))
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

static unsigned size_of(const struct stack *stack, const char *role)
{
    for (size_t i = stack->count; i-- > 0;)
        if (stack->blocks[i].role == role)
            return stack->blocks[i].set.size;
    return 0;
}

/* Whether parts from … to - 1 stand together in letters of `easy` units. What is to be copied
 * becomes small for nothing but another such thing. */
static bool fits_page(struct sheet *sheet, const struct board *board, size_t from, size_t to,
                      struct rect place, double easy)
{
    struct stack stack = {0};
    const struct part *list = board->parts.list;
    bool fits = part_stack_set(&stack, sheet, &list[from], to - from, board->is_single, place,
                               least_letters(sheet, LETTERS_EASY, easy));
    if (fits && list[from].kind == PART_ACT && list[to - 1].kind != PART_ACT)
        fits = size_of(&stack, list[from].role) >= act_beside * sheet->unit;
    stack_finish(&stack);
    return fits;
}

/* Whether part `to` may follow part `from` on a page at all. */
static bool may_share(const struct board *board, size_t from, size_t to)
{
    const struct part *list = board->parts.list;
    bool is_parted = list[to].is_rest || (to + 1 < board->parts.count && list[to + 1].is_rest);
    if (is_parted && list[to].kind != PART_ROW)
        return false; /* for its length: neither half stands beside anything else */
    if (list[from].kind == PART_STEP && list[to].kind == PART_ACT)
        return false; /* all steps look alike */
    if (list[to].kind == PART_PAPER && list[from].kind != PART_PAPER)
        return false; /* what to bring is a list of its own */
    if (!board->is_tiny && list[from].kind == PART_FACT)
        return false; /* its label would be small print */
    return list[to].kind != PART_FACT || list[from].kind == PART_FACT || from == 0;
}

/* How large words must be that stand closer because they are of one list, units. */
static double easy_beside(const struct board *board, enum part_kind kind)
{
    if (board->is_tiny || (kind != PART_ROW && kind != PART_PAPER))
        return words_easy;
    return kind == PART_ROW ? rows_easy : words_split;
}

/* How many parts from `from` on stand on one page: as many as are read easily together. */
static size_t page_end(struct sheet *sheet, const struct board *board, size_t from,
                       struct rect place)
{
    const struct part *list = board->parts.list;
    size_t to = from + 1;
    double easy = easy_beside(board, list[from].kind);
    for (; to < board->parts.count && may_share(board, from, to); to++) {
        if (list[to].kind != list[from].kind)
            easy = words_easy;
        if (!fits_page(sheet, board, from, to + 1, place, easy))
            break;
    }
    return to;
}

static void draw_parts(struct sheet *sheet, const struct board *board, struct page page,
                       struct rect place)
{
    struct stack stack = {0};
    fit_parts(&stack, sheet, board, page, place);
    part_stack_draw(&stack, sheet, place);
    stack_finish(&stack);
}

/* Fills starts[] with the first part of each page, and behind them the end; returns how many pages
 * there are, one more than there may be where not all find room. */
static unsigned find_pages(struct sheet *sheet, const struct board *board, size_t from,
                           struct rect place, size_t starts[JOB_PAGES_MAX + 2])
{
    unsigned pages = 0;
    starts[0] = from;
    while (from < board->parts.count && pages <= board->pages_most) {
        from = page_end(sheet, board, from, place);
        starts[++pages] = from;
    }
    return pages;
}

/* Finds page `sheet->page` of the parts from `from` on, none where there are fewer, and returns how
 * many there are. */
static unsigned find_page(struct sheet *sheet, struct board *board, size_t from, struct rect place,
                          struct page *ret)
{
    size_t starts[JOB_PAGES_MAX + 2] = {0};
    unsigned pages = find_pages(sheet, board, from, place, starts);
    const char *role;
    while (pages > board->pages_most && (role = parts_drop_asides(&board->parts))) {
        if (sheet->page == 0) /* sooner than somebody's number */
            report_overflow(&sheet->report, role);
        pages = find_pages(sheet, board, from, place, starts);
    }
    if (pages > board->pages_most) {
        size_t last = starts[board->pages_most - 1];
        pages = board->pages_most;
        if (sheet->page == 0)
            report_overflow(&sheet->report, board->parts.list[starts[pages]].role);
        if (board->parts.list[last].kind == PART_PAPER) {
            parts_count_papers(&board->parts, last, sheet->language);
            starts[pages] = last + 1;
        }
    }
    *ret = sheet->page < pages ? (struct page){starts[sheet->page], starts[sheet->page + 1]}
                               : (struct page){0};
    return pages;
}

static unsigned draw_page(struct sheet *sheet, struct board *board, struct rect place)
{
    struct page page;
    split_long(board, sheet, 0, place);
    unsigned pages = find_page(sheet, board, 0, place, &page);
    if (page.to > page.from)
        draw_parts(sheet, board, page, place);
    return pages;
}

/* What is to be copied is the largest thing there is: beside its name it may have too little width,
 * and stands below it. False: it has enough, and nothing is drawn. */
static bool draw_below_name(struct sheet *sheet, const struct board *board, struct page page,
                            struct rect column, struct rect place)
{
    const struct part *act = &board->parts.list[page.from];
    const struct part both[] = {board->parts.list[0], *act};
    struct stack beside = {0}, below = {0};
    if (page.to != page.from + 1 || (act->kind != PART_ACT && act->kind != PART_ENTRY))
        return false;
    fit_parts(&beside, sheet, board, page, column);
    bool is_larger = part_stack_set(&below, sheet, both, 2, false, place,
                                    least_letters(sheet, PART_STACK_LETTERS, words_split)) &&
                     size_of(&below, act->role) > below_gain * size_of(&beside, act->role);
    if (is_larger)
        part_stack_draw(&below, sheet, place);
    stack_finish(&beside);
    stack_finish(&below);
    return is_larger;
}

/* The name at the left, and what is said of it beside it. */
static unsigned draw_halves(struct sheet *sheet, struct board *board, struct rect place)
{
    int gap = sheet_px(sheet, name_gap);
    struct rect left = place, right = place;
    struct stack name = {0};
    struct page page;
    left.width = (int)(place.width * name_most) - gap / 2;
    int least = (int)(place.width * name_least) - gap / 2;
    fit_parts(&name, sheet, board, (struct page){0, 1}, left);
    int width = stack_width(&name);
    right.x += (width > least ? width : least) + gap;
    right.width -= right.x - place.x;
    split_long(board, sheet, 1, right);
    unsigned pages = find_page(sheet, board, 1, right, &page);
    if (page.to > page.from && !draw_below_name(sheet, board, page, right, place)) {
        part_stack_draw(&name, sheet, left);
        draw_parts(sheet, board, page, right);
    }
    stack_finish(&name);
    return pages;
}

static unsigned draw_banner(struct sheet *sheet, struct board *board, const char *code,
                            struct rect place)
{
    struct act act = {0};
    act_prepare(&act, sheet, code, place.height, place.height);
    if (act.side > 0 && act.side < place.width / 3) {
        act_draw(&act, sheet, place.x + place.width - act.side,
                 place.y + (place.height - act.side) / 2);
        place.width -= act.side + sheet_px(sheet, code_gap);
    }
    act_finish(&act);
    bool is_whole = board->parts.count < 2 || board->is_saying;
    return is_whole ? draw_page(sheet, board, place) : draw_halves(sheet, board, place);
}

int layout_compact(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    bool is_tiny = area.width < TINY_SIDE && area.height < TINY_SIDE;
    bool is_banner = area.width > 2 * area.height && !is_tiny;
    struct board board = {.is_tiny = is_tiny, .is_saying = slide->type == ITEM_SLOGAN};
    const char *code = slide->code_url ? slide->code_url : slide->url;
    int margin = sheet_px(sheet, PART_STACK_EDGE);
    if (is_tiny) {
        theme_make_black(&sheet->theme);
        canvas_fill(&sheet->canvas, area, sheet->theme.background);
    }
    if (slide->severity != SLIDE_INFO)
        area = severity_draw(sheet, slide, area, is_banner);
    struct rect place = {area.x + margin, area.y + margin, area.width - 2 * margin,
                         area.height - 2 * margin};
    parts_collect(&board.parts, slide, sheet->language);
    board.is_single = board.parts.count == 1;
    board.pages_most = JOB_PAGES_MAX - (code && !is_banner);
    if (slide->basis && sheet->page == 0)
        report_overflow(&sheet->report, "basis");
    unsigned pages;
    if (is_banner) {
        pages = draw_banner(sheet, &board, code, place);
    } else {
        pages = draw_page(sheet, &board, place);
        pages += act_draw_page(sheet, code, area, pages == sheet->page);
    }
    sheet->report.pages = pages > 0 ? pages : 1;
    parts_finish(&board.parts);
    return 0;
}
