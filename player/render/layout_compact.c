/* Boards on which a whole item finds no room: its parts take turns as pages, each as large as it
 * can be read from the street. A banner keeps the name at its left and the code at its right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <string.h>

#include "playlist/words.h"
#include "render/act.h"
#include "render/glue.h"
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
static const double edge = 5, words_most = 24, alone_most = 30, act_most = 34, words_easy = 21,
                    rows_easy = 15, words_split = 18, words_least = 9;
static const double part_gap = 0.85, lead_gap = 0.55;  /* parts of the letters' size */
static const double tail_part = 0.7;                   /* of the margin, that tails may take */
static const double off_most = 0.3, glue_price = 0.25; /* parts of a text */

struct part {
    const char *role, *lead, *text; /* lead and text stay together */
    bool is_act;                    /* to be copied: in the colour for that, on one line */
    bool is_fact;                   /* the text is what counts, the lead says of what */
    bool is_url;                    /* an address of the item itself */
    bool is_row;                    /* of a table: better among others than by itself */
    bool is_number;                 /* the text is a number of its own: in that colour too */
};

struct board {
    struct part parts[PARTS_MAX];
    size_t count;
    char *owned[PARTS_MAX];
    size_t owned_count;
    bool is_tiny, is_banner;
    bool is_single; /* one part is all that there is to say */
};

