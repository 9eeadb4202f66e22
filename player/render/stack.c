#include "render/stack.h"

#include <math.h>
#include <string.h>

/* docs/design.md, "Grid and scale": sizes in units, letters a line, lines. */
static const struct {
    double max, min;
    unsigned lines, spare_lines, letters;
    enum font_weight weight;
    bool balance;
} styles[TYPE_STYLES] = {
    [TYPE_HERO] = {26, 9, 1, 1, 0, FONT_BOLD, false},
    [TYPE_HEADLINE] = {12, 6.5, 3, 4, 28, FONT_BOLD, true},
    [TYPE_NAME] = {10.8, 6, 3, 4, 28, FONT_BOLD, true},
    [TYPE_ADDRESS] = {11.5, 4.2, 1, 3, 0, FONT_BOLD, false},
    [TYPE_SENTENCE] = {5.6, 4.2, 4, 6, 46, FONT_REGULAR, true},
    [TYPE_SLOGAN] = {14, 7, 5, 6, 28, FONT_BOLD, true},
    [TYPE_BOARD] = {24, 9, 4, 8, 0, FONT_BOLD, true},
    [TYPE_STEP] = {6.5, 4.6, 1, 3, 0, FONT_BOLD, false},
    [TYPE_REACH] = {7, 4, 1, 2, 0, FONT_BOLD, false},
    [TYPE_LINK] = {7, 4, 1, 2, 0, FONT_BOLD, false},
    [TYPE_CELL] = {5.6, 3.4, 3, 5, 0, FONT_REGULAR, false},
    [TYPE_ROW] = {5.6, 3.6, 3, 4, 0, FONT_REGULAR, false},
    [TYPE_LABEL] = {4, 3.4, 1, 2, 0, FONT_BOLD, false},
    [TYPE_BASIS] = {2.6, 2.6, 2, 2, 0, FONT_REGULAR, false},
};

/* All shrink together in these steps, down to their own least sizes. */
static const double scale_step = 0.95, scale_least = 0.5;
static const double scale_good = 0.85;  /* below it what is spare goes */
static const double dash_indent = 0.75; /* em, of the dash before one of a list */
static const double grown_part = 0.8;   /* of the height, that larger words may take */

struct block *stack_add(struct stack *stack, struct sheet *sheet, const char *role,
                        enum type_style style, const char *string, rgb ink, double gap)
{
    if (stack->count == STACK_MAX) {
        report_overflow(&sheet->report, role);
        return NULL;
    }
    struct text *text = sheet_text(sheet, string, styles[style].weight);
    if (!text)
        return NULL;
    struct block *block = &stack->blocks[stack->count++];
    *block = (struct block){
        .role = role, .text = text, .style = style, .ink = ink, .gap = gap, .rank = 1};
    return block;
}

struct block *stack_add_place(struct stack *stack, int height, double gap)
{
    if (stack->count == STACK_MAX)
        return NULL;
    struct block *block = &stack->blocks[stack->count++];
    *block = (struct block){.height = height, .gap = gap};
    return block;
}

void stack_add_spring(struct stack *stack)
{
    struct block *block = stack_add_place(stack, 0, 0);
    if (block)
        block->spring = true;
}

static struct text_style style_of(const struct block *block, const struct sheet *sheet,
                                  double scale)
{
    double max = block->size_max > 0 ? block->size_max : styles[block->style].max;
    max = fmax(max, block->grown) * sheet->theme.text_scale;
    double min = fmin(block->size_min > 0 ? block->size_min : styles[block->style].min, max);
    double size = fmax(max * scale, min) * sheet->unit;
    return (struct text_style){
        .size_max = block->even > 0 ? fmin(size, block->even) : size,
        .size_min = min * sheet->unit,
        .lines_max = block->lines > 0 ? block->lines : styles[block->style].lines,
        .spare_lines = block->is_whole ? 0 : styles[block->style].spare_lines,
        .letters_max = styles[block->style].letters,
        .balance = styles[block->style].balance,
    };
}

/* An icon is as high as the line and stands before the text; icons one below the other are alike.
 */
static int icon_side(const struct block *block, const struct sheet *sheet,
                     const struct text_style *style, double scale)
{
    double size = block->icon_size > 0 ? block->icon_size * scale * sheet->unit : style->size_max;
    return (int)lround(size * 1.15);
}

static int indent_of(const struct block *block, const struct sheet *sheet,
                     const struct text_style *style, double scale)
{
    if (block->has_dash)
        return (int)lround(style->size_max * dash_indent);
    return block->icon == ICON_NONE ? 0 : icon_side(block, sheet, style, scale) * 14 / 10;
}

