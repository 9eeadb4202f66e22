#include <stdlib.h>

#include "playlist/words.h"
#include "render/frame.h"

/* An urgent notice begins with a full strip in the colour of warnings; the sign and the word say
 * the same, for whoever sees no red. Returns what is left below it. */
static struct rect draw_strip(struct sheet *sheet, struct rect area)
{
    int height = sheet_px(sheet, 16), edge = sheet_px(sheet, 6), side = sheet_px(sheet, 9);
    const struct theme *theme = &sheet->theme;
    canvas_fill(&sheet->canvas, (struct rect){area.x, area.y, area.width, height}, theme->urgent);
    canvas_icon(&sheet->canvas, ICON_WARNING, area.x + edge, area.y + (height - side) / 2.0, side,
                false, theme->urgent_text);
    int left = edge + side + sheet_px(sheet, 3.5);
    sheet_line(sheet, "category", word_in(WORD_URGENT, sheet->language), FONT_BOLD, 7, 4,
               (struct rect){area.x + left, area.y, area.width - left - edge, height}, TEXT_LEFT,
               theme->urgent_text, theme->urgent);
    area.y += height;
    area.height -= height;
    return area;
}

struct tone {
    enum word word;
    enum icon icon;
    rgb colour;
    double size; /* of the word, units */
};

/* What is important keeps the sign for it, whatever icon the slide names. */
static struct tone tone_of(const struct theme *theme, const struct slide *slide)
{
    enum slide_severity severity = slide->severity;
    if (severity == SLIDE_INFO)
        return (struct tone){WORD_NOTICE, slide_icon(slide, ICON_MEGAPHONE), theme->category, 4};
    return (struct tone){severity == SLIDE_URGENT ? WORD_URGENT : WORD_IMPORTANT, ICON_WARNING,
                         theme->accent, 6};
}

/* The word, with its sign before it where no large one stands beside the text. */
static void add_severity(struct stack *stack, struct sheet *sheet, const struct tone *tone,
                         bool large_sign)
{
    struct block *block = stack_add(stack, sheet, "category", TYPE_LABEL,
                                    word_in(tone->word, sheet->language), tone->colour, 0);
    if (!block)
        return;
    block->icon = large_sign ? ICON_NONE : tone->icon;
    block->size_max = tone->size;
    block->rank = 6;
}

/* In portrait the large sign stands above the title. */
static void add_sign(struct stack *stack, struct sheet *sheet, const struct tone *tone)
{
    struct block *block = stack_add_place(stack, sheet_px(sheet, 32), 12);
    if (!block)
        return;
    block->icon = tone->icon;
    block->ink = tone->colour;
    block->spring = true;
    block->rank = 8;
    block->role = "sign";
}

static void add_words(struct stack *stack, struct sheet *sheet, const struct slide *slide,
                      double first_gap)
{
    const struct theme *theme = &sheet->theme;
    struct block *block =
        stack_add(stack, sheet, "title", TYPE_HEADLINE, slide->title, theme->text, first_gap);
    if (block) {
        block->spring = !slide->url && stack->count <= 2;
        block->size_max = slide->url ? 10.5 : 0;
    }
    block = stack_add(stack, sheet, "body", TYPE_SENTENCE, slide->body, theme->quiet, 9);
    if (block) {
        block->rank = 3;
        block->size_max = slide->url ? 5.5 : 6.5;
    }
}

int layout_notice(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    const struct theme *theme = &sheet->theme;
    const struct tone tone = tone_of(theme, slide);
    struct stack stack = {0};
    struct frame frame = {.url = slide->url, .basis = slide->basis, .sign_colour = tone.colour};
    char *address = slide_address(slide->url);
    bool strip = slide->severity == SLIDE_URGENT && area.height > sheet_px(sheet, 50);
    bool large_sign = !strip && !slide->url && area.height > sheet_px(sheet, 60);
    if (strip)
        area = draw_strip(sheet, area);
    else
        add_severity(&stack, sheet, &tone, large_sign);
    if (large_sign && frame_is_landscape(area))
        frame.sign = tone.icon;
    else if (large_sign)
        add_sign(&stack, sheet, &tone);
    add_words(&stack, sheet, slide, large_sign && !frame.sign ? 14 : 8);
    struct block *block = stack_add(&stack, sheet, "url", TYPE_ADDRESS, address, theme->accent, 8);
    if (block) {
        block->rank = 2;
        block->size_max = 8;
        block->spring = true;
    }
    if (!slide->url)
        stack_add_spring(&stack);
    if (!slide->url && !frame_is_landscape(area))
        stack_add_spring(&stack);
    frame_draw(sheet, &stack, &frame, area);
    stack_finish(&stack);
    free(address);
    return 0;
}