static void add(struct board *board, const char *role, const char *lead, const char *text,
                bool is_act)
{
    if ((lead || text) && board->count < PARTS_MAX)
        board->parts[board->count++] =
            (struct part){.role = role, .lead = lead, .text = text, .is_act = is_act};
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

static void add_cells(struct board *board, const struct slide *slide, const struct slide_row *row)
{
    add(board, "cell", NULL, keep(board, join_cells(slide, row)), false);
    if (board->count > 0)
        board->parts[board->count - 1].is_row = true;
}

static void add_row(struct board *board, const struct slide *slide, const struct slide_row *row)
{
    char *value = NULL;
    if (row->value && asprintf(&value, "%s%s%s", row->value, row->unit ? "\u00a0" : "",
                               row->unit ? row->unit : "") < 0)
        value = NULL;
    const char *figure = keep(board, value);
    if (figure)
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
    if (slide->url && board->count > 0)
        board->parts[board->count - 1].is_url = true;
}

static void add_papers(struct board *board, const struct slide *slide, const char *language)
{
    for (size_t i = 0; i < slide->paper_count; i++)
        add(board, "paper", word_in(WORD_PAPERS, language), slide->papers[i], false);
}

static void collect(struct board *board, const struct slide *slide, const char *language)
{
    bool acts_first = slide->row_count == 0 || slide->type == ITEM_HOTLINE;
    if (slide->type == ITEM_DOCUMENT)
        add(board, "number", NULL, slide->number, false);
    if (board->count > 0)
        board->parts[0].is_number = true;
    add(board, "title", NULL, slide->short_title ? slide->short_title : slide->title, false);
    if (acts_first)
        add_acts(board, slide);
    add(board, "body", NULL, slide->body, false);
    for (size_t i = 0; i < slide->row_count; i++)
        (slide->column_count > 0 ? add_cells : add_row)(board, slide, &slide->rows[i]);
    if (!acts_first)
        add_acts(board, slide);
    add(board, "hours", NULL, slide->hours, false);
    add_papers(board, slide, language);
    board->is_single = board->count == 1;
}

static void add_blocks(struct stack *stack, struct sheet *sheet, const struct part *part,
                       double letters, bool is_alone)
{
    const struct theme *theme = &sheet->theme;
    double least = letters / sheet->unit, gap = least * part_gap;
    const char *const texts[] = {part->lead, part->text};
    for (size_t i = 0; i < 2; i++) {
        bool is_act = part->is_act || part->is_fact ? i == 1 : part->lead && part->text && i == 0;
        rgb ink = is_act || part->is_number ? theme->accent : theme->text;
        /* A long address must not make the number beside it small. */
        enum type_style style = !is_act ? TYPE_BOARD : part->is_url ? TYPE_ADDRESS : TYPE_REACH;
        struct block *block = stack_add(stack, sheet, part->role, style, texts[i], ink, gap);
        if (!block)
            continue;
        block->size_max = fmax(is_act || part->is_number ? act_most
                               : is_alone                ? alone_most
                                                         : words_most,
                               least);
        block->size_min = least;
        gap = least * lead_gap;
    }
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
    for (size_t i = from; i < to; i++)
        add_blocks(stack, sheet, &board->parts[i], letters, board->is_single);
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

/* Where a text is best parted in two: at the end of a clause rather than within one, near its
 * middle. 0: nowhere. */
static size_t middle_of(const struct sheet *sheet, const char *text)
{
    size_t size = strlen(text), best = 0;
    double best_price = 0;
    uint8_t *marks = calloc(size + 1, 1);
    if (marks)
        unicode_breaks(sheet->breaker, text, size, marks);
    for (size_t at = 1; marks && at < size; at++) {
        enum glue glue = marks[at] ? glue_judge(text, size, at) : GLUE_NEVER;
        double off = fabs((double)at / (double)size - 0.5), price = off + glue_price * (int)glue;
        if (glue > GLUE_WORD || off > off_most || (best > 0 && price >= best_price))
            continue;
        best = at;
        best_price = price;
    }
    free(marks);
    return best;
}

/* Puts the text's second half behind the part, as a part of its own. False: there is no place. */
static bool split(struct board *board, const struct sheet *sheet, size_t index)
{
    struct part *part = &board->parts[index];
    char *text = unicode_normalise(part->text); /* words are looked up in normal form C */
    size_t at = text ? middle_of(sheet, text) : 0, end = at;
    const char *first = NULL, *rest = NULL;
    if (at == 0 || board->count == PARTS_MAX || board->owned_count + 2 > PARTS_MAX)
        goto end;
    while (end > 0 && text[end - 1] == ' ')
        end--;
    rest = keep(board, strdup(text + at));
    first = keep(board, strndup(text, end));
    if (!first || !rest)
        goto end;
    memmove(part + 1, part, (board->count++ - index) * sizeof *part);
    part[0].text = first;
    part[1].text = rest;
end:
    free(text);
    return first && rest;
}

/* Parts what leads from what it says. */
static bool split_lead(struct board *board, size_t index)
{
    struct part *part = &board->parts[index];
    if (board->count == PARTS_MAX)
        return false;
    memmove(part + 1, part, (board->count++ - index) * sizeof *part);
    part[0].text = part[0].lead;
    part[0].is_number = !part[0].is_fact && !part[0].is_act;
    part[1].is_number = part[1].is_fact;
    part[0].lead = part[1].lead = NULL;
    part[0].is_act = part[0].is_fact = part[1].is_fact = false;
    return true;
}

/* What would be too small in one piece takes two pages, or more. */
static void split_long(struct board *board, struct sheet *sheet, size_t from, struct rect place)
{
    for (size_t i = from; i < board->count; i++) {
        const struct part *part = &board->parts[i];
        struct stack stack = {0};
        if (!part->text || (part->is_act && !part->lead))
            continue;
        bool fits = set_parts(
            &stack, sheet, board, i, i + 1, place,
            least_letters(sheet, LETTERS_LEAST, board->is_tiny ? words_split : words_easy));
        stack_finish(&stack);
        if (!fits && (part->lead ? split_lead(board, i) : split(board, sheet, i)))
            i--;
    }
}

/* How many parts from `from` on stand on one page: as many as are read easily together. */
static size_t page_end(struct sheet *sheet, const struct board *board, size_t from,
                       struct rect place)
{
    size_t to = from + 1;
    double easy = board->parts[from].is_row && !board->is_tiny ? rows_easy : words_easy;
    for (; to < board->count; to++) {
        struct stack stack = {0};
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
        for (size_t i = from; i < to; i++)
            add_blocks(&stack, sheet, &board->parts[i], LETTERS_LAST, board->is_single);
        stack_fit(&stack, sheet, place.width, place.height);
    }
    int down = excess_above(&stack, sheet) - excess_below(&stack, sheet);
    int top = (place.height - stack.used + down) / 2;
    stack_draw(&stack, sheet, place.x, place.y + (top > 0 ? top : 0), place.width,
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
    sheet->report.is_scan = module > 0 && is_shown;
    if (sheet->report.is_scan)
        sheet_code(sheet, &qr, module, content, place.x + (place.width - card) / 2,
                   place.y + (place.height - card) / 2);
    qr_finish(&qr);
    return module > 0;
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
    if (board->count < 2)
        return draw_page(sheet, board, 0, place);
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
    struct rect place = {area.x + margin, area.y + margin, area.width - 2 * margin,
                         area.height - 2 * margin};
    collect(&board, slide, sheet->language);
    unsigned pages;
    if (board.is_banner && !is_tiny) {
        pages = draw_banner(sheet, &board, code, place);
    } else {
        split_long(&board, sheet, 0, place);
        pages = draw_page(sheet, &board, 0, place);
        pages += draw_code(sheet, code, area, pages == sheet->page);
    }
    sheet->report.pages = pages > 0 ? pages : 1;
    for (size_t i = 0; i < board.owned_count; i++)
        free(board.owned[i]);
    return 0;
}