static bool fit_block(struct block *block, const struct sheet *sheet, double scale, int width,
                      int height)
{
    if (!block->text)
        return block->height <= height;
    struct text_style style = style_of(block, sheet, scale);
    block->indent = indent_of(block, sheet, &style, scale);
    if (block->is_cut)
        return text_cut(block->text, &style, width - block->indent, height, &block->set);
    return text_fit(block->text, &style, width - block->indent, height, &block->set);
}

static int block_height(const struct block *block)
{
    return block->text ? block->set.height : block->height;
}

/* How far ink reaches beyond a block's optical height: Ẫ above its capitals, g below its line. */
static int rise_of(const struct block *block)
{
    return block->text ? (int)ceil(block->set.size * 1.07) - block->set.cap : 0;
}

/* What hangs below a Khmer line is part of its height already. */
static int fall_of(const struct block *block)
{
    const struct text_set *set = &block->set;
    int baseline = set->cap + (int)(set->line_count - 1) * set->step;
    return block->text ? baseline + set->below - set->height : 0;
}

int stack_width(const struct stack *stack)
{
    int widest = 0;
    for (size_t i = 0; i < stack->count; i++) {
        const struct block *block = &stack->blocks[i];
        if (block->text && !block->is_out && block->indent + block->set.width > widest)
            widest = block->indent + block->set.width;
    }
    return widest;
}

int stack_rise(const struct stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        if (!stack->blocks[i].is_out)
            return rise_of(&stack->blocks[i]);
    return 0;
}

int stack_fall(const struct stack *stack)
{
    for (size_t i = stack->count; i-- > 0;)
        if (!stack->blocks[i].is_out)
            return fall_of(&stack->blocks[i]);
    return 0;
}

/* px between two blocks: as the layout says, but ink never meets ink. */
static int gap_between(const struct block *above, const struct block *block,
                       const struct sheet *sheet, double scale)
{
    int gap = (int)lround(block->gap * sheet->unit * (0.5 + scale / 2));
    int least = fall_of(above) + rise_of(block);
    return gap > least ? gap : least;
}

/* Sets every block at `scale`; returns whether all fit, and the height that they use. */
static bool fit_at(struct stack *stack, const struct sheet *sheet, double scale, int width,
                   int height, int *ret_used)
{
    const struct block *above = NULL;
    int used = 0;
    for (size_t i = 0; i < stack->count; i++) {
        struct block *block = &stack->blocks[i];
        if (block->is_out)
            continue;
        if (!fit_block(block, sheet, scale, width, height))
            return false;
        if (above)
            used += gap_between(above, block, sheet, scale);
        block->top = used;
        used += block_height(block);
        above = block;
    }
    *ret_used = used;
    return used <= height;
}

static struct block *least_important(struct stack *stack)
{
    struct block *least = NULL;
    for (size_t i = 0; i < stack->count; i++) {
        struct block *block = &stack->blocks[i];
        if (!block->is_out && block->rank > 0 && (!least || block->rank >= least->rank))
            least = block;
    }
    return least;
}

/* What does not fit even alone is cut, visibly, and keeps its place: no shorter text must go for
 * it. */
static void cut_long_blocks(struct stack *stack, struct sheet *sheet, int width, int height)
{
    for (size_t i = 0; i < stack->count; i++) {
        struct block *block = &stack->blocks[i];
        if (!block->text || fit_block(block, sheet, scale_least, width, height))
            continue;
        block->is_cut = true;
        report_overflow(&sheet->report, block->role);
    }
}

/* Gives the height that is left to the springs. */
static void spread(struct stack *stack, int spare)
{
    int springs = 0, passed = 0;
    for (size_t i = 0; i < stack->count; i++)
        springs += !stack->blocks[i].is_out && stack->blocks[i].spring;
    for (size_t i = 0; springs && i < stack->count; i++) {
        struct block *block = &stack->blocks[i];
        passed += !block->is_out && block->spring;
        block->top += spare * passed / springs;
    }
    if (springs)
        stack->used += spare;
}

/* Leaves out what may go before words become small. Returns whether there was any. */
static bool drop_spare(struct stack *stack)
{
    bool found = false;
    for (size_t i = 0; i < stack->count; i++) {
        struct block *block = &stack->blocks[i];
        found |= block->is_spare && !block->is_out;
        block->is_out |= block->is_spare;
    }
    return found;
}

static bool fit_from(struct stack *stack, const struct sheet *sheet, double least, int width,
                     int height)
{
    for (double scale = 1; scale > least; scale *= scale_step)
        if (fit_at(stack, sheet, scale, width, height, &stack->used))
            return true;
    return false;
}

