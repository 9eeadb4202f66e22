/* Boards on which a whole item finds no room: its parts take turns as pages, each as large as it
 * can be read from the street. A banner keeps the name at its left and the code at its right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "render/act.h"
#include "render/layout.h"
#include "render/stack.h"

enum {
    PARTS_MAX = 24,
    PAGES_MAX = 8,        /* more would keep a passer-by for a minute */
    LETTERS_EASY = 21,    /* px an em: several parts share a page only where they are that large */
    LETTERS_LEAST = 17,   /* px an em: an x-height of nine */
    LETTERS_LAST = 12,    /* px an em: rather than not at all */
    TINY_SIDE = 400,      /* docs/design.md, "Families" */
    CODE_MODULE_LEAST = 2 /* px */
};

/* In units. */
static const double edge = 5, words_most = 24, alone_most = 30, act_most = 34, words_easy = 15,
                    words_least = 9;
static const double part_gap = 0.85, lead_gap = 0.55; /* parts of the letters' size */

struct part {
    const char *role, *lead, *text; /* lead and text stay together */
    bool is_act;                    /* to be copied: in the colour for that, on one line */
    bool is_fact;                   /* the text is what counts, the lead says of what */
};

struct board {
    struct part parts[PARTS_MAX];
    size_t count;
    char *owned[PARTS_MAX];
    size_t owned_count;
    bool is_banner;
};

static void add(struct board *board, const char *role, const char *lead, const char *text,
                bool is_act)
{
    if ((lead || text) && board->count < PARTS_MAX)
        board->parts[board->count++] = (struct part){role, lead, text, is_act, false};
}

static const char *keep(struct board *board, char *string)
{
    if (string && board->owned_count < PARTS_MAX)
        return board->owned[board->owned_count++] = string;
    free(string);
    return NULL;
}

/* A row of a table, its cells one behind the other. */
static char *join_cells(const struct slide *slide, const struct slide_row *row)
{
    char *joined = NULL;
    for (size_t i = 0; i < slide->column_count; i++) {
        char *longer = NULL;
        if (!row->cells[i])
            continue;
        if (asprintf(&longer, "%s%s%s", joined ? joined : "", joined ? " · " : "", row->cells[i]) <
            0)
            longer = NULL;
        free(joined);
        joined = longer;
    }
    return joined;
}

static void add_row(struct board *board, const struct slide *slide, const struct slide_row *row)
{
    char *value = NULL;
    if (row->value && asprintf(&value, "%s%s%s", row->value, row->unit ? "\u00a0" : "",
                               row->unit ? row->unit : "") < 0)
        value = NULL;
    const char *figure = keep(board, value);
    if (slide->column_count > 0)
        add(board, "cell", NULL, keep(board, join_cells(slide, row)), false);
    else if (figure)
        add(board, "value", figure, row->text, false);
    else if (row->phone || row->url)
        add(board, "phone", row->lead,
            row->phone ? row->phone : keep(board, slide_address(row->url)), true);
    else
        add(board, "text", row->lead, row->text ? row->text : row->place, false);
    if ((slide->type == ITEM_PROCEDURE || slide->type == ITEM_HOTLINE) && board->count > 0)
        board->parts[board->count - 1].is_fact = true;
}

static void add_acts(struct board *board, const struct slide *slide)
{
    add(board, "phone", NULL, slide->phone, true);
    add(board, "url", NULL, keep(board, slide_address(slide->url)), true);
}

static void collect(struct board *board, const struct slide *slide)
{
    bool acts_first = slide->row_count == 0 || slide->type == ITEM_HOTLINE;
    if (slide->type == ITEM_DOCUMENT)
        add(board, "number", NULL, slide->number, false);
    add(board, "title", NULL, slide->short_title ? slide->short_title : slide->title, false);
    if (acts_first)
        add_acts(board, slide);
    add(board, "body", NULL, slide->body, false);
    for (size_t i = 0; i < slide->row_count; i++)
        add_row(board, slide, &slide->rows[i]);
    if (!acts_first)
        add_acts(board, slide);
    add(board, "hours", NULL, slide->hours, false);
}

