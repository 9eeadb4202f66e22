#include <stdlib.h>

#include "render/act.h"
#include "render/layout.h"
#include "render/stack.h"

/* Two halves in a banner, one below the other elsewhere: what it is, and what to copy. */
static void draw_halves(struct sheet *sheet, const char *name, const char *act, const char *role,
                        struct rect place, bool banner)
{
    const struct theme *theme = &sheet->theme;
    struct rect first = place, second = place;
    if (act && banner) {
        first.width = place.width / 2 - sheet_px(sheet, 4);
        second.x += place.width / 2;
        second.width -= place.width / 2;
    } else if (act) {
        first.height = place.height / 2;
        second.y += place.height / 2;
        second.height -= place.height / 2;
    }
    struct stack stack = {0};
    struct block *block = stack_add(&stack, sheet, "name", TYPE_HEADLINE, name, theme->text, 0);
    if (block)
        block->size_max = 26;
    stack_fit(&stack, sheet, first.width, first.height);
    stack_draw(&stack, sheet, first.x, first.y + (first.height - stack.used) / 2, first.width,
               theme->background);
    stack_finish(&stack);
    if (!act)
        return;
    block = stack_add(&stack, sheet, role, TYPE_HERO, act, theme->accent, 0);
    if (block)
        block->size_max = 40;
    stack_fit(&stack, sheet, second.width, second.height);
    stack_draw(&stack, sheet, second.x, second.y + (second.height - stack.used) / 2, second.width,
               theme->background);
    stack_finish(&stack);
}

int layout_compact(struct sheet *sheet, const struct slide *slide, struct rect area)
{
    int edge = sheet_px(sheet, 6);
    struct rect inner = {area.x + edge, area.y + edge, area.width - 2 * edge,
                         area.height - 2 * edge};
    bool banner = area.width > 2 * area.height;
    const char *name = slide->short_title ? slide->short_title : slide->title;
    char *address = slide_address(slide->url);
    const char *code = slide->code_url ? slide->code_url : slide->url;
    struct act act = {0};
    if (banner)
        act_prepare(&act, sheet, code, inner.height, inner.height);
    if (act.side > 0 && act.side < inner.width / 3) {
        act_draw(&act, sheet, inner.x + inner.width - act.side,
                 inner.y + (inner.height - act.side) / 2);
        inner.width -= act.side + edge;
    }
    act_finish(&act);
    draw_halves(sheet, name, slide->phone ? slide->phone : address, slide->phone ? "phone" : "url",
                inner, banner);
    if (slide->body)
        report_overflow(&sheet->report, "body");
    free(address);
    return 0;
}
