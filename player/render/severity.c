#include "render/severity.h"

#include "playlist/words.h"

enum { LETTERS_LEAST = 12 /* px an em */ };

static const double strip_part = 0.26, strip_most = 1; /* of the board's height */
static const double letters_part = 0.7;                /* of the word's place */
static const double margin = 5, air = 3;               /* units */

struct rect severity_draw(struct sheet *sheet, const struct slide *slide, struct rect area,
                          bool is_beside)
{
    const struct theme *theme = &sheet->theme;
    bool is_urgent = slide->severity == SLIDE_URGENT;
    rgb ground = is_urgent ? theme->urgent : theme->accent;
    rgb ink = is_urgent ? theme->urgent_text : theme->background;
    struct rect strip = area, word;
    if (is_beside)
        strip.width = (int)(area.height * strip_most);
    else
        strip.height = (int)(area.height * strip_part);
    int pad = (is_beside ? strip.width : strip.height) / 8 + 1, side = strip.height - 2 * pad;
    int line = strip.height / 4;
    if (is_beside) {
        side = strip.height - 2 * pad - line;
        word = (struct rect){strip.x + pad, strip.y + pad + side, strip.width - 2 * pad, line};
    } else {
        word = (struct rect){strip.x + 2 * pad + side, strip.y,
                             strip.width - 3 * pad - side - sheet_px(sheet, margin), strip.height};
    }
    canvas_fill(&sheet->canvas, strip, ground);
    canvas_icon(&sheet->canvas, ICON_WARNING,
                strip.x + (is_beside ? (strip.width - side) / 2 : pad), strip.y + pad, side, false,
                ink);
    sheet_line(sheet, "category",
               word_in(is_urgent ? WORD_URGENT : WORD_IMPORTANT, sheet->language), FONT_BOLD,
               word.height * letters_part / sheet->unit, LETTERS_LEAST / sheet->unit, word,
               is_beside ? TEXT_CENTRE : TEXT_LEFT, ink, ground);
    if (is_beside) {
        strip.width += sheet_px(sheet, air);
        area.x += strip.width;
        area.width -= strip.width;
    } else {
        area.y += strip.height;
        area.height -= strip.height;
    }
    return area;
}