/* Lets what is glad of more room have it, but never at the cost of the others. */
static bool fit_grown(struct stack *stack, const struct sheet *sheet, int width, int height)
{
    for (size_t i = 0; i < stack->count; i++) {
        struct block *block = &stack->blocks[i];
        for (double size = block->size_glad; size > styles[block->style].max; size *= scale_step) {
            block->grown = size;
            if (fit_at(stack, sheet, 1, width, height, &stack->used))
                return true;
        }
        block->grown = 0;
    }
    return false;
}

static bool fit_scaled(struct stack *stack, const struct sheet *sheet, int width, int height)
{
    if (fit_grown(stack, sheet, width, height) || fit_from(stack, sheet, scale_good, width, height))
        return true;
    if (drop_spare(stack) && fit_from(stack, sheet, scale_good, width, height))
        return true;
    return fit_from(stack, sheet, scale_least, width, height) ||
           fit_at(stack, sheet, scale_least, width, height, &stack->used);
}

void stack_fit(struct stack *stack, struct sheet *sheet, int width, int height)
{
    cut_long_blocks(stack, sheet, width, height);
    while (!fit_scaled(stack, sheet, width, height)) {
        struct block *block = least_important(stack);
        if (!block) {
            stack->used = 0;
            return;
        }
        report_overflow(&sheet->report, block->role);
        block->is_out = true;
    }
    spread(stack, height - stack->used);
}

static bool fit_each(struct stack *const stacks[], size_t count, const struct sheet *sheet,
                     double scale, int width, int height)
{
    for (size_t i = 0; i < count; i++)
        if (!fit_at(stacks[i], sheet, scale, width, height, &stacks[i]->used))
            return false;
    return true;
}

/* Short words could be set larger than long ones: the size of the smallest holds for its style.
 * Returns the sum of these sizes. */
static unsigned make_even(struct stack *const stacks[], size_t count)
{
    unsigned least[TYPE_STYLES] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < stacks[i]->count; j++) {
            const struct block *block = &stacks[i]->blocks[j];
            unsigned *size = &least[block->style];
            if (block->text && !block->is_out && (*size == 0 || block->set.size < *size))
                *size = block->set.size;
        }
    }
    if (count > 0 && stacks[0]->is_led && least[TYPE_STEP] > 0 &&
        least[TYPE_CELL] > least[TYPE_STEP])
        least[TYPE_CELL] = least[TYPE_STEP];
    for (size_t style = 0; style < TYPE_STYLES; style++)
        sum += least[style];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < stacks[i]->count; j++)
            stacks[i]->blocks[j].even = least[stacks[i]->blocks[j].style];
    return sum;
}

static void clear_even(struct stack *const stacks[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < stacks[i]->count; j++)
            stacks[i]->blocks[j].even = 0;
}

unsigned stack_fit_alike(struct stack *const stacks[], size_t count, struct sheet *sheet, int width,
                         int height)
{
    clear_even(stacks, count);
    for (double scale = count > 0 ? fmax(stacks[0]->grow, 1) : 1;; scale *= scale_step) {
        scale = fmax(scale, scale_least);
        int most = scale > 1 ? (int)(height * grown_part) : height;
        if (fit_each(stacks, count, sheet, scale, width, most)) {
            unsigned sizes = make_even(stacks, count);
            fit_each(stacks, count, sheet, scale, width, height);
            return sizes;
        }
        if (scale <= scale_least)
            return 0;
    }
}

bool stack_leave_out(struct stack *const stacks[], size_t count, struct sheet *sheet)
{
    const struct block *least = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct block *block = least_important(stacks[i]);
        if (block && (!least || block->rank > least->rank))
            least = block;
    }
    if (!least)
        return false;
    const char *role = least->role;
    report_overflow(&sheet->report, role);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < stacks[i]->count; j++)
            stacks[i]->blocks[j].is_out |= stacks[i]->blocks[j].role == role;
    return true;
}

bool stack_fit_alike_cut(struct stack *const stacks[], size_t count, struct sheet *sheet, int width,
                         int height)
{
    for (size_t i = 0; i < count; i++)
        cut_long_blocks(stacks[i], sheet, width, height);
    while (stack_fit_alike(stacks, count, sheet, width, height) == 0)
        if (!stack_leave_out(stacks, count, sheet))
            return false;
    return true;
}

void stack_finish(struct stack *stack)
{
    for (size_t i = 0; i < stack->count; i++)
        text_destroy(stack->blocks[i].text);
    *stack = (struct stack){0};
}