static void add_blocks(struct stack *stack, struct sheet *sheet, const struct part *part,
                       double letters, bool is_alone)
{
    const struct theme *theme = &sheet->theme;
    double least = letters / sheet->unit, gap = least * part_gap;
    const char *const texts[] = {part->lead, part->text};
    for (size_t i = 0; i < 2; i++) {
        bool is_act = part->is_act || part->is_fact ? i == 1 : part->lead && part->text && i == 0;
        struct block *block = stack_add(stack, sheet, part->role, is_act ? TYPE_REACH : TYPE_BOARD,
                                        texts[i], is_act ? theme->accent : theme->text, gap);
        if (!block)
            continue;
        block->size_max = fmax(is_act ? act_most : is_alone ? alone_most : words_most, least);
        block->size_min = least;
        gap = least * lead_gap;
    }
}

/* Sets parts from … to - 1 into width × height px, their letters `letters` px at least. False:
 * they do not fit whole. */
static bool set_parts(struct stack *stack, struct sheet *sheet, const struct board *board,
                      size_t from, size_t to, struct rect place, double letters)
{
    struct stack *const one[] = {stack};
    for (size_t i = from; i < to; i++)
        add_blocks(stack, sheet, &board->parts[i], letters, board->count == 1);
    if (stack_fit_alike(one, 1, sheet, place.width, place.height) > 0)
        return true;
    stack_finish(stack);
    return false;
}

static double least_letters(const struct sheet *sheet, double letters, double units)
{
    return fmax(letters, units * sheet->unit);
}

/* How many parts from `from` on stand on one page: as many as are read easily together. */
static size_t page_end(struct sheet *sheet, const struct board *board, size_t from,
                       struct rect place)
{
    size_t to = from + 1;
    for (; to < board->count; to++) {
        struct stack stack = {0};
        bool fits = set_parts(&stack, sheet, board, from, to + 1, place,
                              least_letters(sheet, LETTERS_EASY, words_easy));
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
        for (size_t i = from; i < to; i++)
            add_blocks(&stack, sheet, &board->parts[i], LETTERS_LAST, board->count == 1);
        stack_fit(&stack, sheet, place.width, place.height);
    }
    stack_draw(&stack, sheet, place.x, place.y + (place.height - stack.used) / 2, place.width,
               sheet->theme.background);
    stack_finish(&stack);
}

/* Draws page `sheet->page` of the parts from `from` on and returns how many pages there are. */
static unsigned draw_page(struct sheet *sheet, const struct board *board, size_t from,
                          struct rect place)
{
    unsigned pages = 0;
    while (from < board->count && pages < PAGES_MAX) {
        size_t to = page_end(sheet, board, from, place);
        if (pages++ == sheet->page)
            draw_parts(sheet, board, from, to, place);
        from = to;
    }
    if (from < board->count)
        report_overflow(&sheet->report, board->parts[from].role);
    return pages;
}

/* A page of its own for the code, where its modules can be told apart. Returns whether there is
 * one. */
static bool draw_code(struct sheet *sheet, const char *content, struct rect place, bool is_shown)
{
    struct qr qr;
    int side = place.width < place.height ? place.width : place.height;
    if (!content || side <= 0 || qr_encode(content, &qr) < 0)
        return false;
    unsigned module = qr_module(&qr, (unsigned)side, CODE_MODULE_LEAST);
    int card = (int)qr_card(&qr, module);
    if (module > 0 && is_shown)
        sheet_code(sheet, &qr, module, content, place.x + (place.width - card) / 2,
                   place.y + (place.height - card) / 2);
    qr_finish(&qr);
    return module > 0;
}

static unsigned draw_banner(struct sheet *sheet, const struct board *board, const char *code,
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
    if (board->count < 2)
        return draw_page(sheet, board, 0, place);
    struct rect name = {place.x, place.y, place.width * 9 / 20 - gap / 2, place.height};
    draw_parts(sheet, board, 0, 1, name);
    place.x += name.width + gap;
    place.width -= name.width + gap;
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
    struct board board = {.is_banner = area.width > 2 * area.height};
    const char *code = slide->code_url ? slide->code_url : slide->url;
    int margin = sheet_px(sheet, edge);
    if (is_tiny) {
        darken(&sheet->theme);
        canvas_fill(&sheet->canvas, area, sheet->theme.background);
    }
    struct rect place = {area.x + margin, area.y + margin, area.width - 2 * margin,
                         area.height - 2 * margin};
    collect(&board, slide);
    unsigned pages;
    if (board.is_banner && !is_tiny) {
        pages = draw_banner(sheet, &board, code, place);
    } else {
        pages = draw_page(sheet, &board, 0, place);
        pages += draw_code(sheet, code, area, pages == sheet->page);
    }
    sheet->report.pages = pages > 0 ? pages : 1;
    for (size_t i = 0; i < board.owned_count; i++)
        free(board.owned[i]);
    return 0;
}
