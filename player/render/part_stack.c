#include "render/part_stack.h"

#include <math.h>
#include <string.h>

enum {
    LETTERS_LAST = 12, /* px an em: rather than not at all */
    SHORT = 40,        /* bytes: what is longer may take several lines before it becomes small */
};

/* In units. */
static const double words_most = 24, alone_most = 30, act_most = 34, act_alone = 70;
static const double part_gap = 0.85, lead_gap = 0.55; /* parts of the letters' size */
static const double small = 0.7, below = 0.85; /* of the letters' size: labels, lines below */
static const double tail_part = 0.7;           /* of the margin, that tails may take */

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
        look.least = fmin(least, fmax(least * small, PART_STACK_LETTERS / sheet->unit));
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
        look.least = fmin(least, fmax(least * small, PART_STACK_LETTERS / sheet->unit));
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

static void add_parts(struct stack *stack, struct sheet *sheet, const struct part list[],
                      size_t count, bool is_single, double letters)
{
    for (size_t i = 0; i < count; i++)
        add_blocks(stack, sheet, &list[i], i > 0 ? &list[i - 1] : NULL, letters,
                   is_single || (list[i].kind == PART_ACT && count == 1));
}

/* px by which marks above the first line and tails below the last would eat up the margin. */
static int excess_above(const struct stack *stack, const struct sheet *sheet)
{
    int over = stack_rise(stack) - sheet_px(sheet, PART_STACK_EDGE);
    return over > 0 ? over : 0;
}

static int excess_below(const struct stack *stack, const struct sheet *sheet)
{
    int over = stack_fall(stack) - sheet_px(sheet, PART_STACK_EDGE * tail_part);
    return over > 0 ? over : 0;
}

bool part_stack_set(struct stack *stack, struct sheet *sheet, const struct part list[],
                    size_t count, bool is_single, struct rect place, double letters)
{
    struct stack *const one[] = {stack};
    add_parts(stack, sheet, list, count, is_single, letters);
    bool fits = stack_fit_alike(one, 1, sheet, place.width, place.height) > 0;
    while (fits &&
           stack->used + excess_above(stack, sheet) + excess_below(stack, sheet) > place.height)
        fits = stack_fit_alike(one, 1, sheet, place.width, stack->used - 1) > 0;
    if (!fits)
        stack_finish(stack);
    return fits;
}

void part_stack_fit(struct stack *stack, struct sheet *sheet, const struct part list[],
                    size_t count, bool is_single, struct rect place, double letters)
{
    if (!part_stack_set(stack, sheet, list, count, is_single, place, letters) &&
        !part_stack_set(stack, sheet, list, count, is_single, place, LETTERS_LAST)) {
        add_parts(stack, sheet, list, count, is_single, LETTERS_LAST);
        stack_fit(stack, sheet, place.width, place.height);
    }
}

void part_stack_draw(const struct stack *stack, struct sheet *sheet, struct rect place)
{
    int down = excess_above(stack, sheet) - excess_below(stack, sheet);
    int top = (place.height - stack->used + down) / 2;
    stack_draw(stack, sheet, place.x, place.y + (top > 0 ? top : 0), place.width,
               sheet->theme.background);
}
